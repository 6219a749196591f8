import { BroadcastChannel } from 'node:worker_threads';
import type { Batch, Hold, ViewChange, ViewDeclaration, ViewWriter } from '@datakeep/view-store';
import { ChangeRefused, HoldLost, ViewsUnavailable } from '@datakeep/view-store';
import { changeApplier } from './apply-change.js';
import { fingerprintOf, prepareFile } from './checkpoint.js';
import { Connection } from './connection.js';
import { parkedStreams } from './parked.js';
import { tablesOf } from './tables.js';
import { Wishes } from './wishes.js';

/** Memory for pages of the file, in KiB: the ends and upper levels of the indexes that a batch writes. */
const cacheKib = 16 * 1024;
/** Pages (4 KiB) in the write-ahead log before they are copied into the file: most are written often, and then copied once. */
const walPagesMax = 32_768;

/**
 * The writing side of the views in one SQLite file; opens in a thread of its own in production. It makes the file and its
 * tables, and makes them anew from position 0 when the declarations changed, when they were built from another log, or when
 * they are ahead of it (design, section 5: a view is disposable).
 * `synchronous=NORMAL`: the checkpoint lies in the same file, so a power cut loses both alike and the projector goes on
 * from there. Errors: TypeError for declarations that cannot be kept, ViewsUnavailable.
 */
export async function openSqliteViewWriter(options: {
  readonly file: string;
  readonly declarations: readonly ViewDeclaration[];
  /** The log that the views are built from, and its last place at present. */
  readonly log: { readonly logId: string; readonly head: number };
}): Promise<ViewWriter> {
  const { declarations, log } = options;
  const tables = tablesOf(declarations);
  const made = { fingerprint: fingerprintOf({ logId: log.logId, declarations }), head: log.head };
  const pragmas = [
    'journal_mode = WAL',
    'synchronous = NORMAL',
    `cache_size = -${String(cacheKib)}`,
    `wal_autocheckpoint = ${String(walPagesMax)}`,
  ];
  const connection = Connection.open(options.file, 'write', pragmas);
  try {
    const { channel } = connection.use(() => prepareFile(connection, tables, made));
    return new SqliteViewWriter(connection, changeApplier(connection, tables), channel);
  } catch (error) {
    connection.close();
    throw error;
  }
}

class SqliteViewWriter implements ViewWriter {
  readonly #channel: BroadcastChannel;
  readonly #wishes: Wishes;
  #applied = 0;

  constructor(
    private readonly connection: Connection,
    private readonly applyChange: (change: ViewChange) => void,
    channel: string,
  ) {
    this.#channel = new BroadcastChannel(channel);
    this.#channel.unref();
    this.#wishes = new Wishes(channel);
  }

  async hold(): Promise<Hold> {
    const sql = 'UPDATE checkpoint SET epoch = epoch + 1 RETURNING epoch, position';
    return this.connection.transaction('IMMEDIATE', () => {
      const { epoch, position } = this.connection.prepare(sql).get() as Hold;
      return { epoch, position, parked: parkedStreams(this.connection).map(({ stream }) => stream) };
    });
  }

  async apply({ epoch, from, to, changes }: Batch): Promise<void> {
    if (to < from) throw new RangeError(`a batch cannot go back from ${String(from)} to ${String(to)}`);
    this.#write(() => {
      const moved = this.connection
        .prepare('UPDATE checkpoint SET position = ? WHERE epoch = ? AND position = ?')
        .run(to, epoch, from);
      if (moved.changes !== 1) throw new HoldLost(`the hold ${String(epoch)} at position ${String(from)} is not the newest`);
      for (const change of changes) this.applyChange(change);
    });
    this.#applied = to;
    this.#channel.postMessage(to);
  }

  /** What is neither a lost hold nor SQLite's own trouble is a fault of a change. */
  #write(work: () => void): void {
    try {
      this.connection.transaction('IMMEDIATE', work);
    } catch (error) {
      throw error instanceof HoldLost || error instanceof ViewsUnavailable ? error : new ChangeRefused(error);
    }
  }

  wanted({ timeoutMsMax }: { readonly timeoutMsMax: number }): Promise<void> {
    return this.#wishes.beyond(this.#applied, timeoutMsMax);
  }

  async close(): Promise<void> {
    this.#channel.close();
    this.#wishes.close();
    this.connection.closeWhole();
  }
}
