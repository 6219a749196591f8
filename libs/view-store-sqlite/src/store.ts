import type { Reader, ReaderViews, SystemViews, ViewDeclaration, ViewStore } from '@datakeep/view-store';
import { ViewsUnavailable } from '@datakeep/view-store';
import { Arrivals } from './arrivals.js';
import { fingerprintOf, readCheckpoint, readPosition } from './checkpoint.js';
import { Connection } from './connection.js';
import { SqliteReaderViews } from './reader-views.js';
import { Readers } from './readers.js';
import { SqliteSystemViews } from './system-views.js';
import type { Tables } from './tables.js';
import { tablesOf } from './tables.js';

/** Memory for pages of the file, in KiB. */
const cacheKib = 16 * 1024;

/**
 * The reading side of the views in one SQLite file, over a read-only connection. `openSqliteViewWriter` must have opened
 * the file before with the same declarations, because the writer makes the tables; it may be in another thread of this
 * process, not in another process, since `reached` listens within one process.
 * Errors: TypeError for declarations that cannot be kept, ViewsUnavailable when the file is not there or made from others.
 */
export async function openSqliteViewStore(options: {
  readonly file: string;
  readonly declarations: readonly ViewDeclaration[];
  /** The log that the views are built from. */
  readonly logId: string;
}): Promise<ViewStore> {
  const tables = tablesOf(options.declarations);
  const connection = Connection.open(options.file, 'read', ['temp_store = MEMORY', `cache_size = -${String(cacheKib)}`]);
  try {
    const checkpoint = connection.use(() => readCheckpoint(connection));
    if (checkpoint?.fingerprint !== fingerprintOf(options)) {
      throw new ViewsUnavailable('the views were made from another log or other declarations: open the writer first');
    }
    return new SqliteViewStore(connection, tables, checkpoint.channel);
  } catch (error) {
    connection.close();
    throw error;
  }
}

class SqliteViewStore implements ViewStore {
  readonly system: SystemViews;
  readonly #readers: Readers;
  readonly #arrivals: Arrivals;

  constructor(
    private readonly connection: Connection,
    private readonly tables: Tables,
    channel: string,
  ) {
    this.system = new SqliteSystemViews(connection, tables);
    this.#readers = new Readers(connection);
    this.#arrivals = new Arrivals(channel, () => this.#position());
  }

  reader(reader: Reader): ReaderViews {
    return new SqliteReaderViews(this.connection, this.tables, this.#readers, reader);
  }

  async position(): Promise<number> {
    return this.#position();
  }

  async reached(place: number, { timeoutMsMax }: { readonly timeoutMsMax: number }): Promise<boolean> {
    return this.#arrivals.wait(place, timeoutMsMax);
  }

  async close(): Promise<void> {
    this.#arrivals.close();
    this.connection.close();
  }

  #position(): number {
    return this.connection.use(() => readPosition(this.connection));
  }
}
