import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { diffPathCharactersMax } from './diff-xml.js';
import { diffXml, patchXml, type XmlDifference } from './index.js';
import { bom, declared, latin1, realDocuments, smallDocuments, utf16le, utf8 } from './test-support.js';

const diff = (from: string, to: string): readonly XmlDifference[] => diffXml(utf8(from), utf8(to));

describe('two documents', () => {
  it('that say the same have no differences, however they are written', () => {
    const one = '<p:a xmlns:p="urn:u" b="1&#x26;" c="2"><d>x&lt;y</d>\n  <e/></p:a>';
    const other = `<!--x--><a c='2'\nb='1&amp;' xmlns='urn:u'><?y?><d xmlns="">x<!--z--><![CDATA[<y]]></d><e xmlns=''></e></a>`;
    expect(diff(one, other)).toEqual([]);
    expect(diffXml(latin1(`${declared('ISO-8859-1')}<a>\xE9</a>`), utf16le(`${bom}<a>é</a>`))).toEqual([]);
  });

  it('show attributes that were changed, added and removed', () => {
    expect(diff('<a xml:lang="en"><b c="1" d="2"/></a>', '<a><b d="3" e="&lt;4"/></a>')).toEqual([
      { path: '/a/@xml:lang', change: 'removed', from: 'en', to: null },
      { path: '/a/b/@c', change: 'removed', from: '1', to: null },
      { path: '/a/b/@d', change: 'changed', from: '2', to: '3' },
      { path: '/a/b/@e', change: 'added', from: null, to: '<4' },
    ]);
  });

  it('show texts, and white space where it is all that there is', () => {
    expect(diff('<a><b>x &amp; y</b><c/><d>z</d><e> </e></a>', '<a><b>x</b><c>\n</c><d></d><e/></a>')).toEqual([
      { path: '/a/b/text()', change: 'changed', from: 'x & y', to: 'x' },
      { path: '/a/c/text()', change: 'added', from: null, to: '\n' },
      { path: '/a/d/text()', change: 'removed', from: 'z', to: null },
      { path: '/a/e/text()', change: 'removed', from: ' ', to: null },
    ]);
  });

  it('show texts between elements by their place among all texts of that element', () => {
    expect(diff('<a>\n<b/>x<b/>y</a>', '<a>\n<b/>x<b/>z<!--c-->w<b/></a>')).toEqual([
      { path: '/a/text()[3]', change: 'changed', from: 'y', to: 'zw' },
      { path: '/a/b[3]', change: 'added', from: null, to: '<b/>' },
    ]);
  });

  it('show whole elements that were added or removed, counted among those of their name', () => {
    expect(diff('<a><b>1</b><c d="e"><f/></c></a>', '<a><b>1</b><b g="2">\n<h/></b><i/></a>')).toEqual([
      { path: '/a/b[2]', change: 'added', from: null, to: '<b g="2">\n<h/></b>' },
      { path: '/a/c', change: 'removed', from: '<c d="e"><f/></c>', to: null },
      { path: '/a/i', change: 'added', from: null, to: '<i/>' },
    ]);
  });

  it('compare names by namespace, and show the prefixes of the document', () => {
    expect(diff('<a xmlns:p="urn:u"><p:b c="1"/></a>', '<a xmlns:q="urn:u"><q:b c="2"/></a>')).toEqual([
      { path: '/a/q:b/@c', change: 'changed', from: '1', to: '2' },
    ]);
    expect(diff('<a xmlns:p="urn:u"><p:b p:c="1"/></a>', '<a xmlns:p="urn:v"><p:b p:c="1"/></a>')).toEqual([
      { path: '/a/p:b', change: 'removed', from: '<p:b p:c="1"/>', to: null },
      { path: '/a/p:b', change: 'added', from: null, to: '<p:b p:c="1"/>' },
    ]);
  });

  it('with other roots have nothing in common', () => {
    expect(diff('<a><b/></a>', '<a xmlns="urn:u"><b/></a>')).toEqual([
      { path: '/a', change: 'removed', from: '<a><b/></a>', to: null },
      { path: '/a', change: 'added', from: null, to: '<a xmlns="urn:u"><b/></a>' },
    ]);
  });

  it('that are real and the same have no differences; one attribute that was patched is the only one', () => {
    let changed = 0;
    for (const { bytes } of realDocuments()) {
      expect(diffXml(bytes, bytes)).toEqual([]);
      const patched = patchXml(bytes, [{ xpath: '/*/*[last()]/@value', replace: 'another value' }]);
      if (!patched.ok) continue;
      changed += 1;
      expect(diffXml(bytes, patched.bytes)).toMatchObject([
        { path: expect.stringMatching(/\/@value$/), change: 'changed', to: 'another value' },
      ]);
    }
    expect(changed > 0).toBe(realDocuments().length > 0);
  });

  it('lead to the newer one by a patch of the attributes, texts and elements that differ', () => {
    fc.assert(
      fc.property(smallDocuments, smallDocuments, (from, to) => {
        for (const { path, change, from: old, to: now } of diff(from, to)) {
          expect([change, old === null, now === null]).toEqual([change, change === 'added', change === 'removed']);
          // The path leads to what it says in the document that has it.
          const there = patchXml(utf8(change === 'removed' ? from : to), [
            path.includes('@') || path.includes('text()') ? { xpath: path, replace: 'x' } : { xpath: path, replace: '<x/>' },
          ]);
          expect([path, there.ok]).toEqual([path, true]);
        }
        expect(diff(from, from)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the cost of a comparison is bounded', () => {
  it('for many siblings of one name and of as many names', () => {
    const wide = (value: string): string =>
      `<a>${Array.from({ length: 10_000 }, (_, i) => `<b c="${value}${String(i)}"/>`).join('')}</a>`;
    expect(diff(wide('x'), wide('y'))).toHaveLength(10_000);
    const names = (last: string): string =>
      `<a>${Array.from({ length: 10_000 }, (_, i) => `<b${String(i)}${last}/>`).join('')}</a>`;
    expect(diff(names('x'), names('y'))).toHaveLength(20_000);
  });

  it('for documents as deep as the gate allows', () => {
    const deep = (value: string): string => `${'<a>'.repeat(200)}${value}${'</a>'.repeat(200)}`;
    expect(diff(deep('x'), deep('y'))).toEqual([{ path: `${'/a'.repeat(200)}/text()`, change: 'changed', from: 'x', to: 'y' }]);
  });

  it('by one entry for all, when the paths of the entries would be far longer than the documents', () => {
    const name = 'n'.repeat(40_000);
    const long = (value: string): string => `<${name}>${`<b c="${value}"/>`.repeat(2_000)}</${name}>`;
    const differences = diff(long('x'), long('y'));
    expect(2_000 * name.length).toBeGreaterThan(diffPathCharactersMax);
    expect(differences).toEqual([{ path: `/${name}`, change: 'changed', from: long('x'), to: long('y') }]);
  });
});
