import type { Scope } from './scope.js';

/** An attribute or a namespace declaration, as it is written. */
export interface XmlTreeAttribute {
  readonly kind: 'attribute';
  readonly name: string;
  readonly local: string;
  /** '' for none. */
  readonly namespace: string;
  /** The prefix that this declares ('' is the default one), undefined for an attribute proper. */
  readonly declares: string | undefined;
  /** White space, name and equals sign as they are written. */
  readonly before: string;
  /** The value as it is written, with its quotes. */
  quoted: string;
}

/** Text and CDATA sections that stand next to each other: one text node of XPath 1.0 (section 5.7). */
export interface XmlTreeText {
  readonly kind: 'text';
  raw: string;
}

/** A comment, a processing instruction, or what stands before and after the root element. */
export interface XmlTreeMisc {
  readonly kind: 'misc';
  readonly raw: string;
}

/** An element and what is in it. The children and attributes of a tree may be changed, `depth` of the root is 1. */
export interface XmlTreeElement {
  readonly kind: 'element';
  readonly name: string;
  readonly local: string;
  /** '' for none. */
  readonly namespace: string;
  readonly scope: Scope;
  readonly depth: number;
  readonly parent: XmlTreeParent;
  attributes: XmlTreeAttribute[];
  children: XmlTreeNode[];
  /** White space before the end of the start tag. */
  readonly space: string;
  /** The end tag as it is written, '' after an empty-element tag. */
  endTag: string;
}

export interface XmlTreeDocument {
  readonly kind: 'document';
  readonly scope: Scope;
  readonly depth: 0;
  readonly attributes: readonly [];
  children: XmlTreeNode[];
}

export type XmlTreeNode = XmlTreeElement | XmlTreeText | XmlTreeMisc;
export type XmlTreeParent = XmlTreeElement | XmlTreeDocument;

/** The nodes as text: what was read and not changed comes out character by character. */
export function writeNodes(nodes: readonly XmlTreeNode[]): string {
  let text = '';
  for (const node of nodes) text += node.kind === 'element' ? writeElement(node) : node.raw;
  return text;
}

/** The root element of a document. */
export function rootOf(document: XmlTreeDocument): XmlTreeElement {
  const root = document.children.find((node) => node.kind === 'element');
  if (root === undefined) throw new TypeError('not a document that the gate accepts: it has no root element');
  return root;
}

function writeElement({ name, attributes, space, endTag, children }: XmlTreeElement): string {
  let text = `<${name}`;
  for (const { before, quoted } of attributes) text += before + quoted;
  if (endTag === '' && children.length === 0) return `${text}${space}/>`;
  return `${text}${space}>${writeNodes(children)}${endTag === '' ? `</${name}>` : endTag}`;
}
