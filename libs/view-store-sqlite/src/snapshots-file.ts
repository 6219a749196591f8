import { rmSync } from 'node:fs';
import { Connection } from './connection.js';

/** Where snapshots lie, and the log that they are of. */
export interface SnapshotsFile {
  readonly file: string;
  readonly logId: string;
}

/** Raised when the tables change; a file of another shape is emptied. */
const shape = 1;
/** Results of SQLite that say that the file is not one, or not whole. */
const broken = [11, 26];

const pragmas = [
  // Nobody else writes here: whoever holds the file all the same is not waited for, because commands would wait too.
  'busy_timeout = 0',
  'journal_mode = WAL',
  'synchronous = NORMAL',
  'cache_size = -2048',
];

const tables = [
  'CREATE TABLE source (log_id TEXT NOT NULL, shape INTEGER NOT NULL) STRICT',
  // Numbers are never used again, so that a reader never takes chunks of another snapshot for his. No chunks: not whole yet.
  'CREATE TABLE snapshots (snapshot INTEGER PRIMARY KEY AUTOINCREMENT, stream TEXT NOT NULL, revision INTEGER NOT NULL, chunks INTEGER) STRICT',
  'CREATE INDEX snapshots_of_stream ON snapshots (stream, snapshot)',
  'CREATE TABLE chunks (snapshot INTEGER NOT NULL, number INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (snapshot, number)) STRICT',
];

/** What a writer left that did not come to its end, and what it had not yet removed. */
const leftOver =
  'SELECT snapshot FROM snapshots AS s WHERE chunks IS NULL OR snapshot < (SELECT max(snapshot) FROM snapshots WHERE stream = s.stream AND chunks IS NOT NULL)';

/** Opens the file for its log, made anew when it is not there or is not of this log and shape. Errors: ViewsUnavailable. */
export function openSnapshotsFile(of: SnapshotsFile): Connection {
  const found = Connection.open(of.file, 'write', pragmas);
  try {
    if (isOf(found, of)) {
      found.transaction('IMMEDIATE', () => {
        found.prepare(`DELETE FROM chunks WHERE snapshot IN (${leftOver})`).run();
        found.prepare(`DELETE FROM snapshots WHERE snapshot IN (${leftOver})`).run();
      });
      return found;
    }
  } catch (error) {
    found.close();
    throw error;
  }
  found.close();
  removeSnapshotsFile(of);
  return made(of);
}

export function removeSnapshotsFile({ file }: SnapshotsFile): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
}

/** True when the fault says that the file itself is no good, so that only a new one helps. */
export function isBrokenFile(error: unknown): boolean {
  const { errcode } = (error instanceof Error ? (error.cause ?? error) : {}) as { errcode?: unknown };
  return typeof errcode === 'number' && broken.includes(errcode & 0xff);
}

function isOf(connection: Connection, { logId }: SnapshotsFile): boolean {
  return connection.use(() => {
    if (connection.prepare("SELECT 1 FROM sqlite_master WHERE name = 'source'").get() === undefined) return false;
    return connection.prepare('SELECT 1 FROM source WHERE log_id = ? AND shape = ?').get(logId, shape) !== undefined;
  });
}

function made({ file, logId }: SnapshotsFile): Connection {
  const connection = Connection.open(file, 'write', pragmas);
  try {
    connection.transaction('IMMEDIATE', () => {
      for (const sql of tables) connection.prepare(sql).run();
      connection.prepare('INSERT INTO source (log_id, shape) VALUES (?, ?)').run(logId, shape);
    });
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}
