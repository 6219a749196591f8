import { type AppendOutcome, type AppendRequest, noStream, StreamTombstoned } from '@datakeep/event-store';
import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { guidToBytes } from './guid-bytes.js';
import { sqliteLogLimits } from './limits.js';
import { headSql } from './log-tables.js';
import { faultOf } from './sqlite-fault.js';
import { type StreamHead, StreamHeads } from './stream-heads.js';

type StoredEvent = Omit<AppendRequest['events'][number], 'eventHash' | 'eventId'> & { readonly eventId: string };

/** An append as the writer needs it: any AppendRequest is one. */
export interface StoredAppend extends Omit<AppendRequest, 'events'> {
  readonly events: readonly StoredEvent[];
}

export type AppendAnswer = AppendOutcome | { readonly outcome: 'stream-tombstoned' };

/** The one who writes to a log: decides on revisions, gives places away, and commits. It must be the only one on its file. */
export class LogWriter {
  readonly #heads = new StreamHeads(sqliteLogLimits.rememberedStreamsMax);
  readonly #begin;
  readonly #commit;
  readonly #insertEvent;
  readonly #insertStream;
  readonly #findHead;
  readonly #findBehind;
  #place: number;

  constructor(private readonly db: DatabaseSyncInstance) {
    const rows = (sql: string): StatementSyncInstance => db.prepare(sql, { returnArrays: true });
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#insertEvent = db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.#insertStream = db.prepare('INSERT INTO streams (name, truncated_before, tombstoned) VALUES (?, 0, 0)');
    this.#findHead = rows(`
      SELECT id, tombstoned, max(truncated_before - 1, ifnull((SELECT max(revision) FROM events WHERE stream = streams.id), ${String(noStream)}))
      FROM streams WHERE name = ?`);
    this.#findBehind = rows(
      'SELECT event_id, place, time_ms FROM events WHERE stream = ? AND revision > ? ORDER BY revision LIMIT ?',
    );
    this.#place = (rows(headSql).get() as [number])[0];
  }

  /** The place of the last event that was appended. */
  get place(): number {
    return this.#place;
  }

  /**
   * Appends all in one transaction, each on its own expected revision, and answers each. Throws StorageFull or StoreUnavailable
   * when the transaction failed as a whole; nothing of it is written then.
   */
  appendAll(appends: readonly StoredAppend[]): readonly AppendAnswer[] {
    return this.#transaction(() => {
      const timeMs = Date.now();
      return appends.map((append) => this.#append(append, timeMs));
    });
  }

  /** Removes the events before a revision, of the ones that exist. Throws StreamTombstoned. */
  truncate(stream: string, beforeRevision: number): void {
    this.#transaction(() => {
      const head = this.#head(stream);
      if (head?.tombstoned === true) throw new StreamTombstoned(stream);
      if (head === undefined) return;
      const before = Math.min(beforeRevision, head.revision + 1);
      this.db.prepare('UPDATE streams SET truncated_before = max(truncated_before, ?) WHERE id = ?').run(before, head.id);
      this.db.prepare('DELETE FROM events WHERE stream = ? AND revision < ?').run(head.id, before);
      this.#rememberPlace();
    });
  }

  /** Removes a stream for ever, also one that was never there; once more changes nothing. */
  tombstone(stream: string): void {
    this.#transaction(() => {
      const { id, revision } = this.#head(stream) ?? this.#create(stream);
      this.db.prepare('UPDATE streams SET tombstoned = 1 WHERE id = ?').run(id);
      this.db.prepare('DELETE FROM events WHERE stream = ?').run(id);
      this.#rememberPlace();
      this.#heads.set(stream, { id, tombstoned: true, revision });
    });
  }

  #append({ stream, expectedRevision, events }: StoredAppend, timeMs: number): AppendAnswer {
    const known = this.#head(stream);
    if (known?.tombstoned === true) return { outcome: 'stream-tombstoned' };
    const actualRevision = known?.revision ?? noStream;
    if (actualRevision !== expectedRevision) {
      const first = known && this.#appendedBefore(known, expectedRevision, events);
      return first ?? { outcome: 'revision-has-moved', actualRevision };
    }
    const head = known ?? this.#create(stream);
    for (const { eventId, type, header, facts, body } of events) {
      head.revision += 1;
      this.#place += 1;
      this.#insertEvent.run(this.#place, head.id, head.revision, guidToBytes(eventId), type, timeMs, header, facts, body);
    }
    return { outcome: 'appended', firstRevision: expectedRevision + 1, lastRevision: head.revision, place: this.#place, timeMs };
  }

  /** The first answer to an append that is repeated: its very events stand right behind the revision it expects. */
  #appendedBefore(head: StreamHead, expectedRevision: number, events: StoredAppend['events']): AppendAnswer | undefined {
    const lastRevision = expectedRevision + events.length;
    if (lastRevision > head.revision) return undefined;
    const found = this.#findBehind.all(head.id, expectedRevision, events.length) as [Uint8Array, number, number][];
    const same = found.length === events.length && found.every(([id], at) => guidToBytes(events[at]!.eventId).equals(id));
    const last = found.at(-1);
    if (!same || last === undefined) return undefined;
    return { outcome: 'appended', firstRevision: expectedRevision + 1, lastRevision, place: last[1], timeMs: last[2] };
  }

  #head(stream: string): StreamHead | undefined {
    const remembered = this.#heads.get(stream);
    if (remembered !== undefined) return remembered;
    const row = this.#findHead.get(stream) as [number, number, number] | undefined;
    if (row === undefined) return undefined;
    const head = { id: row[0], tombstoned: row[1] === 1, revision: row[2] };
    this.#heads.set(stream, head);
    return head;
  }

  #create(stream: string): StreamHead {
    const head = { id: Number(this.#insertStream.run(stream).lastInsertRowid), tombstoned: false, revision: noStream };
    this.#heads.set(stream, head);
    return head;
  }

  /** Without it the place of a removed last event would be given away again after a restart. */
  #rememberPlace(): void {
    this.db.prepare('UPDATE log_meta SET removed_place = ?').run(this.#place);
  }

  #transaction<Result>(work: () => Result): Result {
    const placeBefore = this.#place;
    try {
      this.#begin.run();
      const result = work();
      this.#commit.run();
      return result;
    } catch (error) {
      this.#heads.clear();
      this.#place = placeBefore;
      // SQLite rolls back by itself when the disk is full, and a ROLLBACK without a transaction is an error.
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      throw faultOf(error);
    }
  }
}
