import { XmlDocument } from 'libxml2-wasm';
import { parseOptions } from './check-xml.js';
import { readSource } from './source.js';

const latin1Label = /^(?:(?:us-)?ascii|iso[-_]?8859-1|latin-?1)$/i;
const windows1252Label = /^(?:windows-|cp)1252$/i;
const windowsLabel = /^(?:windows-|cp)125\d$/i;
// What windows-1252 has at 0x80 to 0x9F; Node's TextDecoder takes them for ISO-8859-1's controls (nodejs/node#56542).
const windows1252Block = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8DŽ\x8F\x90‘’“”•–—˜™š›œ\x9DžŸ';

/**
 * The document as text, for the field `xml` of JSON answers (http.md, "Conventions"): decoded by its byte order mark or its own
 * declaration, without the mark, otherwise character by character as it was saved, the declaration included. From the rarer
 * encodings (ISO-8859-2 and up, KOI8, EUC, GB, Big5) libxml2 writes it anew, and its declaration then says utf-8.
 * Only for bytes that `checkXml` accepted; throws a TypeError for others.
 */
export function xmlText(bytes: Uint8Array): string {
  const source = readSource(bytes);
  if (!source.ok) throw new TypeError(`not a document that the gate accepts: ${source.problem.kind}`);
  const { encoding, label } = source;
  if (encoding === 'utf-8' || encoding === 'utf-16le' || encoding === 'utf-16be') return decode(bytes, encoding);
  if (latin1Label.test(label)) return latin1Text(bytes);
  if (windows1252Label.test(label)) {
    return latin1Text(bytes).replace(/[\x80-\x9F]/g, (character) => windows1252Block.charAt(character.charCodeAt(0) - 0x80));
  }
  return windowsLabel.test(label) ? decode(bytes, label) : writtenAnew(bytes);
}

function latin1Text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function decode(bytes: Uint8Array, label: string): string {
  return new TextDecoder(label, { fatal: true }).decode(bytes);
}

function writtenAnew(bytes: Uint8Array): string {
  const document = XmlDocument.fromBuffer(bytes, parseOptions);
  try {
    return document.toString({ format: false });
  } finally {
    document.dispose();
  }
}
