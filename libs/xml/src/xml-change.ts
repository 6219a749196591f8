/** One change of a document; `xpath` is in the language of `parseXmlPath`. */
export type XmlChange =
  | { readonly xpath: string; readonly replace: string }
  | { readonly xpath: string; readonly remove: true }
  | { readonly xpath: string; readonly append: string };

/** The changed document, or which part of which change cannot be done (a JSON pointer such as `/changes/2/xpath`) and why. */
export type PatchVerdict =
  { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly pointer: string; readonly detail: string };

/** Why a change cannot be done: the field of it that is wrong, and what is. */
export interface XmlChangeProblem {
  readonly field: 'xpath' | 'replace' | 'remove' | 'append';
  readonly detail: string;
}
