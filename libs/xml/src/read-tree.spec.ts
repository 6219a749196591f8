import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { XmlElement, XmlText } from 'libxml2-wasm';
import { readTree } from './read-tree.js';
import { attributeValue, textValue } from './references.js';
import { bom, declared, latin1, realDocuments, smallDocuments, utf16le, utf8, withLibxml2 } from './test-support.js';
import { rootOf, writeNodes, type XmlTreeElement } from './tree.js';
import { xmlText } from './xml-text.js';

type Shape = readonly [name: string, namespace: string, attributes: readonly string[], content: readonly (string | Shape)[]];

function shapeOf(element: XmlTreeElement): Shape {
  const attributes = element.attributes
    .filter(({ declares }) => declares === undefined)
    .map((a) => `${a.local} ${a.namespace} ${attributeValue(a.quoted.slice(1, -1))}`);
  const content = element.children.flatMap((child): (string | Shape)[] => {
    if (child.kind === 'element') return [shapeOf(child)];
    return child.kind === 'text' && textValue(child.raw) !== '' ? [textValue(child.raw)] : [];
  });
  return [element.local, element.namespace, attributes, content];
}

function libxml2Shape(element: XmlElement): Shape {
  const content: (string | Shape)[] = [];
  // Not by firstChild and next: its processing instructions know no next.
  for (const node of element.find('node()')) {
    if (node instanceof XmlElement) content.push(libxml2Shape(node));
    else if (node instanceof XmlText && node.content !== '') content.push(node.content);
  }
  const attributes = element.attrs.map((a) => `${a.name} ${a.namespaceUri} ${a.value}`);
  return [element.name, element.namespaceUri, attributes, content];
}

function expectSame(bytes: Uint8Array): void {
  const text = xmlText(bytes);
  const tree = readTree(text);
  expect(writeNodes(tree.children)).toBe(text);
  expect(shapeOf(rootOf(tree))).toEqual(withLibxml2(bytes, (document) => libxml2Shape(document.root)));
}

describe('the tree of a document', () => {
  it('has the names, values and texts that libxml2 finds, and is written again character by character: real documents', () => {
    for (const { bytes } of realDocuments()) expectSame(bytes);
  });

  it('has them in documents of all that XML can hold', () => {
    fc.assert(
      fc.property(smallDocuments, (text) => {
        expectSame(utf8(text));
      }),
      { numRuns: 500 },
    );
  });

  const nasty: Record<string, Uint8Array> = {
    'a mark, and white space in every place': utf8(`${bom}<?xml version="1.0"?>\r\n<a\n\tb = 'c'\r\nd="e" ><f\n/></a >\n`),
    'quotes and angle brackets in attributes': utf8(`<a b='">' c="'/>"/>`),
    'references of all kinds': utf8('<a b="&#9;&#xA;&amp;lt;&quot;&apos;">&#x1F600;&#128512;&lt;&gt;&amp;amp;</a>'),
    'CDATA between texts': utf8('<a>x<![CDATA[]]><![CDATA[<b>&amp;]]]]><![CDATA[>]]>y<!--c-->z</a>'),
    'carriage returns as text and as references': utf8('<a b="1\r\n2\r3\n4\t5">1\r\n2\r3&#13;4</a>'),
    'processing instructions with what would be markup elsewhere': utf8(`<a><?p it's <b> "?>x</a>`),
    'a default namespace that is given, taken away and given again': utf8(
      '<a xmlns="u"><b xmlns=""><c xmlns="v" d=""/></b><b/></a>',
    ),
    'prefixes that change their meaning': utf8('<p:a xmlns:p="u" p:x="1"><p:b xmlns:p="v" p:x="2" xml:lang="en"/></p:a>'),
    'names beyond ASCII': utf8('<ä:é xmlns:ä="urn:a" ñ="𐀀"><𐀀/></ä:é>'),
    'ISO-8859-1': latin1(`${declared('ISO-8859-1')}<a b="\xE9">\xE9</a>`),
    'UTF-16': utf16le(`${bom}<a b="é">é</a>`),
    'the greatest depth': utf8('<a>'.repeat(200) + '</a>'.repeat(200)),
  };
  for (const [title, bytes] of Object.entries(nasty)) {
    it(`reads ${title}`, () => {
      expectSame(bytes);
    });
  }
});
