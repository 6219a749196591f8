import { expect, it } from '@jest/globals';
import { checkXml } from './index.js';
import { bom, declared, latin1, utf16be, utf16le, utf8 } from './test-support.js';

const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${String(i + 1)} "${`&l${String(i)};`.repeat(10)}">`).join('\n');

const rows: readonly (readonly [what: string, bytes: Uint8Array, line: number, column: number])[] = [
  ['a bare DOCTYPE', utf8('<!DOCTYPE a><a/>'), 1, 1],
  ['a DOCTYPE with an entity', utf8('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'), 1, 1],
  ['a DOCTYPE with a system identifier', utf8('<!DOCTYPE a SYSTEM "http://example.com/a.dtd"><a/>'), 1, 1],
  ['an external entity', utf8('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'), 1, 1],
  ['a parameter entity', utf8('<!DOCTYPE a [<!ENTITY % p SYSTEM "http://example.com/p"> %p;]><a/>'), 1, 1],
  ['a billion laughs', utf8(`<!DOCTYPE a [<!ENTITY l0 "ha">${laughs}]><a>&l9;</a>`), 1, 1],
  ['a quadratic blow-up', utf8(`<!DOCTYPE a [<!ENTITY x "${'y'.repeat(100_000)}">]><a>${'&x;'.repeat(100_000)}</a>`), 1, 1],
  ['a DOCTYPE after a declaration', utf8(`${declared('UTF-8')}\n  <!DOCTYPE a>\n<a/>`), 2, 3],
  ['a DOCTYPE after comments and instructions', utf8('<!-- <a/> -->\r\n<?p <a/>?> <!----><!DOCTYPE a><a/>'), 2, 19],
  ['a DOCTYPE after a mark', utf8(`${bom}<!DOCTYPE a><a/>`), 1, 1],
  ['a DOCTYPE in UTF-16 little-endian', utf16le(`${bom}<!-- é😀 --><!DOCTYPE a><a/>`), 1, 12],
  ['a DOCTYPE in UTF-16 big-endian', utf16be(`${bom}\n<!DOCTYPE a><a/>`), 2, 1],
  ['a DOCTYPE in UTF-16 without a mark', utf16le(`${declared('UTF-16')}<!DOCTYPE a><a/>`), 1, 40],
  ['a DOCTYPE in ISO-8859-1', latin1(`${declared('ISO-8859-1')}<!--\xE9--><!DOCTYPE a><a/>`), 1, 52],
  ['a DOCTYPE in Big5 after a character that ends in ASCII', latin1(`${declared('Big5')}<!--\xA4@--><!DOCTYPE a><a/>`), 1, 47],
  ['a DOCTYPE in a document that is malformed behind it', utf8('<!DOCTYPE a><a>'), 1, 1],
];

it.each(rows)('refuses %s and names its place', (_what, bytes, line, column) => {
  expect(checkXml(bytes)).toEqual({ ok: false, problem: { kind: 'doctype-not-allowed', line, column } });
});

it('refuses a DOCTYPE after the root as malformed', () => {
  expect(checkXml(utf8('<a/><!DOCTYPE a>'))).toMatchObject({
    ok: false,
    problem: { kind: 'not-well-formed', line: 1, column: 5 },
  });
});
