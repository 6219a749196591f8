/** Where a stream ends, as the writer's next append sees it. */
export interface StreamHead {
  readonly id: number;
  readonly tombstoned: boolean;
  /** Revision of the last event ever appended; -1 when there is none. */
  revision: number;
}

/**
 * The heads of the streams that were used last, so that an append need not look for its stream. Two generations: what was not
 * asked for during a whole generation is forgotten, at the cost of one map operation and no list.
 */
export class StreamHeads {
  #young = new Map<string, StreamHead>();
  #old = new Map<string, StreamHead>();

  constructor(private readonly generationMax: number) {}

  get(stream: string): StreamHead | undefined {
    const young = this.#young.get(stream);
    if (young !== undefined) return young;
    const old = this.#old.get(stream);
    if (old !== undefined) this.set(stream, old);
    return old;
  }

  set(stream: string, head: StreamHead): void {
    if (this.#young.size >= this.generationMax) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(stream, head);
  }

  /** Forgets everything: after a rollback nobody knows which of them were ahead of the file. */
  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
