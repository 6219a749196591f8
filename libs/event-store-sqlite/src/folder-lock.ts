import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { isBusy } from './sqlite-fault.js';

/** Another process, or another part of this one, uses the folder. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';

  constructor(
    readonly folder: string,
    /** Process id of the holder; null when it has not written it down yet. */
    readonly pid: number | null,
  ) {
    super(`the folder ${folder} is in use by ${pid === null ? 'another process' : `process ${String(pid)}`}`);
  }
}

export interface FolderLock {
  readonly folder: string;
  /** Lets the folder go; once more does nothing. */
  release(): void;
}

/** A handle that nobody refers to is collected, and closing its file would let the lock go. */
const held = new Set<DatabaseSyncInstance>();

/**
 * Takes a folder for this process alone, until `release` or the end of the process, however it ends. Makes the folder if need
 * be. Throws FolderInUse. The lock is SQLite's own on a file beside the log, which has readers of its own to let in.
 */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true });
  // Nothing may open this file by `fs`: closing it would drop the POSIX lock of the whole process.
  const db = new DatabaseSync(join(folder, 'lock.sqlite'));
  const pidFile = join(folder, 'lock.pid');
  try {
    takeExclusively(db);
  } catch (error) {
    db.close();
    throw isBusy(error) ? new FolderInUse(folder, pidIn(pidFile)) : error;
  }
  held.add(db);
  writeFileSync(pidFile, String(process.pid));
  return { folder, release: () => release(db, pidFile) };
}

function takeExclusively(db: DatabaseSyncInstance): void {
  // In this locking mode the lock stays after the commit, and no journal waits to be rolled back after a kill.
  // No prepared statement: until one is collected, `close` would neither close the file nor let the lock go.
  db.exec(`
    PRAGMA locking_mode = EXCLUSIVE;
    BEGIN EXCLUSIVE;
    CREATE TABLE IF NOT EXISTS holder (pid INTEGER NOT NULL);
    DELETE FROM holder;
    INSERT INTO holder VALUES (${String(process.pid)});
    COMMIT;
  `);
}

function release(db: DatabaseSyncInstance, pidFile: string): void {
  if (!held.delete(db)) return;
  rmSync(pidFile, { force: true });
  db.close();
}

function pidIn(pidFile: string): number | null {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8'));
    return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}
