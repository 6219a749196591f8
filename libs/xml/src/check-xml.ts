import { limits } from '@datakeep/kernel';
import { ParseOption, XmlDocument } from 'libxml2-wasm';
import { findDoctype } from './doctype.js';
import { findExcess } from './excess.js';
import { problemOf } from './parse-problem.js';
import { placeOf, readSource, type XmlSource } from './source.js';
import { refused, xmlAttributesMax, xmlDepthMax, type XmlProblem, type XmlVerdict } from './xml-verdict.js';

// Nothing external is ever loaded; entities are not substituted, which is libxml2's default.
export const parseOptions = { option: ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET };

const shapeLimits = { depthMax: xmlDepthMax, attributesMax: xmlAttributesMax };

/**
 * The gate before any save: is this a well-formed, namespace-aware XML 1.0 document without DOCTYPE and within the limits
 * (512 KiB, depth 200, 1,000 attributes an element)? A refusal is a value for any bytes whatever; the bytes are not changed.
 * Sources: http.md, "Problems"; design.md, section 2, "Limits with names"; XML 1.0 and Namespaces in XML 1.0.
 */
export function checkXml(bytes: Uint8Array): XmlVerdict {
  if (bytes.length > limits.xmlBytesMax) {
    return refused({ kind: 'limit-exceeded', limit: 'xml-bytes', max: limits.xmlBytesMax });
  }
  const source = readSource(bytes);
  if (!source.ok) return source;
  const doctypeAt = findDoctype(source.units, source.start);
  if (doctypeAt !== undefined) return refused({ kind: 'doctype-not-allowed', ...placeOf(source, doctypeAt) });

  let document: XmlDocument;
  try {
    document = XmlDocument.fromBuffer(bytes, parseOptions);
  } catch (fault) {
    return refused(problemOf(fault, source));
  }
  try {
    const problem = excessOf(source, document);
    if (problem !== undefined) return refused(problem);
    const root = document.root;
    return { ok: true, root: { namespace: root.namespaceUri === '' ? null : root.namespaceUri, name: root.name } };
  } finally {
    // What is not disposed stays in WebAssembly's memory: 30,000 documents are 188 MB.
    document.dispose();
  }
}

function excessOf(source: XmlSource, document: XmlDocument): XmlProblem | undefined {
  if (source.encoding === 'multi-byte') {
    // A `]` may be half a character there, so the end of a CDATA section is only certain in UTF-8.
    const excess = findExcess(Buffer.from(document.toString({ format: false })), 0, shapeLimits);
    return excess && { kind: 'limit-exceeded', limit: excess.limit, max: maxOf(excess.limit) };
  }
  const excess = findExcess(source.units, source.start, shapeLimits);
  return excess && { kind: 'limit-exceeded', limit: excess.limit, max: maxOf(excess.limit), ...placeOf(source, excess.at) };
}

function maxOf(limit: 'xml-depth' | 'xml-attributes'): number {
  return limit === 'xml-depth' ? xmlDepthMax : xmlAttributesMax;
}
