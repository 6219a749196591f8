import { limits } from '@datakeep/kernel';
import { parseXmlPath } from './parse-xml-path.js';
import { isXmlText, writtenAttribute, writtenText } from './references.js';
import { selectNodes, type Selected, type Selection, type Work } from './select-nodes.js';
import { rootOf, type XmlTreeDocument, type XmlTreeElement, type XmlTreeNode, type XmlTreeParent } from './tree.js';
import type { XmlChange, XmlChangeProblem } from './xml-change.js';
import { XmlFragment } from './xml-fragment.js';
import { xmlDepthMax } from './xml-verdict.js';

/**
 * What one patch may look at, in nodes, whatever the number of its changes: enough for a hundred child steps through the
 * 131,000 elements that 512 KiB can hold, and about a second.
 */
export const patchNodesMax = 3_000_000;

/** How many characters one patch may put into a document, those that it removes again included. */
export const patchCharactersMax = 4 * limits.xmlBytesMax;

// Twice what a save allows: the document may be too deep on the way, but not so deep that a walk through it overflows.
const depthMax = 2 * xmlDepthMax;

/** What is left of the bounds of a patch. */
export interface PatchBudget {
  readonly work: Work;
  charactersLeft: number;
}

type Replacements = Map<XmlTreeNode, readonly XmlTreeNode[]>;

/** Does `change` in place; says why not, and then the document may be half changed and is to be thrown away. */
export function applyChange(
  document: XmlTreeDocument,
  change: XmlChange,
  namespaces: ReadonlyMap<string, string>,
  budget: PatchBudget,
): XmlChangeProblem | undefined {
  const parsed = parseXmlPath(change.xpath, new Map([...declaredAt(rootOf(document)), ...namespaces]));
  if (!parsed.ok) return { field: 'xpath', detail: parsed.detail };
  const selection = selectNodes(document, parsed.path, budget.work);
  if (selection === undefined) return tooMuch('xpath');
  if (selection.found.length === 0) return { field: 'xpath', detail: 'selects nothing' };

  if ('remove' in change) return remove(document, selection);
  if ('append' in change) {
    if (selection.kind === 'element') return append(selection.found, new XmlFragment(change.append), budget);
    return { field: 'append', detail: 'only an element has children, and the path selects others' };
  }
  if (selection.kind === 'element') return replaceElements(selection.found, new XmlFragment(change.replace), budget);
  return replaceValues(selection, change.replace, budget);
}

function declaredAt(root: XmlTreeElement): [string, string][] {
  const prefixes = root.attributes.flatMap(({ declares }) => (declares === undefined ? [] : [declares]));
  return prefixes.map((prefix) => [prefix, root.scope.uriOf(prefix) ?? '']);
}

function remove(document: XmlTreeDocument, selection: Selection): XmlChangeProblem | undefined {
  if (selection.kind === 'attribute') {
    const gone = new Set(selection.found.map(({ node }) => node));
    for (const { parent } of selection.found) {
      if (parent.kind === 'element') parent.attributes = parent.attributes.filter((attribute) => !gone.has(attribute));
    }
    return undefined;
  }
  if (selection.found.some(({ parent }) => parent === document)) {
    return { field: 'remove', detail: 'the root element cannot be removed' };
  }
  replaceAll(selection.found, new Map(selection.found.map(({ node }) => [node, []])));
  return undefined;
}

function append(
  targets: readonly Selected<XmlTreeElement>[],
  fragment: XmlFragment,
  budget: PatchBudget,
): XmlChangeProblem | undefined {
  if (fragment.text === '') return { field: 'append', detail: 'nothing to append' };
  for (const { node } of targets) {
    const nodes = nodesBelow(node, fragment, budget);
    if (typeof nodes === 'string') return { field: 'append', detail: nodes };
    node.children = merged([...node.children, ...nodes]);
  }
  return undefined;
}

function replaceElements(
  targets: readonly Selected<XmlTreeElement>[],
  fragment: XmlFragment,
  budget: PatchBudget,
): XmlChangeProblem | undefined {
  const replacements: Replacements = new Map();
  for (const { node, parent } of targets) {
    const nodes = nodesBelow(parent, fragment, budget);
    if (typeof nodes === 'string') return { field: 'replace', detail: nodes };
    const [element, ...others] = nodes.filter((each) => each.kind === 'element' || each.raw.trim() !== '');
    if (element?.kind !== 'element' || others.length > 0) {
      return { field: 'replace', detail: 'an element is replaced by exactly one element' };
    }
    replacements.set(node, [element]);
  }
  replaceAll(targets, replacements);
  return undefined;
}

function replaceValues(
  selection: Exclude<Selection, { kind: 'element' }>,
  text: string,
  budget: PatchBudget,
): XmlChangeProblem | undefined {
  if (!isXmlText(text)) return { field: 'replace', detail: 'holds a character that XML cannot hold' };
  budget.charactersLeft -= text.length * selection.found.length;
  if (budget.charactersLeft < 0) return tooMuch('replace');
  if (selection.kind === 'attribute') {
    for (const { node } of selection.found) node.quoted = `"${writtenAttribute(text)}"`;
    return undefined;
  }
  const nodes: XmlTreeNode[] = text === '' ? [] : [{ kind: 'text', raw: writtenText(text) }];
  replaceAll(selection.found, new Map(selection.found.map(({ node }) => [node, nodes.map((each) => ({ ...each }))])));
  return undefined;
}

/** The fragment's nodes below `parent`, or why they cannot be there. */
function nodesBelow(parent: XmlTreeParent, fragment: XmlFragment, budget: PatchBudget): XmlTreeNode[] | string {
  const checkedBefore = fragment.charactersChecked;
  const problem = fragment.problemIn(parent.scope);
  if (problem !== undefined) return problem;
  budget.work.left -= fragment.charactersChecked - checkedBefore;
  budget.charactersLeft -= fragment.text.length;
  if (budget.work.left < 0 || budget.charactersLeft < 0) return tooMuch('append').detail;
  const nodes = fragment.nodesBelow(parent);
  if (parent.depth + xmlDepthMax > depthMax && deepest(nodes) > depthMax) return `elements nest deeper than ${String(depthMax)}`;
  return nodes;
}

function deepest(nodes: readonly XmlTreeNode[]): number {
  return nodes.reduce((max, node) => (node.kind === 'element' ? Math.max(max, node.depth, deepest(node.children)) : max), 0);
}

/** Puts the replacements in place, all of one parent at once: one by one would be quadratic among many siblings. */
function replaceAll(targets: readonly Selected<XmlTreeNode>[], replacements: Replacements): void {
  for (const parent of new Set(targets.map((target) => target.parent))) {
    parent.children = merged(parent.children.flatMap((child) => replacements.get(child) ?? [child]));
  }
}

/** Texts that have come to stand next to each other are one text node, as they would be if the document were read again. */
function merged(nodes: readonly XmlTreeNode[]): XmlTreeNode[] {
  const result: XmlTreeNode[] = [];
  for (const node of nodes) {
    const last = result.at(-1);
    if (node.kind === 'text' && last?.kind === 'text') last.raw += node.raw;
    else result.push(node);
  }
  return result;
}

function tooMuch(field: XmlChangeProblem['field']): XmlChangeProblem {
  return { field, detail: 'the changes up to here take more than one patch may: use a narrower path or fewer changes' };
}
