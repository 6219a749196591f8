import { excluded, tokens } from './xml-path-tokens.js';
import type { XmlName, XmlPath, XmlPathVerdict, XmlPredicate, XmlStep } from './xml-path.js';

const pathCharactersMax = 1_000;
const predicatesInStepMax = 2;

class Refused extends Error {}

/**
 * A path in the subset of XPath 1.0 whose cost is linear in the document: from the document (`/`, or `//` for anywhere) steps to
 * children by name or `*`, with at most two predicates each (`[n]`, `[last()]`, `[@name='…']`, `[name='…']`, the latter two also
 * joined by `and`); the last step may be `@name`, or `text()` with `[n]` or `[last()]`. A prefix must be among `namespaces`; a name
 * without a prefix is one of the namespace of `''` there (for elements only, as in XPath 2.0), else of none. Anything else is
 * refused by place, in characters from 1.
 */
export function parseXmlPath(text: string, namespaces: ReadonlyMap<string, string>): XmlPathVerdict {
  if (text.length > pathCharactersMax) return { ok: false, detail: `a path has at most ${String(pathCharactersMax)} characters` };
  try {
    return { ok: true, path: new Reader(text, namespaces).path() };
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault;
    return { ok: false, detail: fault.message };
  }
}

class Reader {
  #at = 0;
  readonly #text: string;
  readonly #namespaces: ReadonlyMap<string, string>;

  constructor(text: string, namespaces: ReadonlyMap<string, string>) {
    this.#text = text;
    this.#namespaces = namespaces;
  }

  path(): XmlPath {
    const anywhere = (this.#take('slash') ?? this.#refuse('a path begins with `/` or `//`'))[0] === '//';
    const steps = [this.#step()];
    while (this.#at < this.#text.length) {
      if (steps.at(-1)?.kind !== 'element') this.#refuse('nothing may follow an attribute or text()');
      const slash = this.#take('slash') ?? this.#refuse('expected `/`, `[` or the end');
      if (slash[0] === '//') this.#refuse('expected a step', slash[0].length);
      steps.push(this.#step());
    }
    return { anywhere, steps };
  }

  #step(): XmlStep {
    const from = this.#at;
    const attribute = this.#take('attribute');
    if (attribute) return { kind: 'attribute', name: this.#name(attribute, 'attribute', from + 1), predicates: [] };
    if (this.#take('text')) return { kind: 'text', name: null, predicates: this.#predicates('text') };
    if (this.#take('any')) return { kind: 'element', name: null, predicates: this.#predicates('element') };
    const element = this.#take('element') ?? this.#refuse('expected a name, `*`, `@name` or `text()`');
    return { kind: 'element', name: this.#name(element, 'element', from), predicates: this.#predicates('element') };
  }

  #predicates(of: 'element' | 'text'): XmlPredicate[] {
    const predicates: XmlPredicate[] = [];
    for (let from = this.#at; this.#text[from] === '['; from = this.#at) {
      const position = this.#take('position');
      if (position) predicates.push({ kind: 'position', n: Number(position[1]) });
      else if (this.#take('last')) predicates.push({ kind: 'last' });
      else if (of === 'text') this.#refuse('text() has only `[n]` and `[last()]`');
      else predicates.push(...this.#comparisons());
      if (predicates.length > predicatesInStepMax) {
        this.#refuse(`a step has at most ${String(predicatesInStepMax)} predicates`, this.#at - from);
      }
    }
    return predicates;
  }

  #comparisons(): XmlPredicate[] {
    this.#take('open');
    const found: XmlPredicate[] = [];
    do {
      const from = this.#at;
      const match = this.#take('comparison') ?? this.#refuse("expected `[n]`, `[last()]`, `[@name='…']` or `[name='…']`");
      const { at, double, single } = match.groups ?? {};
      const kind = at === '@' ? 'attribute' : 'child';
      found.push({ kind, name: this.#name(match, kind, from + (at ?? '').length), value: double ?? single ?? '' });
    } while (this.#take('and'));
    if (!this.#take('close')) this.#refuse('expected `and` or `]`');
    return found;
  }

  #name({ groups }: RegExpExecArray, of: 'element' | 'attribute' | 'child', from: number): XmlName {
    const { prefix, local = '' } = groups ?? {};
    if (prefix === undefined) return { namespace: of === 'attribute' ? '' : (this.#namespaces.get('') ?? ''), local };
    const namespace = prefix === 'xml' ? 'http://www.w3.org/XML/1998/namespace' : this.#namespaces.get(prefix);
    return { namespace: namespace ?? this.#refuse(`the prefix '${prefix}' is not declared`, this.#at - from), local };
  }

  #take(kind: keyof typeof tokens): RegExpExecArray | null {
    const pattern = tokens[kind];
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#at += match[0].length;
    return match;
  }

  #refuse(expected: string, back = 0): never {
    const at = this.#at - back;
    const reason = excluded.find(([pattern]) => {
      pattern.lastIndex = at;
      return pattern.test(this.#text);
    });
    throw new Refused(`${reason?.[1] ?? expected}, at character ${String(at + 1)}`);
  }
}
