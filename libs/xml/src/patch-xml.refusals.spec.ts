import { describe, expect, it } from '@jest/globals';
import { patchXml, type XmlChange } from './index.js';
import { utf8 } from './test-support.js';

const xml = '<?xml version="1.0"?><!--x--><a xmlns:p="u" b="1">x<c/><!--y--><?z?></a>';

function refusal(change: XmlChange, document = xml): { pointer: string; detail: string } | undefined {
  const harmless: XmlChange = { xpath: '/*', append: '<!-- harmless -->' };
  const verdict = patchXml(utf8(document), [harmless, change]);
  return verdict.ok ? undefined : verdict;
}

describe('a patch is refused with the place of the change and what is wrong', () => {
  const cases: readonly (readonly [title: string, change: XmlChange, pointer: string, detail: string])[] = [
    ['a path outside the language', { xpath: '/a//c', remove: true }, 'xpath', '`//` may only stand at the beginning'],
    ['a path to a number', { xpath: 'count(/a)', remove: true }, 'xpath', 'functions'],
    ['a path to the document', { xpath: '/', remove: true }, 'xpath', 'expected a name'],
    ['a path to comments', { xpath: '/a/comment()', remove: true }, 'xpath', 'functions'],
    ['a path to namespaces', { xpath: '/a/namespace::p', remove: true }, 'xpath', 'axes'],
    ['a prefix that nobody declared', { xpath: '/q:a', remove: true }, 'xpath', "the prefix 'q' is not declared"],
    ['a path to nothing', { xpath: '/a/d', remove: true }, 'xpath', 'selects nothing'],
    ['a namespace declaration as an attribute', { xpath: '/a/@xmlns', remove: true }, 'xpath', 'selects nothing'],
    ['the removal of the root', { xpath: '//*', remove: true }, 'remove', 'the root element cannot be removed'],
    ['children of an attribute', { xpath: '/a/@b', append: 'x' }, 'append', 'only an element has children'],
    ['children of a text', { xpath: '/a/text()', append: 'x' }, 'append', 'only an element has children'],
    ['nothing to append', { xpath: '/a', append: '' }, 'append', 'nothing to append'],
    ['an element replaced by text', { xpath: '/a/c', replace: 'x' }, 'replace', 'exactly one element'],
    ['an element replaced by nothing', { xpath: '/a/c', replace: '' }, 'replace', 'exactly one element'],
    ['an element replaced by two', { xpath: '/a/c', replace: '<d/><d/>' }, 'replace', 'exactly one element'],
    ['the root replaced by an element and a comment', { xpath: '/a', replace: '<d/><!---->' }, 'replace', 'exactly one element'],
    ['a tag that is not closed', { xpath: '/a', append: 'xyz<d>' }, 'append', 'not well-formed at line 1, column '],
    ['an end tag too many', { xpath: '/a', append: '</fragment><fragment>' }, 'append', 'not well-formed'],
    ['a whole element around the place', { xpath: '/a/c', replace: '<d/></fragment><fragment/>' }, 'replace', 'not well-formed'],
    ['a comment that swallows the rest', { xpath: '/a', append: '<!--' }, 'append', 'not well-formed'],
    ['a prefix that is not in scope', { xpath: '/a', append: '<q:d/>' }, 'append', 'not well-formed'],
    ['an attribute twice', { xpath: '/a', append: '<d e="1" e="2"/>' }, 'append', 'not well-formed'],
    ['a DOCTYPE', { xpath: '/a', append: '<!DOCTYPE d><d/>' }, 'append', 'not well-formed'],
    ['an XML declaration', { xpath: '/a/c', replace: '<?xml version="1.0"?><d/>' }, 'replace', 'not well-formed'],
    ['an entity', { xpath: '/a', append: '&d;' }, 'append', 'not well-formed'],
    ['half a character', { xpath: '/a', append: '\uD800' }, 'append', 'not well-formed'],
    ['half a character as text', { xpath: '/a/text()', replace: '\uD800' }, 'replace', 'a character that XML cannot hold'],
    ['a NUL in an attribute', { xpath: '/a/@b', replace: 'x\0' }, 'replace', 'a character that XML cannot hold'],
    ['a fragment over 512 KiB', { xpath: '/a', append: 'x'.repeat(600_000) }, 'append', 'larger than a document may be'],
    ['a fragment deeper than 200', { xpath: '/a', append: '<d>'.repeat(201) + '</d>'.repeat(201) }, 'append', 'xml-depth 200'],
  ];
  for (const [title, change, field, detail] of cases) {
    it(title, () => {
      expect(refusal(change)).toMatchObject({ pointer: `/changes/1/${field}`, detail: expect.stringContaining(detail) });
    });
  }

  it('a fragment that fits one place and not another', () => {
    const document = '<a><b xmlns:p="u"/><b/></a>';
    expect(refusal({ xpath: '/a/b[1]', append: '<p:d/>' }, document)).toBeUndefined();
    expect(refusal({ xpath: '/a/b', append: '<p:d/>' }, document)).toMatchObject({ pointer: '/changes/1/append' });
  });

  it('the place in a fragment counts from its own beginning', () => {
    expect(refusal({ xpath: '/a', append: '<p:d/>\n<e' })?.detail).toMatch(/line 2, column 3/);
    expect(refusal({ xpath: '/a', append: '&d;' })?.detail).toMatch(/line 1, column 4/);
  });
});

