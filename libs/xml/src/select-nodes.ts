import { attributeValue, textValue } from './references.js';
import type { XmlTreeAttribute, XmlTreeDocument, XmlTreeElement, XmlTreeNode, XmlTreeParent, XmlTreeText } from './tree.js';
import type { XmlName, XmlPath, XmlPredicate, XmlStep } from './xml-path.js';

/** How many more nodes (and sixteens of characters of text) may be looked at; below zero there is no answer. */
export interface Work {
  left: number;
}

/** A node that a path has found, with the element that it is in (the document for the root). */
export interface Selected<N> {
  readonly node: N;
  readonly parent: XmlTreeParent;
}

/** What a path has found, all of the kind of its last step. */
export type Selection =
  | { readonly kind: 'element'; readonly found: readonly Selected<XmlTreeElement>[] }
  | { readonly kind: 'attribute'; readonly found: readonly Selected<XmlTreeAttribute>[] }
  | { readonly kind: 'text'; readonly found: readonly Selected<XmlTreeText>[] };

// One for all: a list of a hundred thousand leaves would otherwise make as many empty arrays.
const none: never[] = [];

/** The nodes that `path` selects in `document`, undefined when there is more to look at than `work` has left. */
export function selectNodes(document: XmlTreeDocument, path: XmlPath, work: Work): Selection | undefined {
  let contexts: XmlTreeParent[] = path.anywhere ? withDescendants(document, work) : [document];
  for (const step of path.steps.slice(0, -1)) {
    contexts = contexts.flatMap((parent) => elementsOf(parent, step, work));
    if (work.left < 0) return undefined;
  }
  const last = path.steps.at(-1);
  const selection = last && lastOf(contexts, last, work);
  return work.left < 0 ? undefined : selection;
}

function lastOf(contexts: readonly XmlTreeParent[], step: XmlStep, work: Work): Selection {
  if (step.kind === 'attribute')
    return { kind: 'attribute', found: each(contexts, (parent) => attributesOf(parent, step, work)) };
  if (step.kind === 'text') return { kind: 'text', found: each(contexts, (parent) => textsOf(parent, step, work)) };
  return { kind: 'element', found: each(contexts, (parent) => elementsOf(parent, step, work)) };
}

function each<N>(contexts: readonly XmlTreeParent[], find: (parent: XmlTreeParent) => readonly N[]): Selected<N>[] {
  const found: Selected<N>[] = [];
  for (const parent of contexts) for (const node of find(parent)) found.push({ node, parent });
  return found;
}

function withDescendants(parent: XmlTreeParent, work: Work): XmlTreeParent[] {
  const all: XmlTreeParent[] = [];
  const waiting: XmlTreeParent[] = [parent];
  for (let next = waiting.pop(); next !== undefined && work.left >= 0; next = waiting.pop()) {
    work.left -= next.children.length + 1;
    all.push(next);
    // Last in, first out: pushed from the end, they come out in document order.
    for (let i = next.children.length - 1; i >= 0; i -= 1) {
      const child = next.children[i]!;
      if (child.kind === 'element') waiting.push(child);
    }
  }
  return all;
}

function elementsOf(parent: XmlTreeParent, step: XmlStep, work: Work): XmlTreeElement[] {
  work.left -= parent.children.length + 1;
  if (parent.children.length === 0 || work.left < 0) return none;
  let found = parent.children.filter((node): node is XmlTreeElement => isElement(node) && isNamed(node, step.name));
  for (const predicate of step.predicates) found = kept(found, predicate, work);
  return found;
}

function textsOf(parent: XmlTreeParent, step: XmlStep, work: Work): XmlTreeText[] {
  work.left -= parent.children.length + 1;
  if (parent.children.length === 0 || work.left < 0) return none;
  // An empty CDATA section on its own is no text node (XPath 1.0, section 5.7).
  let found = parent.children.filter((node): node is XmlTreeText => node.kind === 'text' && valueOf(node, work) !== '');
  for (const predicate of step.predicates) found = kept(found, predicate, work);
  return found;
}

function attributesOf(parent: XmlTreeParent, step: XmlStep, work: Work): XmlTreeAttribute[] {
  work.left -= parent.attributes.length + 1;
  return parent.attributes.filter((attribute) => attribute.declares === undefined && isNamed(attribute, step.name));
}

function kept<N extends XmlTreeElement | XmlTreeText>(found: N[], predicate: XmlPredicate, work: Work): N[] {
  if (predicate.kind === 'position') return found.slice(predicate.n - 1, predicate.n);
  if (predicate.kind === 'last') return found.slice(-1);
  return found.filter((node) => node.kind === 'element' && holds(node, predicate.kind, predicate, work));
}

function holds(
  element: XmlTreeElement,
  kind: 'attribute' | 'child',
  wanted: { name: XmlName; value: string },
  work: Work,
): boolean {
  if (work.left < 0) return false;
  if (kind === 'attribute') {
    work.left -= element.attributes.length;
    const attribute = element.attributes.find((a) => a.declares === undefined && isNamed(a, wanted.name));
    return attribute !== undefined && attributeValue(attribute.quoted.slice(1, -1)) === wanted.value;
  }
  work.left -= element.children.length;
  return element.children.some(
    (child) => isElement(child) && isNamed(child, wanted.name) && rest(child, wanted.value, work) === '',
  );
}

/** What is left of `value` behind the text of `element` and its descendants; undefined as soon as the two part. */
function rest(element: XmlTreeElement, value: string, work: Work): string | undefined {
  let left: string | undefined = value;
  for (const child of element.children) {
    work.left -= 1;
    if (left === undefined || work.left < 0) return undefined;
    if (child.kind === 'element') left = rest(child, left, work);
    else if (child.kind === 'text') {
      const text = valueOf(child, work);
      left = left.startsWith(text) ? left.slice(text.length) : undefined;
    }
  }
  return left;
}

function valueOf(text: XmlTreeText, work: Work): string {
  work.left -= text.raw.length >> 4;
  return textValue(text.raw);
}

function isElement(node: XmlTreeNode): node is XmlTreeElement {
  return node.kind === 'element';
}

function isNamed(node: XmlTreeElement | XmlTreeAttribute, name: XmlName | null): boolean {
  return name === null || (node.local === name.local && node.namespace === name.namespace);
}
