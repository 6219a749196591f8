import { hash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { guidOf, isVersion8, parseGuid, randomGuid, uuidV5, uuidV8 } from './index.js';

const dns = guidOf('6ba7b810-9dad-11d1-80b4-00c04fd430c8');
const wellFormed = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const bytes16 = fc.uint8Array({ minLength: 16, maxLength: 40 });

describe('a GUID in a text', () => {
  it('is taken in any case and given in lower case', () => {
    expect(parseGuid('0F8FAD5B-d9cb-469F-A165-70867728950e')).toBe('0f8fad5b-d9cb-469f-a165-70867728950e');
  });

  it('is itself again for every UUID', () => {
    fc.assert(fc.property(fc.uuid(), (uuid) => parseGuid(uuid.toUpperCase()) === uuid));
  });

  it.each([
    '',
    '0f8fad5bd9cb469fa16570867728950e',
    '{0f8fad5b-d9cb-469f-a165-70867728950e}',
    'urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e',
    ' 0f8fad5b-d9cb-469f-a165-70867728950e',
    '0f8fad5b-d9cb-469f-a165-70867728950e\n',
    '0f8fad5b-d9cb-469f-a165-70867728950',
    '0f8fad5b-d9cb-469f-a165-70867728950e0',
    '0f8fad5b-d9cb-469f-a165-70867728950g',
    '0f8fad5b-d9cb-469f-a165-7086772895０e',
  ])('is none: %j', (text) => {
    expect(parseGuid(text)).toBeUndefined();
    expect(() => guidOf(text)).toThrow('not a GUID');
  });
});

describe('a UUID of version 5', () => {
  it('is the one of the test vector in RFC 9562, appendix A.4', () => {
    expect(uuidV5(dns, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('takes the name as UTF-8', () => {
    // Python: uuid.uuid5(uuid.NAMESPACE_DNS, 'bücher.example')
    expect(uuidV5(dns, 'bücher.example')).toBe('849d4d8f-6c8e-59fa-9721-89ccba396bf9');
  });
});

describe('a UUID of version 8', () => {
  it('is the one of the example in RFC 9562, appendix B.2', () => {
    const sha256 = hash(
      'sha256',
      Buffer.concat([Buffer.from(dns.replaceAll('-', ''), 'hex'), Buffer.from('www.example.com')]),
      'hex',
    );
    expect(sha256).toBe('5c146b143c524afd938a375d0df1fbf6fe12a66b645f72f6158759387e51f3c8');
    expect(uuidV8(Buffer.from(sha256, 'hex'))).toBe('5c146b14-3c52-8afd-938a-375d0df1fbf6');
  });

  it('keeps all bits of the hash but those of version and variant, and leaves the hash alone', () => {
    const kept = Buffer.from('ffffffffffff0fff3fffffffffffffff', 'hex');
    fc.assert(
      fc.property(bytes16, (bytes) => {
        const before = Buffer.from(bytes).toString('hex');
        const made = Buffer.from(uuidV8(bytes).replaceAll('-', ''), 'hex');
        expect(made.map((byte, index) => byte & kept[index]!)).toEqual(
          Buffer.from(bytes.subarray(0, 16).map((byte, index) => byte & kept[index]!)),
        );
        expect(Buffer.from(bytes).toString('hex')).toBe(before);
      }),
    );
  });

  it('says so in its own bits', () => {
    fc.assert(
      fc.property(bytes16, (bytes) => {
        const made = uuidV8(bytes);
        expect(made).toMatch(wellFormed);
        expect(isVersion8(made)).toBe(true);
      }),
    );
  });

  it('is not made from fewer than 16 bytes', () => {
    expect(() => uuidV8(new Uint8Array(15))).toThrow(RangeError);
  });
});

describe('a UUID of version 4', () => {
  it('has the bits of RFC 9562, section 5.4, is never of version 8 and never the same again', () => {
    const made = Array.from({ length: 1_000 }, () => randomGuid());
    for (const guid of made) {
      expect(guid).toMatch(wellFormed);
      expect(guid[14]).toBe('4');
      expect(isVersion8(guid)).toBe(false);
    }
    expect(new Set(made).size).toBe(made.length);
  });
});
