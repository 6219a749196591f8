import { setImmediate } from 'node:timers/promises';
import {
  snapshotChunkBytesMax,
  SnapshotsUnavailable,
  type Snapshot,
  type SnapshotStore,
  type SnapshotToWrite,
} from '@datakeep/view-store';
import type { Connection } from './connection.js';
import { isBrokenFile, openSnapshotsFile, removeSnapshotsFile, type SnapshotsFile } from './snapshots-file.js';

interface Manifest {
  readonly snapshot: number;
  readonly revision: number;
  readonly chunks: number;
}

const newestSql =
  'SELECT snapshot, revision, chunks FROM snapshots WHERE stream = ? AND chunks IS NOT NULL ORDER BY snapshot DESC LIMIT 1';
const manifestSql =
  'UPDATE snapshots SET chunks = :chunks WHERE snapshot = :snapshot AND :chunks = (SELECT count(*) FROM chunks WHERE snapshot = :snapshot)';

/**
 * Snapshots in one SQLite file of their own, over one connection on the thread that calls: a chunk is written in some hundred
 * microseconds, and between two of them the thread is free. The file is opened when it is first used. A file that is of another
 * log, of another shape or broken is emptied: nothing that matters lies in it.
 */
export async function openSqliteSnapshotStore(file: SnapshotsFile): Promise<SnapshotStore> {
  return new SqliteSnapshotStore(file);
}

class SqliteSnapshotStore implements SnapshotStore {
  #connection: Connection | undefined;
  #closed = false;

  constructor(private readonly file: SnapshotsFile) {}

  async newest(stream: string): Promise<Snapshot | undefined> {
    const manifest = this.#use((connection) => connection.prepare(newestSql).get(stream) as Manifest | undefined);
    return manifest === undefined ? undefined : { stream, revision: manifest.revision, chunks: this.#chunks(manifest) };
  }

  async write({ stream, revision, chunks }: SnapshotToWrite): Promise<void> {
    const snapshot = this.#use((connection) => {
      const { lastInsertRowid } = connection
        .prepare('INSERT INTO snapshots (stream, revision) VALUES (?, ?)')
        .run(stream, revision);
      return Number(lastInsertRowid);
    });
    try {
      const written = await this.#writeChunks(snapshot, chunks);
      const said = this.#use((connection) => connection.prepare(manifestSql).run({ snapshot, chunks: written }).changes);
      if (said !== 1) throw new SnapshotsUnavailable('chunks of a snapshot were removed while it was written');
    } catch (error) {
      this.#forget(snapshot);
      throw error;
    }
    for (const older of this.#others(stream, snapshot)) {
      this.#use((connection) => removeSnapshot(connection, older));
      await setImmediate();
    }
  }

  async remove(stream: string): Promise<void> {
    for (const snapshot of this.#others(stream, Number.MAX_SAFE_INTEGER)) {
      this.#use((connection) => removeSnapshot(connection, snapshot));
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#connection?.close();
  }

  async *#chunks({ snapshot, chunks }: Manifest): AsyncGenerator<Uint8Array> {
    const sql = 'SELECT bytes FROM chunks WHERE snapshot = ? AND number = ?';
    for (let number = 0; number < chunks; number += 1) {
      const row = this.#use((connection) => connection.prepare(sql).get(snapshot, number) as { bytes: Uint8Array } | undefined);
      if (row === undefined) throw new SnapshotsUnavailable('a snapshot was removed while it was read');
      yield row.bytes;
      await setImmediate();
    }
  }

  /** Writes each chunk in a transaction of its own; gives how many there were. */
  async #writeChunks(snapshot: number, chunks: Iterable<Uint8Array>): Promise<number> {
    let number = 0;
    for (const bytes of chunks) {
      if (bytes.length > snapshotChunkBytesMax) throw new RangeError(`a chunk of ${String(bytes.length)} bytes is too large`);
      this.#use((connection) =>
        connection.prepare('INSERT INTO chunks (snapshot, number, bytes) VALUES (?, ?, ?)').run(snapshot, number, bytes),
      );
      number += 1;
      await setImmediate();
    }
    if (number === 0) throw new RangeError('a snapshot has at least one chunk');
    return number;
  }

  /** Snapshots of the stream that were begun before this one. */
  #others(stream: string, before: number): readonly number[] {
    const sql = 'SELECT snapshot FROM snapshots WHERE stream = ? AND snapshot < ?';
    return this.#use((connection) => connection.prepare(sql).all(stream, before) as { snapshot: number }[]).map(
      (row) => row.snapshot,
    );
  }

  /** Room that cannot be given back now is given back when the file is opened next. */
  #forget(snapshot: number): void {
    try {
      this.#use((connection) => removeSnapshot(connection, snapshot));
    } catch (error) {
      if (!(error instanceof SnapshotsUnavailable)) throw error;
    }
  }

  /** Runs `work` on the opened file. Whatever the file does is SnapshotsUnavailable; a broken one is removed. */
  #use<Result>(work: (connection: Connection) => Result): Result {
    if (this.#closed) throw new SnapshotsUnavailable('the snapshots are closed');
    try {
      const connection = (this.#connection ??= openSnapshotsFile(this.file));
      return connection.use(() => work(connection));
    } catch (error) {
      if (isBrokenFile(error)) {
        this.#connection?.close();
        this.#connection = undefined;
        removeSnapshotsFile(this.file);
      }
      throw new SnapshotsUnavailable('the snapshots cannot be used', { cause: error });
    }
  }
}

function removeSnapshot(connection: Connection, snapshot: number): void {
  connection.transaction('IMMEDIATE', () => {
    connection.prepare('DELETE FROM chunks WHERE snapshot = ?').run(snapshot);
    connection.prepare('DELETE FROM snapshots WHERE snapshot = ?').run(snapshot);
  });
}
