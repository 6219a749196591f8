/** The namespace declarations in force somewhere in a document (Namespaces in XML 1.0, section 6). */
export class Scope {
  /** What holds outside of every element. */
  static readonly outermost = new Scope(undefined, [
    ['', ''],
    ['xml', 'http://www.w3.org/XML/1998/namespace'],
  ]);

  // What was once found in an outer scope is kept, so that a deep document does not walk up for each of its names.
  readonly #known: Map<string, string | undefined>;
  readonly #outer: Scope | undefined;

  constructor(outer: Scope | undefined, declared: Iterable<readonly [prefix: string, uri: string]>) {
    this.#outer = outer;
    this.#known = new Map(declared);
  }

  /** The URI that `prefix` stands for, '' for no namespace; undefined when it is not declared. The default one has prefix ''. */
  uriOf(prefix: string): string | undefined {
    if (this.#known.has(prefix) || this.#outer === undefined) return this.#known.get(prefix);
    const uri = this.#outer.uriOf(prefix);
    this.#known.set(prefix, uri);
    return uri;
  }
}
