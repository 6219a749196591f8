import { after, standsAt } from './markup.js';
import { readDeclaration } from './declaration.js';
import { readSource } from './source.js';
import { xmlText } from './xml-text.js';

/**
 * A stored document as it can stand inside an element of a larger one: UTF-8, without byte order mark and XML declaration,
 * comments and processing instructions kept (http.md, "Queries", data-set). UTF-8 comes back as it is stored, without a parse. Its
 * meaning stays as long as the elements around it declare no default namespace.
 * Only for bytes that `checkXml` accepted; throws a TypeError for others.
 */
export function dataSetFragment(xml: Uint8Array): Uint8Array {
  const source = readSource(xml);
  if (!source.ok) throw new TypeError(`not a document that the gate accepts: ${source.problem.kind}`);
  if (source.encoding !== 'utf-8') return withoutDeclaration(Buffer.from(xmlText(xml), 'utf8'), 0);
  return withoutDeclaration(xml, source.start);
}

function withoutDeclaration(bytes: Uint8Array, start: number): Uint8Array {
  if (!standsAt(bytes, start, '<?xml')) return start === 0 ? bytes : bytes.subarray(start);
  const end = after(bytes, start, '?>');
  // A processing instruction such as `xml-stylesheet` begins alike and stays.
  const declaration = readDeclaration(Buffer.from(bytes.subarray(start, end)).toString('latin1'));
  return bytes.subarray(declaration === undefined ? start : end);
}
