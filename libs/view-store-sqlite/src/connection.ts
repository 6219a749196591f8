import { ViewsUnavailable } from '@datakeep/view-store';
import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { DatabaseSync } from '@photostructure/sqlite';

/** How long one connection waits for another that writes, before the views count as unavailable. */
const busyTimeoutMsMax = 5_000;
/** Prepared statements kept by one connection; the declarations allow far fewer. */
const statementsMax = 1_000;
/** Results of SQLite that mean a mistake in a statement or a value; every other one says that the file cannot be used now. */
const mistakes = { error: 1, tooBig: 18, constraint: 19, mismatch: 20, misuse: 21, range: 25 };

/** One connection to the views' file with its prepared statements. Held by its owner: SQLite's handle closes when it is collected. */
export class Connection {
  readonly #database: DatabaseSyncInstance;
  readonly #statements = new Map<string, StatementSyncInstance>();

  private constructor(database: DatabaseSyncInstance) {
    this.#database = database;
  }

  /** Opens the file and runs `pragmas`. Errors: ViewsUnavailable. */
  static open(file: string, access: 'read' | 'write', pragmas: readonly string[]): Connection {
    try {
      const connection = new Connection(new DatabaseSync(file, { readOnly: access === 'read', timeout: busyTimeoutMsMax }));
      try {
        for (const pragma of pragmas) connection.#database.exec(`PRAGMA ${pragma}`);
        return connection;
      } catch (error) {
        connection.close();
        throw error;
      }
    } catch (error) {
      throw faultOf(error);
    }
  }

  /** The statement of that text, prepared once. */
  prepare(sql: string): StatementSyncInstance {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    if (this.#statements.size >= statementsMax) this.#statements.clear();
    this.#statements.set(sql, statement);
    return statement;
  }

  /** Runs `work`; SQLite's refusals come out as ViewsUnavailable, and so does any use after `close`. */
  use<Result>(work: () => Result): Result {
    if (!this.#database.isOpen) throw new ViewsUnavailable('the views are closed');
    try {
      return work();
    } catch (error) {
      throw faultOf(error);
    }
  }

  /** Runs `work` in one transaction: a deferred one sees one state of the file, an immediate one writes all or nothing. */
  transaction<Result>(kind: 'DEFERRED' | 'IMMEDIATE', work: () => Result): Result {
    return this.use(() => {
      this.prepare(`BEGIN ${kind}`).run();
      try {
        const result = work();
        this.prepare('COMMIT').run();
        return result;
      } catch (error) {
        // SQLite has rolled back by itself when the disk was full.
        if (this.#database.isTransaction) this.prepare('ROLLBACK').run();
        throw error;
      }
    });
  }

  /** Closes after everything is in the file itself: prepared statements may keep its write-ahead log alive for a while. */
  closeWhole(): void {
    if (this.#database.isOpen) this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.close();
  }

  close(): void {
    this.#statements.clear();
    if (this.#database.isOpen) this.#database.close();
  }
}

function faultOf(error: unknown): unknown {
  // The driver's errors may come from another realm than this module's Error, so they are known by their code.
  const { errcode, message } = (error ?? {}) as { errcode?: unknown; message?: unknown };
  if (typeof errcode !== 'number') return error;
  // The low byte is the primary result; the others say more about it.
  const mistake = Object.values(mistakes).includes(errcode & 0xff);
  return mistake ? error : new ViewsUnavailable(`the views cannot be used: ${String(message)}`, { cause: error });
}
