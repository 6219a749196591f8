import { describe, expect, it } from '@jest/globals';
import { parseXmlPath } from './parse-xml-path.js';

const namespaces = new Map([
  ['', 'urn:default'],
  ['p', 'urn:p'],
]);
const detailOf = (text: string): string => {
  const verdict = parseXmlPath(text, namespaces);
  return verdict.ok ? 'accepted' : verdict.detail;
};

describe('a path', () => {
  it('is read into steps with their namespaces and predicates', () => {
    expect(parseXmlPath(`//p:a[ 2 ]/*[@b='"' and p:c = "d"]/e/@f`, namespaces)).toEqual({
      ok: true,
      path: {
        anywhere: true,
        steps: [
          { kind: 'element', name: { namespace: 'urn:p', local: 'a' }, predicates: [{ kind: 'position', n: 2 }] },
          {
            kind: 'element',
            name: null,
            predicates: [
              { kind: 'attribute', name: { namespace: '', local: 'b' }, value: '"' },
              { kind: 'child', name: { namespace: 'urn:p', local: 'c' }, value: 'd' },
            ],
          },
          { kind: 'element', name: { namespace: 'urn:default', local: 'e' }, predicates: [] },
          { kind: 'attribute', name: { namespace: '', local: 'f' }, predicates: [] },
        ],
      },
    });
  });

  it('ends in text() with a position, or in an attribute of the xml namespace', () => {
    expect(parseXmlPath('/a/text()[last()]', new Map())).toMatchObject({
      path: {
        anywhere: false,
        steps: [{ name: { namespace: '', local: 'a' } }, { kind: 'text', predicates: [{ kind: 'last' }] }],
      },
    });
    expect(parseXmlPath('/a/@xml:lang', new Map())).toMatchObject({
      path: { steps: [{}, { kind: 'attribute', name: { namespace: 'http://www.w3.org/XML/1998/namespace', local: 'lang' } }] },
    });
  });

  it('may use the words of the language, and letters beyond ASCII, as names', () => {
    for (const path of ['/text/last/and', "/and[and='and' and @and='and']", '/child/or', '/é·.-_1/ñ', '/𐀀']) {
      expect([path, detailOf(path)]).toEqual([path, 'accepted']);
    }
  });

  const refusals: readonly (readonly [path: string, detail: string])[] = [
    ['', 'a path begins with `/` or `//`, at character 1'],
    ['a/b', 'a path begins with `/` or `//`, at character 1'],
    ['/', 'expected a name, `*`, `@name` or `text()`, at character 2'],
    ['/a/', 'expected a name, `*`, `@name` or `text()`, at character 4'],
    ['///a', 'expected a name, `*`, `@name` or `text()`, at character 3'],
    ['/a//b', '`//` may only stand at the beginning, at character 3'],
    ['/a/..', '`.` and `..` are not part of the language, at character 4'],
    ['/a/child::b', 'axes are not part of the language, at character 4'],
    ['/a/following-sibling::b', 'axes are not part of the language, at character 4'],
    ['count(/a)', 'functions other than last() and text() are not part of the language, at character 1'],
    ['/a/comment()', 'functions other than last() and text() are not part of the language, at character 4'],
    ['/a[position()=1]', 'functions other than last() and text() are not part of the language, at character 4'],
    ['/a|/b', 'unions are not part of the language, at character 3'],
    ['/a/$b', 'variables are not part of the language, at character 4'],
    ['/a[@b!=1]', "expected `[n]`, `[last()]`, `[@name='…']` or `[name='…']`, at character 4"],
    ['/a[b]', "expected `[n]`, `[last()]`, `[@name='…']` or `[name='…']`, at character 4"],
    ['/a[0]', "expected `[n]`, `[last()]`, `[@name='…']` or `[name='…']`, at character 4"],
    ['/a[-1]', 'the only operators are `=` and `and`, at character 4'],
    ["/a[b='c' or d='e']", 'the only operators are `=` and `and`, at character 10'],
    ["/a[b='c'", 'expected `and` or `]`, at character 9'],
    ["/a[b='c]", 'expected `[n]`'],
    ["/a[b='c' and 1]", 'expected `[n]`'],
    ['/a[1][2][3]', 'a step has at most 2 predicates, at character 9'],
    ["/a[b='1' and c='2' and d='3']", 'a step has at most 2 predicates, at character 3'],
    ['/a/@b/c', 'nothing may follow an attribute or text(), at character 6'],
    ['/a/@b[1]', 'nothing may follow an attribute or text(), at character 6'],
    ['/a/@*', 'an attribute has a name, at character 4'],
    ["/a/text()[@b='c']", 'text() has only `[n]` and `[last()]`, at character 10'],
    ['/q:a', "the prefix 'q' is not declared, at character 2"],
    ['/a/@q:b', "the prefix 'q' is not declared, at character 5"],
    ['/a b', 'expected `/`, `[` or the end, at character 3'],
    ['/1a', 'expected a name, `*`, `@name` or `text()`, at character 2'],
    ['/a'.repeat(501), 'a path has at most 1000 characters'],
  ];
  for (const [path, detail] of refusals) {
    it(`is refused with its place: ${path.slice(0, 40)}`, () => {
      expect(detailOf(path)).not.toBe('accepted');
      expect(detailOf(path)).toContain(detail);
    });
  }
});
