import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { XmlElement, XmlText } from 'libxml2-wasm';
import { xmlContent } from './index.js';
import { bom, declared, latin1, realDocuments, smallDocuments, utf16be, utf8, withLibxml2 } from './test-support.js';

const contentOf = (xml: string): unknown => xmlContent(utf8(xml));

type Members = Record<string, unknown>;

/** The same representation, made from libxml2's tree. */
function expected(element: XmlElement): unknown {
  const members: Members = {};
  for (const [prefix, uri] of Object.entries(element.nsDeclarations))
    members[prefix === '' ? '@xmlns' : `@xmlns:${prefix}`] = uri;
  for (const attribute of element.attrs) members[`@${qualified(attribute)}`] = attribute.value;
  const nodes = element.find('*|text()');
  const runs = [''];
  for (const node of nodes) {
    if (node instanceof XmlText) runs.push((runs.pop() ?? '') + node.content);
    else runs.push('');
  }
  const text = runs.filter((run) => runs.length === 1 || !/^[ \t\r\n]*$/.test(run)).join('');
  for (const node of nodes) {
    if (!(node instanceof XmlElement)) continue;
    const before = members[qualified(node)];
    const now = expected(node);
    members[qualified(node)] =
      before === undefined ? now : Array.isArray(before) ? [...(before as unknown[]), now] : [before, now];
  }
  if (Object.keys(members).length === 0) return text;
  return text === '' ? members : { ...members, '#text': text };
}

function qualified({ prefix, name }: { prefix: string; name: string }): string {
  return prefix === '' ? name : `${prefix}:${name}`;
}

describe('the JSON representation', () => {
  it('has attributes, text, children and repeated children', () => {
    expect(contentOf('<a b="1" c=""><d>x</d><e/><d f="2">y</d><g h="3"/><d/></a>')).toEqual({
      a: { '@b': '1', '@c': '', d: ['x', { '@f': '2', '#text': 'y' }, ''], e: '', g: { '@h': '3' } },
    });
  });

  it('guesses no types, and leaves white space in values as it is', () => {
    expect(contentOf('<a b=" 007 " c="true"><d>1e3</d><e> 0x1F </e><f>null</f><g>\u00A0</g><h> </h></a>')).toEqual({
      a: { '@b': ' 007 ', '@c': 'true', d: '1e3', e: ' 0x1F ', f: 'null', g: '\u00A0', h: ' ' },
    });
  });

  it('decodes references once, in texts and attributes, and not in CDATA', () => {
    expect(contentOf('<a b="&lt;&#x41;&#10;&amp;amp;"><c>&amp;lt;&#128512;&apos;</c><d><![CDATA[&lt;<e>]]></d></a>')).toEqual({
      a: { '@b': '<A\n&amp;', c: "&lt;😀'", d: '&lt;<e>' },
    });
    expect(contentOf('<a>x<![CDATA[ <y> ]]>&gt;<!--c-->z</a>')).toEqual({ a: 'x <y> >z' });
    expect(contentOf('<a> <!--c-->x<?p?> <b/> <![CDATA[ ]]></a>')).toEqual({ a: { '#text': ' x ', b: '' } });
  });

  it('normalises line ends, and white space in attributes, as XML says', () => {
    expect(contentOf('<a b="1\r\n2\t3">4\r\n5\r6&#13;</a>')).toEqual({ a: { '@b': '1 2 3', '#text': '4\n5\n6\r' } });
  });

  it('leaves out declarations, comments, instructions and layout, whatever is in them', () => {
    expect(contentOf(`<?xml version="1.0"?><!-- <x> ' --><?p it's?><a>\n <b/><?q "?><!-- ' --><b>it's</b>\n</a><?r?>`)).toEqual({
      a: { b: ['', "it's"] },
    });
  });

  it('keeps prefixes and declarations of namespaces, and the text of mixed content', () => {
    expect(contentOf('<p:a xmlns:p="urn:u" xmlns="urn:v" p:b="1">x <c>y</c> z</p:a>')).toEqual({
      'p:a': { '@xmlns:p': 'urn:u', '@xmlns': 'urn:v', '@p:b': '1', '#text': 'x  z', c: 'y' },
    });
  });

  it('has names of JavaScript’s own as members like any others', () => {
    const names = [
      '__proto__',
      'constructor',
      'prototype',
      'hasOwnProperty',
      'toString',
      'valueOf',
      '__defineGetter__',
      'length',
    ];
    for (const name of names) {
      const content = contentOf(`<a><${name} ${name}="1"><b>x</b></${name}><${name}/></a>`) as { a: Members };
      expect(Object.keys(content.a)).toEqual([name]);
      expect(JSON.stringify(content)).toBe(`{"a":{"${name}":[{"@${name}":"1","b":"x"},""]}}`);
      expect(Object.getPrototypeOf(content.a)).toBe(Object.prototype);
      expect(JSON.stringify(contentOf(`<${name}/>`))).toBe(`{"${name}":""}`);
    }
    expect(({} as Members)['b']).toBeUndefined();
  });

  it('reads any encoding, and the greatest depth', () => {
    expect(xmlContent(latin1(`${declared('ISO-8859-15')}<a>\xE9\xA4</a>`))).toEqual({ a: 'é€' });
    expect(xmlContent(utf16be(`${bom}<ä>é</ä>`))).toEqual({ ä: 'é' });
    const depth = 200;
    let content = contentOf('<a>'.repeat(depth) + '</a>'.repeat(depth));
    for (let i = 0; i < depth; i += 1) content = (content as Members)['a'];
    expect(content).toBe('');
  });

  it('has as many references as a document can hold', () => {
    expect(contentOf(`<a>${'&#65;'.repeat(100_000)}</a>`)).toEqual({ a: 'A'.repeat(100_000) });
  });

  it('is what libxml2’s tree gives: real documents', () => {
    for (const { bytes } of realDocuments()) {
      const tree = withLibxml2(bytes, ({ root }) => ({ [qualified(root)]: expected(root) }));
      expect(xmlContent(bytes)).toEqual(tree);
    }
  });

  it('is what libxml2’s tree gives, for documents of all that XML can hold', () => {
    fc.assert(
      fc.property(smallDocuments, (text) => {
        expect(contentOf(text)).toEqual(withLibxml2(utf8(text), ({ root }) => ({ [root.name]: expected(root) })));
      }),
      { numRuns: 500 },
    );
  });
});
