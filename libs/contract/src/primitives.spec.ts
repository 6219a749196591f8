import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { countText, guid, nameText, reasonText, status } from './primitives.js';

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) => schema.safeParse(value).success;

describe('a name', () => {
  it('is kept in NFC, its case as it was', () => {
    expect(nameText.parse('Cafe\u0301 POLICY')).toBe('Caf\u00e9 POLICY');
    expect(nameText.parse('\u212b')).toBe('\u00c5');
  });

  it('that was taken is taken as it is the next time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const once = nameText.safeParse(text);
        expect(once.success ? nameText.parse(once.data) : once.data).toBe(once.data);
      }),
    );
  });

  it('has at most 255 characters, counted as code points after NFC', () => {
    expect(accepts(nameText, 'a'.repeat(255))).toBe(true);
    expect(accepts(nameText, 'a'.repeat(256))).toBe(false);
    expect(accepts(nameText, '😀'.repeat(255))).toBe(true);
    expect(accepts(nameText, '😀'.repeat(256))).toBe(false);
    expect(accepts(nameText, 'e\u0301'.repeat(255))).toBe(true);
  });

  it.each(['', ' ', '\u3000', '\t', '\u00a0\u2003'])('is not empty: %j', (text) => {
    expect(accepts(nameText, text)).toBe(false);
  });

  it.each(['a\u0000', 'a\nb', 'a\u0007', '\u001bx', 'a\u007f', 'a\u0085b', '\u009f!'])('has no control character: %j', (text) => {
    expect(accepts(nameText, text)).toBe(false);
  });

  it.each(['\ud800', 'a\udc00b', '\ud83d', '\ude00\ud83d'])('has no half of a surrogate pair: %j', (text) => {
    expect(accepts(nameText, text)).toBe(false);
  });

  it.each(['/', '<policy>', '😀', 'a b', '"quoted"', '..', '名前', 'O’Neil'])('may be %j', (text) => {
    expect(nameText.parse(text)).toBe(text);
  });

  it.each([null, 1, {}, ['a'], undefined])('is a text, not %j', (value) => {
    expect(accepts(nameText, value)).toBe(false);
  });
});

describe('a reason', () => {
  it('has at most 1,000 characters, counted as code points, and may be empty or of several lines', () => {
    expect(accepts(reasonText, '😀'.repeat(1_000))).toBe(true);
    expect(accepts(reasonText, 'a'.repeat(1_001))).toBe(false);
    expect(accepts(reasonText, '')).toBe(true);
    expect(reasonText.parse('one\ntwo')).toBe('one\ntwo');
  });
});

describe('a GUID', () => {
  it('is taken in any case and given in lower case', () => {
    expect(guid().parse('0F8FAD5B-D9CB-469F-A165-70867728950E')).toBe('0f8fad5b-d9cb-469f-a165-70867728950e');
  });

  it.each([
    '',
    '0f8fad5bd9cb469fa16570867728950e',
    '{0f8fad5b-d9cb-469f-a165-70867728950e}',
    '0f8fad5b-d9cb-469f-a165-70867728950e\n',
  ])('is not %j', (text) => {
    expect(accepts(guid(), text)).toBe(false);
  });
});

describe('a status', () => {
  it('is Active or Locked, as they are written', () => {
    expect(['Active', 'Locked', 'active', 'Draft', ''].filter((text) => accepts(status, text))).toEqual(['Active', 'Locked']);
  });
});

describe('a count', () => {
  it('is a whole number from 1 to its bound', () => {
    expect(countText(1_000).parse('1000')).toBe(1_000);
    const wrong = ['0', '1001', '-1', '1.5', '1e2', '01', ' 1', '1 ', '', 'a', '9999999999'];
    expect(wrong.filter((text) => accepts(countText(1_000), text))).toEqual([]);
  });
});
