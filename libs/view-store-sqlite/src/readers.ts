import type { Connection } from './connection.js';

/** Readers whose principals one connection remembers; the one that was away longest goes first. */
const readersMax = 1_000;

/**
 * The principals of those who read, in a table of the connection, so that a query names a reader by a number
 * (design, section 5: the sets that a user sees are never listed for him).
 */
export class Readers {
  readonly #numbers = new Map<string, number>();
  #last = 0;

  constructor(private readonly connection: Connection) {
    connection
      .prepare(
        'CREATE TEMP TABLE readers (reader INTEGER NOT NULL, principal TEXT NOT NULL, PRIMARY KEY (reader, principal)) WITHOUT ROWID',
      )
      .run();
  }

  /** The number of whoever has these principals; `name` is the same for the same ones. Not inside a read transaction. */
  numberOf(name: string, principals: ReadonlySet<string>): number {
    const known = this.#numbers.get(name);
    const reader = known ?? this.#register(principals);
    this.#numbers.delete(name);
    this.#numbers.set(name, reader);
    return reader;
  }

  #register(principals: ReadonlySet<string>): number {
    const [oldest] = this.#numbers;
    if (oldest !== undefined && this.#numbers.size >= readersMax) {
      this.connection.prepare('DELETE FROM temp.readers WHERE reader = ?').run(oldest[1]);
      this.#numbers.delete(oldest[0]);
    }
    this.#last += 1;
    const insert = this.connection.prepare('INSERT INTO temp.readers (reader, principal) VALUES (?, ?)');
    for (const principal of principals) insert.run(this.#last, principal);
    return this.#last;
  }
}
