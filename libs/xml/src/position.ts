/** A place in a document, both counted from 1, the column in characters (code points), as libxml2 counts. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The place of the character that comes right after `text`. */
export function placeAfter(text: string): Place {
  const lineStart = text.lastIndexOf('\n') + 1;
  const line = text.split('\n').length;
  return { line, column: Array.from(text.slice(lineStart)).length + 1 };
}
