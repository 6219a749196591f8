import {
  type EventBatch,
  type EventParts,
  type ReadAllRequest,
  type ReadStreamRequest,
  type RecordedEvent,
  StoreUnavailable,
  StreamTombstoned,
} from '@datakeep/event-store';
import { LimitReached } from '@datakeep/kernel';
import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { guidFromBytes } from './guid-bytes.js';
import { sqliteLogLimits } from './limits.js';
import { headSql } from './log-tables.js';
import { faultOf } from './sqlite-fault.js';

type EventRow = [string, number, number, Uint8Array, string, number, string, Uint8Array, Uint8Array | null];

/** Reads a log on a connection of its own, on the thread that calls. Every read sees what was committed before it. */
export class LogReader {
  readonly #statements = new Map<string, StatementSyncInstance>();

  constructor(private readonly db: DatabaseSyncInstance) {}

  /** Events of one stream in order of revision. Throws StreamTombstoned. */
  readStream({ stream, fromRevision, countMax, parts }: ReadStreamRequest): readonly RecordedEvent[] {
    checkCount(countMax);
    const found = this.#rows('SELECT id, tombstoned FROM streams WHERE name = ?', [stream])[0] as [number, number] | undefined;
    if (found === undefined) return [];
    if (found[1] === 1) throw new StreamTombstoned(stream);
    const sql = `SELECT ${columns('?', parts)} FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?`;
    return (this.#rows(sql, [stream, found[0], fromRevision, countMax]) as EventRow[]).map(recordedEvent);
  }

  /**
   * Events of all streams in order of place. A batch ends early when it is large, or when it has walked far without a match:
   * whoever asks has reached the end when `throughPlace` does not move.
   */
  readAll({ afterPlace, countMax, parts, streamPrefixes }: ReadAllRequest): EventBatch {
    checkCount(countMax);
    const prefixes = streamPrefixes ?? [''];
    if (prefixes.length > sqliteLogLimits.streamPrefixesMax) {
      throw new LimitReached('stream prefixes of a read', sqliteLogLimits.streamPrefixesMax, prefixes.length);
    }
    // The head is read first: places are given away in the order of commits, so nothing can appear below it any more.
    const walkedPlace = Math.min(this.head(), afterPlace + sqliteLogLimits.scannedPlacesMax);
    const events: RecordedEvent[] = [];
    let bytes = 0;
    for (const row of this.#iterate(allSql(parts, prefixes.length), [
      afterPlace,
      walkedPlace,
      ...prefixes,
      countMax,
    ]) as Iterable<EventRow>) {
      const event = recordedEvent(row);
      events.push(event);
      bytes += event.header.length + event.facts.length + (event.body?.length ?? 0);
      if (bytes >= sqliteLogLimits.batchBytesMax || events.length === countMax) return { events, throughPlace: event.place };
    }
    return { events, throughPlace: Math.max(afterPlace, walkedPlace) };
  }

  /** The largest place of the log; 0 while it is empty. */
  head(): number {
    return (this.#rows(headSql, [])[0] as [number])[0];
  }

  /** Closes the connection; every later read throws StoreUnavailable. */
  close(): void {
    this.#statements.clear();
    if (this.db.isOpen) this.db.close();
  }

  #rows(sql: string, values: readonly (string | number)[]): unknown[] {
    try {
      return this.#statement(sql).all(...values);
    } catch (error) {
      throw faultOf(error);
    }
  }

  *#iterate(sql: string, values: readonly (string | number)[]): Generator {
    try {
      yield* this.#statement(sql).iterate(...values);
    } catch (error) {
      throw faultOf(error);
    }
  }

  #statement(sql: string): StatementSyncInstance {
    if (!this.db.isOpen) throw new StoreUnavailable('the log is closed');
    const prepared = this.#statements.get(sql) ?? this.db.prepare(sql, { returnArrays: true });
    this.#statements.set(sql, prepared);
    return prepared;
  }
}

function columns(name: string, parts: EventParts): string {
  return `${name}, revision, place, event_id, type, time_ms, header, facts, ${parts === 'all' ? 'body' : 'NULL'}`;
}

function allSql(parts: EventParts, prefixCount: number): string {
  const matches = Array.from({ length: prefixCount }, () => 'instr(name, ?) = 1').join(' OR ');
  // CROSS JOIN keeps the events outside, where their order is that of the answer.
  return `SELECT ${columns('name', parts)} FROM events CROSS JOIN streams ON streams.id = events.stream
    WHERE place > ? AND place <= ? AND (${matches === '' ? 'FALSE' : matches}) ORDER BY place LIMIT ?`;
}

function checkCount(countMax: number): void {
  if (!Number.isSafeInteger(countMax) || countMax < 1)
    throw new RangeError(`countMax must be at least 1, not ${String(countMax)}`);
}

function recordedEvent([stream, revision, place, id, type, timeMs, header, facts, body]: EventRow): RecordedEvent {
  return { stream, revision, place, timeMs, eventId: guidFromBytes(id), type, header, facts, body };
}
