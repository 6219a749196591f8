import { describe, expect, it } from '@jest/globals';
import { XmlC14NMode, XmlDocument, XmlElement } from 'libxml2-wasm';
import { dataSetFragment } from './index.js';
import { bom, declared, latin1, realDocuments, utf16be, utf16le, utf8 } from './test-support.js';

const opening = '<dk:data-set xmlns:dk="urn:datakeep:data-set:1"><dk:content>';
const closing = '</dk:content></dk:data-set>';
const asText = (bytes: Uint8Array): string => Buffer.from(dataSetFragment(bytes)).toString('utf8');

/** The exclusive canonical form of the document's root element, or of the first child of `dk:content`. */
function exclusive(bytes: Uint8Array, embedded: 'alone' | 'embedded'): string {
  const document = XmlDocument.fromBuffer(bytes);
  try {
    const element = embedded === 'alone' ? document.root : document.get('/*/*/*');
    if (!(element instanceof XmlElement)) throw new Error('nothing embedded');
    return element.canonicalizeToString({ mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0, withComments: true });
  } finally {
    document.dispose();
  }
}

function expectSameMeaning(bytes: Uint8Array): void {
  const whole = Buffer.concat([utf8(opening), dataSetFragment(bytes), utf8(closing)]);
  expect(exclusive(whole, 'embedded')).toBe(exclusive(bytes, 'alone'));
}

describe('the fragment of a document', () => {
  it('is the same bytes, not even a copy, when they are UTF-8 without declaration', () => {
    const bytes = utf8('<!-- x --><?y?><a>é</a>\n<!-- z -->');
    expect(dataSetFragment(bytes)).toBe(bytes);
  });

  it('leaves out the mark and the declaration, and keeps what looks like one', () => {
    expect(asText(utf8(`${bom}<a/>`))).toBe('<a/>');
    expect(asText(utf8(`${bom}${declared('UTF-8')}<!--x--><a/>`))).toBe('<!--x--><a/>');
    expect(asText(utf8(`<?xml version='1.0' standalone="yes" ?><a/>`))).toBe('<a/>');
    expect(asText(utf8('<?xml-stylesheet href="x"?><a/>'))).toBe('<?xml-stylesheet href="x"?><a/>');
    expect(asText(utf8(`${declared('UTF-8')}<?xml-stylesheet href="x"?><a/>`))).toBe('<?xml-stylesheet href="x"?><a/>');
  });

  const sources: Record<string, Uint8Array> = {
    'ISO-8859-1': latin1(`${declared('ISO-8859-1')}<a b="é">é</a>`),
    'ISO-8859-15': latin1(`${declared('ISO-8859-15')}<a b="é">é</a>`),
    'UTF-16LE': utf16le(`${bom}<?xml version="1.0"?><a b="é">é</a>`),
    'UTF-16BE': utf16be(`${bom}<a b="é">é</a>`),
  };
  for (const [encoding, bytes] of Object.entries(sources)) {
    it(`is UTF-8 when the document is ${encoding}`, () => {
      expect(asText(bytes).trim()).toBe('<a b="é">é</a>');
      expectSameMeaning(bytes);
    });
  }

  it('means the same inside a data set, also where it uses the prefix of the data set for something else', () => {
    expectSameMeaning(utf8('<a><b/></a>'));
    expectSameMeaning(utf8('<a xmlns="urn:u"><b xmlns=""/></a>'));
    expectSameMeaning(utf8('<dk:a xmlns:dk="urn:u" dk:b="1"/>'));
  });

  it('means the same inside a data set: real documents', () => {
    // Canonical forms of subtrees ask JavaScript for each node.
    for (const { bytes } of realDocuments().filter(({ bytes }) => bytes.length < 40_000)) expectSameMeaning(bytes);
  });
});
