import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StoreUnavailable } from '@datakeep/event-store';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { sqliteLogLimits } from './limits.js';
import { createTables, formatVersion } from './log-tables.js';

export interface WriteOptions {
  /** The file never has more pages (4 KiB each) than this: an append beyond gets StorageFull. */
  readonly filePagesMax?: number | undefined;
}

const synchronousFull = 2;

/** Opens the log of a folder for its one writer, with its tables; makes folder and file when there are none. */
export function openLogForWriting(folder: string, options: WriteOptions = {}): DatabaseSyncInstance {
  mkdirSync(folder, { recursive: true });
  const db = new DatabaseSync(logFileIn(folder), { timeout: sqliteLogLimits.busyMsMax });
  prepareForWriting(db, options);
  if (pragma(db, 'journal_mode') !== 'wal') throw new StoreUnavailable('the file of the log does not take write-ahead logging');
  return db;
}

/** A log in memory, which ends with its connection. */
export function openLogInMemory(options: WriteOptions = {}): DatabaseSyncInstance {
  const db = new DatabaseSync(':memory:');
  prepareForWriting(db, options);
  return db;
}

/** Opens the log of a folder for reading; the writer must have made its tables. Throws StoreUnavailable when it has not. */
export function openLogForReading(folder: string): DatabaseSyncInstance {
  try {
    const db = new DatabaseSync(logFileIn(folder), { readOnly: true, timeout: sqliteLogLimits.busyMsMax });
    checkFormat(db);
    return db;
  } catch (error) {
    throw new StoreUnavailable(`no log can be read in ${folder}`, { cause: error });
  }
}

/** Closes the log of its writer, with the write-ahead log folded into the file, so that the file alone is the log. */
export function closeLogForWriting(db: DatabaseSyncInstance): void {
  try {
    // Closing alone would do it only as the last connection, and a reader's stays until its statements are collected.
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // On a full disk the two files together are the log, and the next opening folds them.
  }
  db.close();
}

/** The value that a pragma reads back. */
export function pragma(db: DatabaseSyncInstance, name: string): unknown {
  return (db.prepare(`PRAGMA ${name}`, { returnArrays: true }).get() as unknown[])[0];
}

function prepareForWriting(db: DatabaseSyncInstance, { filePagesMax }: WriteOptions): void {
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = ${String(sqliteLogLimits.checkpointPages)};
    PRAGMA journal_size_limit = ${String(sqliteLogLimits.writeAheadLogBytesKept)};
    PRAGMA cache_size = -32768;
    PRAGMA secure_delete = ON;
  `);
  // Reopening a file in WAL mode falls back to NORMAL, which may lose answered appends with the power.
  if (pragma(db, 'synchronous') !== synchronousFull) throw new StoreUnavailable('the log does not sync every commit');
  createTables(db, randomBytes(8).toString('hex'));
  checkFormat(db);
  if (filePagesMax !== undefined) db.exec(`PRAGMA max_page_count = ${String(filePagesMax)}`);
}

function checkFormat(db: DatabaseSyncInstance): void {
  const [found] = db.prepare('SELECT format_version FROM log_meta', { returnArrays: true }).get() as [number];
  if (found !== formatVersion)
    throw new StoreUnavailable(`the log has format ${String(found)}, this program reads ${String(formatVersion)}`);
}

function logFileIn(folder: string): string {
  return join(folder, 'events.sqlite');
}
