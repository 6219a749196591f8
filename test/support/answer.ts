/** What came back for one request, read to its end. */
export class Answer {
  constructor(
    readonly method: string,
    readonly path: string,
    readonly status: number,
    readonly headers: Headers,
    readonly bytes: Buffer,
  ) {}

  get text(): string {
    return this.bytes.toString('utf8');
  }

  /** The body as a JSON object; throws when it is none. */
  get json(): Readonly<Record<string, unknown>> {
    try {
      return JSON.parse(this.text) as Record<string, unknown>;
    } catch (cause) {
      throw new Error(`${this.method} ${this.path} answered ${this.status} and no JSON: ${this.text.slice(0, 300)}`, { cause });
    }
  }

  /** The items of a page. */
  get items(): readonly Readonly<Record<string, unknown>>[] {
    const { items } = this.json;
    if (!Array.isArray(items)) throw new Error(`${this.method} ${this.path} answered no page: ${this.text.slice(0, 300)}`);
    return items as Record<string, unknown>[];
  }

  /** The cursor of the next page; null behind the last one. */
  get next(): string | null {
    return this.json['next'] as string | null;
  }

  /** The name of the problem that this answer is; undefined when it is none. */
  get problem(): string | undefined {
    if (this.headers.get('content-type') !== 'application/problem+json') return undefined;
    return String(this.json['type']).replace(/^\/problems\//, '');
  }

  header(name: string): string | null {
    return this.headers.get(name);
  }

  /** Everything that a client can tell two answers apart by: status, body, and headers but for the time of day. */
  get whole(): object {
    const headers = [...this.headers].filter(([name]) => name !== 'date');
    return { status: this.status, headers, body: this.bytes.toString('latin1') };
  }
}
