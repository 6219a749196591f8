/**
 * How a document's bytes are to be read. In 'utf-8' and 'single-byte' each byte below 0x80 is the ASCII character; in
 * 'multi-byte' that holds for the prolog's markup, while a `]` may be the second half of a character.
 */
export type EncodingKind = 'utf-8' | 'utf-16le' | 'utf-16be' | 'single-byte' | 'multi-byte';

/** What the first bytes tell without looking at the declaration. */
export interface Signature {
  readonly family: 'ASCII' | 'UTF-8' | 'UTF-16LE' | 'UTF-16BE' | 'UTF-32' | 'EBCDIC';
  readonly bomBytes: number;
}

// The mark of UTF-32 begins with that of UTF-16, so it comes first.
const signatures: readonly (Signature & { readonly bytes: readonly number[] })[] = [
  { bytes: [0xff, 0xfe, 0x00, 0x00], family: 'UTF-32', bomBytes: 4 },
  { bytes: [0x00, 0x00, 0xfe, 0xff], family: 'UTF-32', bomBytes: 4 },
  { bytes: [0x3c, 0x00, 0x00, 0x00], family: 'UTF-32', bomBytes: 0 },
  { bytes: [0x00, 0x00, 0x00, 0x3c], family: 'UTF-32', bomBytes: 0 },
  { bytes: [0xef, 0xbb, 0xbf], family: 'UTF-8', bomBytes: 3 },
  { bytes: [0xff, 0xfe], family: 'UTF-16LE', bomBytes: 2 },
  { bytes: [0xfe, 0xff], family: 'UTF-16BE', bomBytes: 2 },
  { bytes: [0x3c, 0x00, 0x3f, 0x00], family: 'UTF-16LE', bomBytes: 0 },
  { bytes: [0x00, 0x3c, 0x00, 0x3f], family: 'UTF-16BE', bomBytes: 0 },
  { bytes: [0x4c, 0x6f, 0xa7, 0x94], family: 'EBCDIC', bomBytes: 0 },
];
const ascii: Signature = { family: 'ASCII', bomBytes: 0 };

/** The family that the first bytes belong to (XML 1.0, appendix F.1). */
export function signatureOf(bytes: Uint8Array): Signature {
  return signatures.find((signature) => signature.bytes.every((byte, i) => bytes[i] === byte)) ?? ascii;
}

const utf8Label = /^utf-?8$/i;
const utf16Label = /^utf-?16(le|be)?$/i;
const singleByteLabel = /^(?:(?:us-)?ascii|iso[-_]?8859-\d{1,2}|latin-?1|(?:windows-|cp)125\d|koi8-[ru])$/i;
// Not Shift_JIS nor ISO-2022-JP: libxml2 takes any ASCII byte as part of a character there, so a DOCTYPE could hide.
const multiByteLabel = /^(?:euc-jp|euc-kr|gb2312|gbk|gb18030|big5)$/i;

/** How to read a document of that signature and encoding name; undefined when this gate does not know the name. */
export function classify({ family }: Signature, label: string): EncodingKind | undefined {
  if (family === 'UTF-16LE') return 'utf-16le';
  if (family === 'UTF-16BE') return 'utf-16be';
  if (family === 'UTF-8' || isUtf8(label)) return 'utf-8';
  if (singleByteLabel.test(label)) return 'single-byte';
  return multiByteLabel.test(label) ? 'multi-byte' : undefined;
}

/** True for the names of UTF-8, in any case. */
export function isUtf8(label: string): boolean {
  return utf8Label.test(label);
}

/** What is false about a declared encoding, undefined when the first bytes allow it. libxml2 only warns about most of these. */
export function mismatch({ family }: Signature, label: string): string | undefined {
  const width = utf16Label.exec(label);
  const agrees =
    family === 'ASCII'
      ? width === null
      : family === 'UTF-8'
        ? isUtf8(label)
        : width !== null && (width[1] === undefined || family.endsWith(width[1].toUpperCase()));
  return agrees ? undefined : `The declared encoding '${label}' is not that of the bytes`;
}
