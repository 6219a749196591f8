import { describe, expect, it } from '@jest/globals';
import { XmlDocument } from 'libxml2-wasm';
import { checkXml, checkXmlText, xmlText } from './index.js';
import { bom, declared, example, latin1, utf16be, utf16le, utf8 } from './test-support.js';

describe('an encoding that the gate does not know', () => {
  const labels = ['KLINGON', 'UTF-7', 'UCS-4', 'IBM1047', 'ISO-8859-12', 'Shift_JIS', 'ISO-2022-JP', 'HTML', 'macintosh'];

  it.each(labels)('is refused by its name: %s', (encoding) => {
    expect(checkXml(utf8(`${declared(encoding)}<a/>`))).toEqual({
      ok: false,
      problem: { kind: 'unsupported-encoding', encoding },
    });
  });

  it('is known by its first bytes where they tell', () => {
    const utf32 = Buffer.from('3c000000610000002f0000003e000000', 'hex');
    const ebcdic = Buffer.from('4c6fa79493406ff1', 'hex');
    expect(checkXml(utf32)).toEqual({ ok: false, problem: { kind: 'unsupported-encoding', encoding: 'UTF-32' } });
    expect(checkXml(ebcdic)).toEqual({ ok: false, problem: { kind: 'unsupported-encoding', encoding: 'EBCDIC' } });
  });

  it('is found behind a declaration padded with white space', () => {
    const padded = `<?xml${' '.repeat(100_000)}version = "1.0"\n encoding\t=\n'KLINGON'?><a/>`;
    expect(checkXml(utf8(padded))).toEqual({ ok: false, problem: { kind: 'unsupported-encoding', encoding: 'KLINGON' } });
  });
});

describe('a document as text', () => {
  it.each([
    ['UTF-8', utf8('<a>é😀</a>')],
    ['UTF-8 with a mark', utf8(`${bom}<a>é😀</a>`)],
    ['UTF-16 little-endian', utf16le(`${bom}<a>é😀</a>`)],
    ['UTF-16 big-endian', utf16be(`${bom}<a>é😀</a>`)],
  ])('is decoded from %s without the mark', (_encoding, bytes) => {
    expect(xmlText(bytes)).toBe('<a>é😀</a>');
  });

  it('keeps each character of ISO-8859-1, the controls too, and the declaration', () => {
    const text = `${declared('ISO-8859-1')}\r\n<a x='\xE9'>\x80</a>`;
    expect(xmlText(latin1(text))).toBe(text);
  });

  it('reads windows-1252 and windows-1251 by their own tables', () => {
    expect(xmlText(latin1(`${declared('windows-1252')}<a>\x80</a>`))).toBe(`${declared('windows-1252')}<a>€</a>`);
    expect(xmlText(latin1(`${declared('windows-1251')}<a>\xC0</a>`))).toBe(`${declared('windows-1251')}<a>А</a>`);
  });

  const windows = Array.from({ length: 9 }, (_, i) => `windows-125${String(i)}`);
  it.each(['ISO-8859-1', ...windows])('has for each byte of %s the character that libxml2 has', (encoding) => {
    let compared = 0;
    for (let byte = 0x80; byte <= 0xff; byte += 1) {
      const bytes = latin1(`${declared(encoding)}<a>${String.fromCharCode(byte)}</a>`);
      if (!checkXml(bytes).ok) continue;
      const document = XmlDocument.fromBuffer(bytes);
      expect(xmlText(bytes)).toBe(`${declared(encoding)}<a>${document.root.content}</a>`);
      document.dispose();
      compared += 1;
    }
    expect(compared).toBeGreaterThan(100);
  });

  it('is written anew by libxml2 from the rarer encodings', () => {
    expect(xmlText(latin1(`${declared('ISO-8859-15')}<a>\xA4</a>`))).toContain('<a>€</a>');
    expect(xmlText(latin1(`${declared('EUC-JP')}<a>\xC6\xFC</a>`))).toContain('<a>日</a>');
  });

  it('is the saved text of an example', () => {
    const bytes = example('home-insurance-policy.xml');
    expect(utf8(xmlText(bytes))).toEqual(bytes);
  });

  it('is not to be had of bytes that the gate refuses for their encoding', () => {
    expect(() => xmlText(utf8(`${declared('KLINGON')}<a/>`))).toThrow(TypeError);
    expect(() => xmlText(latin1('<a>\xE9</a>'))).toThrow('not valid for encoding');
  });
});

describe('XML that came as a JSON string', () => {
  it.each(['<a>é</a>', `${declared('UTF-8')}<a>é</a>`, `${declared('utf8')}<a/>`, `${bom}${declared('utf-8')}<a/>`])(
    'is saved as UTF-8: %s',
    (text) => {
      expect(checkXmlText(text)).toEqual({ ok: true, bytes: utf8(text), root: { namespace: null, name: 'a' } });
    },
  );

  it.each(['ISO-8859-1', 'UTF-16', 'US-ASCII', 'KLINGON'])('may not declare %s', (encoding) => {
    const refusal = { ok: false, problem: { kind: 'unsupported-encoding', encoding } };
    expect(checkXmlText(`${declared(encoding)}<a/>`)).toEqual(refusal);
    expect(checkXmlText(`${bom}${declared(encoding)}<a/>`)).toEqual(refusal);
  });

  it('goes through the same gate', () => {
    expect(checkXmlText('<a>')).toMatchObject({ ok: false, problem: { kind: 'not-well-formed', line: 1, column: 4 } });
    expect(checkXmlText('<!DOCTYPE a><a/>')).toMatchObject({ ok: false, problem: { kind: 'doctype-not-allowed' } });
    expect(checkXmlText(`<a>${'é'.repeat(262_144)}</a>`)).toMatchObject({ ok: false, problem: { limit: 'xml-bytes' } });
  });

  it('refuses a lone surrogate instead of replacing it', () => {
    const problem = { kind: 'not-well-formed', line: 2, column: 2, detail: 'Not a character of XML' };
    expect(checkXmlText('<a>\né\uD800</a>')).toEqual({ ok: false, problem });
  });

  it('cannot be passed off as UTF-16 by NULs between its characters', () => {
    const disguised = Array.from(`${declared('UTF-16')}<a/>`).join('\0') + '\0';
    expect(checkXmlText(disguised)).toMatchObject({ ok: false, problem: { kind: 'not-well-formed', line: 1, column: 2 } });
  });
});
