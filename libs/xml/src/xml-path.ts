/** An expanded name: local part and namespace URI, '' for none. */
export interface XmlName {
  readonly namespace: string;
  readonly local: string;
}

/** What a step keeps of the nodes it has found, counted from 1 among the children of one parent. */
export type XmlPredicate =
  | { readonly kind: 'position'; readonly n: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'attribute' | 'child'; readonly name: XmlName; readonly value: string };

/** One step down; an element step without a name is `*`. Attribute and text steps come last. */
export interface XmlStep {
  readonly kind: 'element' | 'attribute' | 'text';
  readonly name: XmlName | null;
  readonly predicates: readonly XmlPredicate[];
}

/** A path from the document; `anywhere` when it begins with `//`. */
export interface XmlPath {
  readonly anywhere: boolean;
  readonly steps: readonly XmlStep[];
}

export type XmlPathVerdict = { readonly ok: true; readonly path: XmlPath } | { readonly ok: false; readonly detail: string };
