import { readDeclaration } from './declaration.js';
import { classify, mismatch, signatureOf, type EncodingKind, type Signature } from './encoding.js';
import { after, standsAt, type CodeUnits } from './markup.js';
import { placeAfter, type Place } from './position.js';
import { refused, type XmlRefusal } from './xml-verdict.js';

/** A document whose encoding is known, before anything has been parsed. */
export interface XmlSource {
  readonly ok: true;
  readonly bytes: Uint8Array;
  readonly units: CodeUnits;
  /** The index of the first unit after the byte order mark. */
  readonly start: number;
  readonly encoding: EncodingKind;
  /** The encoding's name as the document spells it, else as its first bytes tell. */
  readonly label: string;
}

/**
 * The document's encoding by its first bytes and its declaration (XML 1.0, section 4.3.3 and appendix F), or why it cannot be
 * read: an encoding this gate does not know, a declaration that the bytes belie, another version of XML than 1.0.
 */
export function readSource(bytes: Uint8Array): XmlSource | XmlRefusal {
  const signature = signatureOf(bytes);
  if (signature.family === 'UTF-32' || signature.family === 'EBCDIC') return unsupported(signature.family);

  const units = codeUnits(bytes, signature);
  const start = signature.bomBytes / (units instanceof Uint16Array ? 2 : 1);
  const declaration = readDeclaration(declarationText(units, start));
  const label = declaration?.encoding ?? (signature.family === 'ASCII' ? 'UTF-8' : signature.family);
  const encoding = classify(signature, label);
  const source: XmlSource = { ok: true, bytes, units, start, encoding: encoding ?? 'utf-8', label };

  if (declaration === undefined) return source;
  if (declaration.version !== '1.0') {
    // libxml2 warns about 1.1 and reads on by the rules of 1.0, which is another language.
    return notWellFormed(source, start + declaration.versionAt, `XML version '${declaration.version}' is not supported`);
  }
  const lie = mismatch(signature, label);
  if (lie !== undefined) return notWellFormed(source, start + declaration.encodingAt, lie);
  return encoding === undefined ? unsupported(label) : source;
}

/** The place of the unit at `index`. In a multi-byte encoding other than UTF-8 and UTF-16 the column counts bytes. */
export function placeOf(source: XmlSource, index: number): Place {
  const before = source.units.subarray(source.start, index);
  if (before instanceof Uint16Array) return placeAfter(utf16Text(before));
  return placeAfter(Buffer.from(before).toString(source.encoding === 'utf-8' ? 'utf8' : 'latin1'));
}

function notWellFormed(source: XmlSource, index: number, detail: string): XmlRefusal {
  return refused({ kind: 'not-well-formed', ...placeOf(source, index), detail });
}

function unsupported(encoding: string): XmlRefusal {
  return refused({ kind: 'unsupported-encoding', encoding });
}

function codeUnits(bytes: Uint8Array, { family }: Signature): CodeUnits {
  if (family !== 'UTF-16LE' && family !== 'UTF-16BE') return bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const units = new Uint16Array(bytes.length >> 1);
  for (let i = 0; i < units.length; i += 1) units[i] = view.getUint16(2 * i, family === 'UTF-16LE');
  return units;
}

function declarationText(units: CodeUnits, start: number): string {
  if (!standsAt(units, start, '<?xml')) return '';
  const text = units.subarray(start, after(units, start, '?>'));
  return text instanceof Uint16Array ? utf16Text(text) : Buffer.from(text).toString('latin1');
}

function utf16Text(units: Uint16Array): string {
  let text = '';
  for (const unit of units) text += String.fromCharCode(unit);
  return text;
}