describe('a patch has bounds', () => {
  const tooMuch = 'take more than one patch may';
  const many = (change: XmlChange): XmlChange[] => Array.from({ length: 100 }, () => change);

  it('on the nodes that all its paths look at', () => {
    const dense = utf8(`<r>${'<a/>'.repeat(120_000)}</r>`);
    expect(patchXml(dense, many({ xpath: '//*[last()]', append: 'x' }))).toMatchObject({
      pointer: expect.stringMatching(/^\/changes\/\d+\/xpath$/),
      detail: expect.stringContaining(tooMuch),
    });
  });

  it('on the texts that its conditions compare', () => {
    const nested = utf8(`${'<a>'.repeat(199)}${'<b/>'.repeat(120_000)}${'</a>'.repeat(199)}`);
    expect(patchXml(nested, many({ xpath: "//a[a='']/@b", remove: true }))).toMatchObject({
      pointer: '/changes/0/xpath',
      detail: expect.stringContaining(tooMuch),
    });
  });

  it('on what it puts in, doubled by each change or in many places at once', () => {
    expect(patchXml(utf8('<a/>'), many({ xpath: '//a', append: '<a/>' }))).toMatchObject({
      detail: expect.stringContaining(tooMuch),
    });
    const wide = utf8(`<r>${'<a b=""/>'.repeat(10_000)}</r>`);
    for (const change of [
      { xpath: '//a', append: 'x'.repeat(1_000) },
      { xpath: '//a', replace: `<a c="${'x'.repeat(1_000)}"/>` },
      { xpath: '//@b', replace: 'x'.repeat(1_000) },
    ]) {
      expect(patchXml(wide, [change])).toMatchObject({ ok: false, detail: expect.stringContaining(tooMuch) });
    }
  });

  it('on depth, so that no walk through the document overflows', () => {
    const deeper = { xpath: '//b', replace: `${'<a>'.repeat(150)}<b/>${'</a>'.repeat(150)}` };
    expect(patchXml(utf8('<a><b/></a>'), many(deeper))).toEqual({
      ok: false,
      pointer: '/changes/2/replace',
      detail: 'elements nest deeper than 400',
    });
  });

  it('on checks of one fragment in places where its prefixes mean other things', () => {
    const places = Array.from({ length: 20_000 }, (_, i) => `<b xmlns:p="u${String(i)}"/>`);
    expect(patchXml(utf8(`<a>${places.join('')}</a>`), [{ xpath: '//b', append: '<p:d/>' }])).toMatchObject({
      pointer: '/changes/0/append',
      detail: expect.stringContaining(tooMuch),
    });
  });
});
