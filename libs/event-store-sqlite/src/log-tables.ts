import type { DatabaseSyncInstance } from '@photostructure/sqlite';

export const formatVersion = 1;

/**
 * The tables of a log. The revision of a stream is not kept but read from its last event, which spares every append an
 * update; `truncated_before` keeps it when truncation has removed that event. The body stands last, so that a read without bodies
 * does not touch the pages they spill to.
 */
const tables = `
  CREATE TABLE IF NOT EXISTS log_meta (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    log_id TEXT NOT NULL,
    format_version INTEGER NOT NULL,
    removed_place INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS streams (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    truncated_before INTEGER NOT NULL,
    tombstoned INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS events (
    place INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    event_id BLOB NOT NULL,
    type TEXT NOT NULL,
    time_ms INTEGER NOT NULL,
    header TEXT NOT NULL,
    facts BLOB NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;
`;

/** Makes the tables that are missing, and the row that names the log, in one transaction. */
export function createTables(db: DatabaseSyncInstance, newLogId: string): void {
  db.exec('BEGIN IMMEDIATE');
  db.exec(tables);
  db.prepare('INSERT OR IGNORE INTO log_meta VALUES (1, ?, ?, 0)').run(newLogId, formatVersion);
  db.exec('COMMIT');
}

/** The 16 hexadecimal digits that name the log. */
export function readLogId(db: DatabaseSyncInstance): string {
  return (db.prepare('SELECT log_id FROM log_meta', { returnArrays: true }).get() as [string])[0];
}

/** The largest place that was ever given away; `removed_place` remembers it when its event was removed. */
export const headSql = `SELECT max(removed_place, ifnull((SELECT max(place) FROM events), 0)) FROM log_meta`;
