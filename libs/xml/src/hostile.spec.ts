import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { XmlDocument, XmlElement } from 'libxml2-wasm';
import { findExcess } from './excess.js';
import { checkXml, checkXmlText, xmlText } from './index.js';
import { bom, declared, example, latin1, realDocuments, utf16be, utf16le, utf8 } from './test-support.js';

const policy = Buffer.from(example('home-insurance-policy.xml')).toString('utf8');
const seeds: readonly Uint8Array[] = [
  utf8(policy),
  utf8(bom + policy),
  utf16le(bom + policy.replace('UTF-8', 'UTF-16')),
  utf16be(bom + policy.replace('UTF-8', 'UTF-16')),
  latin1(policy.replace('UTF-8', 'ISO-8859-1')),
  latin1(policy.replace('UTF-8', 'GBK')),
  utf8('<?p?><!--c--><a x="1>" y=\'2\'><![CDATA[<b>]]><b/>&amp;</a>'),
  ...realDocuments()
    .map(({ bytes }) => bytes)
    .filter(({ length }) => length < 3_000)
    .slice(0, 20),
];
const tokens = ['<!DOCTYPE a [<!ENTITY x "y">]>', '&x;', ']]>', '<![CDATA[', '-->', '<!--', '<?', '?>', '<a', '/>', '"', "'"]
  .concat([
    '>',
    '<',
    '=',
    '\0',
    '\x81]',
    '\xE9',
    bom,
    declared('KLINGON'),
    declared('UTF-16'),
    '<?xml version="1.1"?>',
    'xmlns:p=""',
  ])
  .flatMap((text) => [utf8(text), latin1(text), utf16le(text), utf16be(text)]);

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat(12),
  put: fc.oneof(fc.constantFrom(...tokens), fc.uint8Array({ maxLength: 4 })),
});
const mutated = fc.tuple(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 4 })).map(([seed, edits]) =>
  edits.reduce<Uint8Array>((bytes, { at, cut, put }) => {
    const index = Math.floor(at * bytes.length);
    return Buffer.concat([bytes.subarray(0, index), put, bytes.subarray(index + cut)]);
  }, seed),
);
const prolog = fc
  .array(fc.constantFrom(...tokens, ...[' ', '\n', '<?p q?>', '<!-- c -->'].map(utf8)), { maxLength: 6 })
  .map((parts) => Buffer.concat([...parts, utf8('<a>&amp;</a>')]));
const declaration = fc
  .array(
    fc.constantFrom(
      '<?xml',
      ' ',
      '\n',
      'version',
      '=',
      '"1.0"',
      "'1.0'",
      '"1.1"',
      'encoding',
      '"UTF-8"',
      "'GBK'",
      '"KLINGON"',
      '?>',
    ),
    { maxLength: 14 },
  )
  .map((parts) => utf8(`<?xml version="1.0"${parts.join('')}?><a/>`));

/** What libxml2's own tree says of a document that the gate let through. */
function treeOf(bytes: Uint8Array): {
  doctype: boolean;
  version: string;
  encoding: string | null;
  depth: number;
  attributes: number;
} {
  const document = XmlDocument.fromBuffer(bytes);
  try {
    const elements = document.find('//*').filter((node) => node instanceof XmlElement);
    const depth = Math.max(...elements.map(depthOf));
    const attributes = Math.max(...elements.map((element) => element.attrs.length + Object.keys(element.nsDeclarations).length));
    return { doctype: document.dtd !== null, version: document.version, encoding: document.encoding, depth, attributes };
  } finally {
    document.dispose();
  }
}

function depthOf(element: XmlElement): number {
  return element.parent === null ? 1 : 1 + depthOf(element.parent);
}

function holds(bytes: Uint8Array): boolean {
  const verdict = checkXml(bytes);
  if (verdict.ok) {
    const tree = treeOf(bytes);
    expect(tree).toMatchObject({ doctype: false, version: '1.0' });
    expect(tree.encoding ?? '').not.toMatch(/klingon/i);
    expect(xmlText(bytes)).toContain('<');
  } else if ('line' in verdict.problem) {
    expect(verdict.problem.line).toBeGreaterThanOrEqual(1);
    expect(verdict.problem.column).toBeGreaterThanOrEqual(1);
  }
  return verdict.ok;
}

describe('any bytes at all', () => {
  it('get a verdict when they are random', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void holds(bytes)),
      { numRuns: 3_000 },
    );
  });

  it('get a verdict when they are a mutated document, and what is accepted keeps the rules in libxml2’s own tree', () => {
    fc.assert(
      fc.property(mutated, (bytes) => void holds(bytes)),
      { numRuns: 3_000 },
    );
  });

  it('cannot bring a DOCTYPE through the prolog', () => {
    fc.assert(
      fc.property(prolog, (bytes) => void holds(bytes)),
      { numRuns: 3_000 },
    );
  });

  it('cannot hide an encoding or a version in the declaration', () => {
    fc.assert(
      fc.property(declaration, (bytes) => void holds(bytes)),
      { numRuns: 3_000 },
    );
  });

  it('get a verdict as text too, and are saved as they came', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 100 }),
      mutated.map((bytes) => Buffer.from(bytes).toString('utf8')),
    );
    fc.assert(
      fc.property(text, (xml) => {
        const verdict = checkXmlText(xml);
        if (verdict.ok) expect(Buffer.from(verdict.bytes).toString('utf8')).toBe(xml);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the scanner', () => {
  const leaf = fc.constantFrom(
    'text > ] ',
    '<!-- <x a="1"> -->',
    '<?p <x>?>',
    '<![CDATA[<x a="b">]]>',
    '&lt;',
    '<e/>',
    '<e a=\'>\' b = "/>"/>',
    '<e\n></e >',
  );
  const { element } = fc.letrec<{ element: string; content: string }>((tie) => ({
    content: fc.oneof({ maxDepth: 5, withCrossShrink: true }, leaf, tie('element')),
    element: fc
      .tuple(
        fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'xmlns', 'xmlns:p', 'é'), { maxLength: 5 }),
        fc.array(tie('content'), { maxLength: 4 }),
      )
      .map(
        ([names, content]) =>
          `<e${names
            .map((name) => ` ${name}="='>/"`)
            .join('')
            .replaceAll(/(xmlns[:p]*)="[^"]*"/g, '$1="urn:x"')}>${content.join('')}</e>`,
      ),
  }));

  it('counts depth and attributes as libxml2’s tree has them, in bytes and in UTF-16', () => {
    fc.assert(
      fc.property(element, (text) => {
        const { depth, attributes } = treeOf(utf8(text));
        for (const units of [utf8(text), Uint16Array.from(text, (character) => character.charCodeAt(0))]) {
          expect(findExcess(units, 0, { depthMax: depth, attributesMax: attributes })).toBeUndefined();
          expect(findExcess(units, 0, { depthMax: depth - 1, attributesMax: attributes })).toMatchObject({ limit: 'xml-depth' });
          expect(findExcess(units, 0, { depthMax: depth, attributesMax: attributes - 1 })).toMatchObject({
            limit: 'xml-attributes',
          });
        }
      }),
      { numRuns: 500 },
    );
  });
});
