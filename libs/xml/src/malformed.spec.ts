import { expect, it } from '@jest/globals';
import { checkXml } from './index.js';
import { bom, declared, latin1, utf16be, utf16le, utf8 } from './test-support.js';

type Row = readonly [mistake: string, bytes: Uint8Array, line: number, column: number];

const malformed: readonly Row[] = [
  ['empty input', utf8(''), 1, 1],
  ['only white space', utf8(' \n\n  '), 3, 3],
  ['only a declaration', utf8('<?xml version="1.0"?>'), 1, 22],
  ['only a comment', utf8('<!-- nothing -->'), 1, 17],
  ['plain text', utf8('policy'), 1, 1],
  ['text before the root', utf8('x<a/>'), 1, 1],
  ['text after the root', utf8('<a/>x'), 1, 5],
  ['two roots', utf8('<a/><b/>'), 1, 5],
  ['a CDATA section after the root', utf8('<a/><![CDATA[x]]>'), 1, 5],
  ['an unclosed root', utf8('<a><b/>'), 1, 8],
  ['a truncated start tag', utf8('<a><b'), 1, 6],
  ['an end tag without a start', utf8('</a>'), 1, 2],
  ['tags that cross', utf8('<a>\n<b></a></b>'), 2, 8],
  ['names that differ in case', utf8('<a></A>'), 1, 8],
  ['an element name that starts with a digit', utf8('<1a/>'), 1, 2],
  ['a space before the element name', utf8('< a/>'), 1, 2],
  ['an attribute without a value', utf8('<a x/>'), 1, 5],
  ['an attribute without quotes', utf8('<a x=1/>'), 1, 6],
  ['attributes without a space between', utf8('<a x="1"y="2"/>'), 1, 9],
  ['an attribute twice', utf8('<a x="1" x="2"/>'), 1, 15],
  ['an attribute twice under two prefixes of one namespace', utf8('<a xmlns:p="u:u" xmlns:q="u:u" p:x="1" q:x="2"/>'), 1, 47],
  ['a < in an attribute value', utf8('<a x="<"/>'), 1, 7],
  ['an unbound prefix of an element', utf8('<a><p:b/></a>'), 1, 8],
  ['an unbound prefix of an attribute', utf8('<a p:x="1"/>'), 1, 11],
  ['a prefix bound to nothing', utf8('<a xmlns:p=""/>'), 1, 14],
  ['the prefix xml bound to another namespace', utf8('<a xmlns:xml="u:u"/>'), 1, 19],
  ['a name with two colons', utf8('<a:b:c xmlns:a="u:u"/>'), 1, 7],
  ['a namespace name that is no URI', utf8('<a xmlns="urn:two words"/>'), 1, 25],
  ['a bare ampersand', utf8('<a>fish & chips</a>'), 1, 10],
  ['an undefined entity', utf8('<a>&foo;</a>'), 1, 9],
  ['an undefined entity in an attribute', utf8('<a x="&foo;"/>'), 1, 12],
  ['an entity without its semicolon', utf8('<a>&amp</a>'), 1, 8],
  ['a reference to a control character', utf8('<a>&#1;</a>'), 1, 8],
  ['a reference beyond Unicode', utf8('<a>&#x110000;</a>'), 1, 14],
  ['a NUL in text', utf8('<a>\0</a>'), 1, 4],
  ['a NUL after the root', utf8('<a/>\0'), 1, 5],
  ['a NUL before the root', utf8('\0<a/>'), 1, 1],
  ['a control character', utf8('<a>\n\x01</a>'), 2, 1],
  ['the noncharacter U+FFFE', utf8('<a>\uFFFE</a>'), 1, 4],
  [']]> in text', utf8('<a>]]></a>'), 1, 4],
  ['-- inside a comment', utf8('<a><!-- -- --></a>'), 1, 9],
  ['a comment without an end', utf8('<a><!-- </a>'), 1, 13],
  ['a CDATA section without an end', utf8('<a><![CDATA[</a>'), 1, 17],
  ['a processing instruction without an end', utf8('<a><?p </a>'), 1, 12],
  ['a processing instruction called xml', utf8('<a><?xml x?></a>'), 1, 9],
  ['a declaration that is not at the start', utf8(' <?xml version="1.0"?><a/>'), 1, 7],
  ['a declaration without a version', utf8('<?xml encoding="UTF-8"?><a/>'), 1, 7],
  ['a standalone that is neither yes nor no', utf8('<?xml version="1.0" standalone="maybe"?><a/>'), 1, 33],
  ['a second byte order mark', utf8(`${bom}${bom}<a/>`), 1, 1],
  ['XML 1.1, which libxml2 would read as 1.0 with a warning', utf8('<?xml version="1.1"?><a/>'), 1, 16],
  ['a lower-case doctype', utf8('<!doctype a><a/>'), 1, 2],
  ['declared UTF-8 with bytes that are not', latin1(`${declared('UTF-8')}\n<a>\xE9</a>`), 2, 4],
  ['undeclared bytes that are not UTF-8', latin1('<a>\xE9</a>'), 1, 4],
  ['an overlong form of UTF-8', latin1('<a>\xC0\xAF</a>'), 1, 4],
  ['a surrogate in UTF-8', latin1('<a>\xED\xA0\x80</a>'), 1, 4],
  ['declared US-ASCII with a byte above', latin1(`${declared('US-ASCII')}<a>\xE9</a>`), 1, 40],
  ['declared UTF-16 in single bytes', utf8(`${declared('UTF-16')}<a/>`), 1, 31],
  ['declared ISO-8859-1 behind the mark of UTF-8', utf8(`${bom}${declared('ISO-8859-1')}<a/>`), 1, 31],
  ['declared UTF-8 in UTF-16', utf16le(`${bom}${declared('UTF-8')}<a/>`), 1, 31],
  ['declared UTF-16BE in little-endian UTF-16', utf16le(`${bom}${declared('UTF-16BE')}<a/>`), 1, 31],
  ['UTF-16 with neither mark nor declaration', utf16le('<a/>'), 1, 2],
  ['a lone surrogate in UTF-16', utf16le(`${bom}<a>\uD800</a>`), 1, 1],
  ['tags that cross in big-endian UTF-16', utf16be(`${bom}<a>\n<b></a>`), 2, 8],
];

it.each(malformed)('refuses %s and names the place', (_mistake, bytes, line, column) => {
  expect(checkXml(bytes)).toEqual({ ok: false, problem: { kind: 'not-well-formed', line, column, detail: expect.any(String) } });
});

it('says in the words of libxml2 what is wrong', () => {
  expect(checkXml(utf8('<a>\n<b></a>'))).toMatchObject({
    problem: { detail: 'Opening and ending tag mismatch: b line 2 and a' },
  });
});

it('keeps the detail short however long the name is that it quotes', () => {
  const verdict = checkXml(utf8(`<a></${'b'.repeat(40_000)}>`));
  if (verdict.ok || verdict.problem.kind !== 'not-well-formed') throw new Error('expected a refusal');
  expect(verdict.problem.detail.length).toBeLessThanOrEqual(300);
});

it('counts characters, not bytes, in a column', () => {
  expect(checkXml(utf8('<a>é€😀]]></a>'))).toMatchObject({ problem: { line: 1, column: 7 } });
});

it('counts lines beyond 65,535', () => {
  expect(checkXml(utf8(`${'\n'.repeat(70_000)}<a><b></a>`))).toMatchObject({ problem: { line: 70_001 } });
});
