/** How deep elements may nest, the root counting as 1 (library-notes.md: libxml2 itself goes to 256). */
export const xmlDepthMax = 200;

/** How many attributes one start tag may carry, namespace declarations included. */
export const xmlAttributesMax = 1_000;

/** The expanded name of a document's root element; `namespace` is null when it is in none. */
export interface XmlRoot {
  readonly namespace: string | null;
  readonly name: string;
}

/** Why a document may not be saved. Lines and columns count from 1, columns in characters (http.md, "Problems"). */
export type XmlProblem =
  | { readonly kind: 'not-well-formed'; readonly line: number; readonly column: number; readonly detail: string }
  | { readonly kind: 'doctype-not-allowed'; readonly line: number; readonly column: number }
  | {
      readonly kind: 'limit-exceeded';
      readonly limit: 'xml-bytes' | 'xml-depth' | 'xml-attributes';
      readonly max: number;
      readonly line?: number;
      readonly column?: number;
    }
  | { readonly kind: 'unsupported-encoding'; readonly encoding: string };

export interface XmlRefusal {
  readonly ok: false;
  readonly problem: XmlProblem;
}

export type XmlVerdict = { readonly ok: true; readonly root: XmlRoot } | XmlRefusal;

/** The verdict that names `problem`. */
export function refused(problem: XmlProblem): XmlRefusal {
  return { ok: false, problem };
}
