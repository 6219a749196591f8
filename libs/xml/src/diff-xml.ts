import { limits } from '@datakeep/kernel';
import { readTree } from './read-tree.js';
import { attributeValue, textValue } from './references.js';
import { rootOf, writeNodes, type XmlTreeAttribute, type XmlTreeElement } from './tree.js';
import { xmlText } from './xml-text.js';

/** One difference; `from` and `to` are values of attributes and texts, or whole elements as they are written. */
export interface XmlDifference {
  readonly path: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly from: string | null;
  readonly to: string | null;
}

/** The sum of all paths of an answer, in characters: long names over many deep changes would make gigabytes. */
export const diffPathCharactersMax = 8 * limits.xmlBytesMax;

const nothingButSpace = /^[ \t\r\n]*$/;

/**
 * What differs between two documents, in the order of the older one, what is only in the newer one behind it (http.md, "Queries",
 * diff). An element is compared with the one of the same name (namespace and local name) that comes at the same place among its
 * siblings of that name; one without a partner is a single entry with its XML. Attributes are compared by name, texts by place.
 *
 * No differences are: comments, processing instructions, prefixes, declarations, the order of attributes, the order of siblings
 * of different names, CDATA or references, and white space between elements. A path is an XPath of `patchXml` in the newer
 * document, for what was removed in the older one, as long as its prefixes are those of the root. When the paths in sum are longer than
 * `diffPathCharactersMax`, the answer is one entry for the root.
 * Only for bytes that `checkXml` accepted; throws a TypeError for others.
 */
export function diffXml(from: Uint8Array, to: Uint8Array): readonly XmlDifference[] {
  const older = rootOf(readTree(xmlText(from)));
  const newer = rootOf(readTree(xmlText(to)));
  const differences = new Differences();
  compareElements({ element: older, path: `/${older.name}` }, { element: newer, path: `/${newer.name}` }, differences);
  if (differences.pathCharacters <= diffPathCharactersMax) return differences.list;
  return [{ path: `/${newer.name}`, change: 'changed', from: writeNodes([older]), to: writeNodes([newer]) }];
}

/** An element and where it is in its document. */
interface Placed {
  readonly element: XmlTreeElement;
  readonly path: string;
}

/** One attribute, text or element of one side: how to find its partner, where it is, and its value. */
interface Part {
  readonly key: string;
  readonly path: string;
  readonly value: string;
}

class Differences {
  readonly list: XmlDifference[] = [];
  pathCharacters = 0;

  /** Adds what is only on one side, or on both with another value. */
  add(from: Part | undefined, to: Part | undefined): void {
    if (from?.value === to?.value) return;
    const path = to?.path ?? from?.path ?? '';
    this.pathCharacters += path.length;
    if (this.pathCharacters > diffPathCharactersMax) return;
    const change = from === undefined ? 'added' : to === undefined ? 'removed' : 'changed';
    this.list.push({ path, change, from: from?.value ?? null, to: to?.value ?? null });
  }

  /** Adds what differs between parts of which each has at most one partner. */
  addParts(from: readonly Part[], to: readonly Part[]): void {
    const partners = new Map(to.map((part) => [part.key, part]));
    for (const part of from) {
      this.add(part, partners.get(part.key));
      partners.delete(part.key);
    }
    for (const part of partners.values()) this.add(undefined, part);
  }
}

function compareElements(from: Placed, to: Placed, differences: Differences): void {
  if (differences.pathCharacters > diffPathCharactersMax) return;
  if (expandedName(from.element) !== expandedName(to.element)) {
    differences.add(wholeElement(from), undefined);
    differences.add(undefined, wholeElement(to));
    return;
  }
  differences.addParts(attributesOf(from), attributesOf(to));
  const mixed = hasChildren(from.element) || hasChildren(to.element);
  differences.addParts(textsOf(from, mixed), textsOf(to, mixed));

  const older = childrenOf(from);
  const newer = childrenOf(to);
  for (const name of new Set([...older.keys(), ...newer.keys()])) {
    const before = older.get(name) ?? [];
    const now = newer.get(name) ?? [];
    for (let i = 0; i < Math.max(before.length, now.length); i += 1) {
      const [left, right] = [before[i], now[i]];
      if (left && right) compareElements(left, right, differences);
      else differences.add(left && wholeElement(left), right && wholeElement(right));
    }
  }
}

function wholeElement({ element, path }: Placed): Part {
  return { key: '', path, value: writeNodes([element]) };
}

function attributesOf({ element, path }: Placed): Part[] {
  return element.attributes
    .filter(({ declares }) => declares === undefined)
    .map((attribute) => ({
      key: expandedName(attribute),
      path: `${path}/@${attribute.name}`,
      value: attributeValue(attribute.quoted.slice(1, -1)),
    }));
}

/** The texts between the child elements; in `mixed` content those of white space only are layout. */
function textsOf({ element, path }: Placed, mixed: boolean): Part[] {
  const runs: { firstNode: number; value: string }[] = [];
  let nodes = 0;
  let run: { firstNode: number; value: string } | undefined;
  for (const child of element.children) {
    if (child.kind === 'element') run = undefined;
    if (child.kind !== 'text') continue;
    const value = textValue(child.raw);
    if (value === '') continue;
    nodes += 1;
    if (run === undefined) runs.push((run = { firstNode: nodes, value }));
    else run.value += value;
  }
  return runs
    .filter(({ value }) => !mixed || !nothingButSpace.test(value))
    .map(({ firstNode, value }, i) => ({
      key: String(i),
      path: nodes === 1 ? `${path}/text()` : `${path}/text()[${String(firstNode)}]`,
      value,
    }));
}

/** The child elements by their names, each with its place among those of its name. */
function childrenOf({ element, path }: Placed): Map<string, Placed[]> {
  const byName = new Map<string, XmlTreeElement[]>();
  for (const child of element.children) {
    if (child.kind !== 'element') continue;
    const name = expandedName(child);
    const alike = byName.get(name);
    if (alike === undefined) byName.set(name, [child]);
    else alike.push(child);
  }
  return new Map(
    [...byName].map(([name, alike]) => [
      name,
      alike.map((child, i) => ({
        element: child,
        path: alike.length === 1 ? `${path}/${child.name}` : `${path}/${child.name}[${String(i + 1)}]`,
      })),
    ]),
  );
}

function hasChildren(element: XmlTreeElement): boolean {
  return element.children.some(({ kind }) => kind === 'element');
}

function expandedName({ local, namespace }: XmlTreeElement | XmlTreeAttribute): string {
  return `${local} ${namespace}`;
}
