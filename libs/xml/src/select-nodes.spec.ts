import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { XmlAttribute, XmlElement } from 'libxml2-wasm';
import { parseXmlPath } from './parse-xml-path.js';
import { readTree } from './read-tree.js';
import { attributeValue, textValue } from './references.js';
import { selectNodes } from './select-nodes.js';
import { realDocuments, smallDocuments, smallPaths, utf8, withLibxml2 } from './test-support.js';
import type { XmlTreeParent } from './tree.js';
import { xmlText } from './xml-text.js';

const idOf = (parent: XmlTreeParent): string => parent.attributes.find(({ name }) => name === 'i')?.quoted.slice(1, -1) ?? '';

function selected(text: string, xpath: string, workMax = 1_000_000): string[] | undefined {
  const parsed = parseXmlPath(xpath, new Map([['f', 'http://hl7.org/fhir']]));
  if (!parsed.ok) throw new Error(`${xpath}: ${parsed.detail}`);
  const selection = selectNodes(readTree(text), parsed.path, { left: workMax });
  if (selection?.kind === 'element') return selection.found.map(({ node }) => `${node.name} ${idOf(node)}`);
  if (selection?.kind === 'attribute') {
    return selection.found.map(({ node, parent }) => `${idOf(parent)} @${node.name} ${attributeValue(node.quoted.slice(1, -1))}`);
  }
  return selection?.found.map(({ node, parent }) => `${idOf(parent)} text ${textValue(node.raw)}`);
}

function selectedByLibxml2(bytes: Uint8Array, xpath: string): string[] {
  return withLibxml2(bytes, (document) =>
    document.find(xpath, { f: 'http://hl7.org/fhir' }).map((node) => {
      if (node instanceof XmlElement) return `${node.name} ${node.attr('i')?.value ?? ''}`;
      const parent = node.parent?.attr('i')?.value ?? '';
      return node instanceof XmlAttribute ? `${parent} @${node.name} ${node.value}` : `${parent} text ${node.content}`;
    }),
  );
}

describe('a path selects', () => {
  it('what libxml2 selects by it', () => {
    let hits = 0;
    fc.assert(
      fc.property(smallDocuments, smallPaths, (text, xpath) => {
        const found = selected(text, xpath) ?? [];
        if (found.length > 0) hits += 1;
        expect(found.toSorted()).toEqual(selectedByLibxml2(utf8(text), xpath).toSorted());
      }),
      { numRuns: 4_000 },
    );
    expect(hits).toBeGreaterThan(200);
  });

  it('what libxml2 selects by it in real documents', () => {
    const paths = [
      '//f:coding/f:code/@value',
      '/f:Patient/f:name[last()]/*[1]',
      "//f:extension[@url='x']",
      '//*/@id',
      '//f:status/@value',
    ];
    let hits = 0;
    for (const { bytes } of realDocuments()) {
      for (const path of paths) {
        const found = selected(xmlText(bytes), path) ?? [];
        hits += found.length;
        expect(found.toSorted()).toEqual(selectedByLibxml2(bytes, path).toSorted());
      }
    }
    expect(hits).toBeGreaterThan(realDocuments().length);
  });

  it('no text where there is only an empty CDATA section', () => {
    expect(selected('<a i="1"><![CDATA[]]><b/>x</a>', '/a/text()[1]')).toEqual(['1 text x']);
  });

  it('no namespace declarations as attributes', () => {
    expect(selected('<a xmlns="u" i="1"/>', '/*/@xmlns')).toEqual([]);
  });

  it('nothing at all when there is more to look at than was allowed', () => {
    const wide = `<a>${'<b c="d"><c>d</c></b>'.repeat(1_000)}</a>`;
    const nested = `${'<a>'.repeat(150)}${'<x/>'.repeat(100)}${'</a>'.repeat(150)}`;
    const attributes = `<a ${Array.from({ length: 900 }, (_, i) => `a${String(i)}=""`).join(' ')} c=""/>`;
    const long = `<a><b>${'x'.repeat(50_000)}</b></a>`;
    for (const [text, path, workMax] of [
      [wide, '/a/b', 900],
      [wide, "/a/b[c='d']/c", 3_000],
      [wide, "/a/b[@c='d']", 1_500],
      [wide, '//@c', 5_000],
      [wide, '//text()', 5_000],
      [nested, "//a[a='']", 5_000],
      [attributes, '/a/@c', 500],
      [attributes, "/a[@c='']", 500],
      [wide, "/a[d='']", 500],
      [long, '/a/b/text()', 500],
      [long, `/a[b='${'x'.repeat(800)}']`, 500],
    ] as const) {
      expect([path, selected(text, path, workMax)]).toEqual([path, undefined]);
      expect(selected(text, path)).not.toBeUndefined();
    }
  });
});
