/** The code units of a document: its bytes, or its 16-bit units in UTF-16. Markup has the same values in both. */
export type CodeUnits = Uint8Array | Uint16Array;

export const lessThan = 0x3c;
export const greaterThan = 0x3e;
export const slash = 0x2f;
export const questionMark = 0x3f;
export const exclamationMark = 0x21;
export const hyphen = 0x2d;
export const equalsSign = 0x3d;
export const doubleQuote = 0x22;
export const singleQuote = 0x27;

/** True when the ASCII characters of `mark` stand in `units` at `at`. */
export function standsAt(units: CodeUnits, at: number, mark: string): boolean {
  for (let i = 0; i < mark.length; i += 1) if (units[at + i] !== mark.charCodeAt(i)) return false;
  return true;
}

/** The index right after the next `mark` from `from` on; the end of the document when there is none. */
export function after(units: CodeUnits, from: number, mark: string): number {
  const first = mark.charCodeAt(0);
  for (let at = units.indexOf(first, from); at !== -1; at = units.indexOf(first, at + 1)) {
    if (standsAt(units, at, mark)) return at + mark.length;
  }
  return units.length;
}

/** True for the four characters that XML calls white space (XML 1.0, production 3). */
export function isSpace(unit: number | undefined): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;
}
