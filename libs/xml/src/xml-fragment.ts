import { checkXmlText } from './check-xml-text.js';
import { readNodes } from './read-tree.js';
import { writtenAttribute } from './references.js';
import type { Scope } from './scope.js';
import type { XmlTreeNode, XmlTreeParent } from './tree.js';
import type { XmlProblem } from './xml-verdict.js';

// The colon is matched and not looked ahead for, which would be quadratic in a long word.
const words = /([^\s<>&;"'=/:]+)(:?)/g;

/** XML that is to stand inside a document: checked once for each meaning that its prefixes have where it goes. */
export class XmlFragment {
  readonly text: string;
  readonly #prefixes: readonly string[];
  readonly #verdicts = new Map<string, string | undefined>();
  readonly #problems = new Map<Scope, string | undefined>();

  constructor(text: string) {
    this.text = text;
    const prefixes = new Set<string>();
    for (const [, word = '', colon] of text.matchAll(words)) if (colon === ':') prefixes.add(word);
    this.#prefixes = [...prefixes].filter((prefix) => prefix !== 'xml' && prefix !== 'xmlns');
  }

  /** What the checks have cost so far, in characters read, for whoever bounds them. */
  get charactersChecked(): number {
    return this.#verdicts.size * (this.text.length + checkOverhead) + this.#problems.size * (this.#prefixes.length + 1);
  }

  /** Why this cannot be the content of an element where `scope` holds, undefined when it can. */
  problemIn(scope: Scope): string | undefined {
    if (this.#problems.has(scope)) return this.#problems.get(scope);
    const declarations = this.#declarations(scope);
    if (!this.#verdicts.has(declarations)) this.#verdicts.set(declarations, this.#check(declarations));
    const problem = this.#verdicts.get(declarations);
    this.#problems.set(scope, problem);
    return problem;
  }

  /** Its nodes as they are below `parent`; only where `problemIn` its scope found none. */
  nodesBelow(parent: XmlTreeParent): XmlTreeNode[] {
    return readNodes(this.text, parent);
  }

  #declarations(scope: Scope): string {
    return ['', ...this.#prefixes]
      .map((prefix) => [prefix === '' ? 'xmlns' : `xmlns:${prefix}`, scope.uriOf(prefix) ?? ''])
      .map(([name, uri]) => (uri === undefined || uri === '' ? '' : ` ${name ?? ''}="${writtenAttribute(uri)}"`))
      .join('');
  }

  #check(declarations: string): string | undefined {
    // An end tag too many would close this element, and libxml2 then finds a second root.
    const opening = `<fragment${declarations}>`;
    const verdict = checkXmlText(`${opening}${this.text}</fragment>`);
    return verdict.ok ? undefined : sentence(verdict.problem, opening.length);
  }
}

// What a check costs beside the characters, in characters.
const checkOverhead = 1_000;

function sentence(problem: XmlProblem, before: number): string {
  switch (problem.kind) {
    case 'not-well-formed': {
      const column = problem.line === 1 ? Math.max(1, problem.column - before) : problem.column;
      return `not well-formed at line ${String(problem.line)}, column ${String(column)}: ${problem.detail}`;
    }
    case 'doctype-not-allowed':
      return 'a DOCTYPE is not allowed';
    case 'limit-exceeded':
      return `larger than a document may be: ${problem.limit} ${String(problem.max)}`;
    case 'unsupported-encoding':
      return `the encoding ${problem.encoding} is not supported`;
  }
}
