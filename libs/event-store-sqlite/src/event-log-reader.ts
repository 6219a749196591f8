import type {
  EventBatch,
  EventStore,
  ReadAllRequest,
  ReadStreamRequest,
  RecordedEvent,
  SubscribeRequest,
} from '@datakeep/event-store';
import { CommitListener } from './commit-channel.js';
import { openLogForReading } from './log-file.js';
import { LogReader } from './log-reader.js';
import { readLogId } from './log-tables.js';
import { follow } from './subscription.js';

/** An event store without what writes. */
export type EventLogReader = Omit<EventStore, 'append' | 'truncate' | 'tombstone'>;

/**
 * Opens the log of a folder for reading, on any thread of the process whose writer has it open: subscribers hear of commits from
 * that writer. Rejects with StoreUnavailable when no writer has made the log yet.
 */
export function openSqliteEventLogReader({ folder }: { readonly folder: string }): Promise<EventLogReader> {
  return Promise.resolve().then(() => new SqliteEventLogReader(folder));
}

/** Reads on a connection of its own, synchronously beneath the promises. */
class SqliteEventLogReader implements EventLogReader {
  readonly logId: string;
  readonly #reader: LogReader;
  readonly #commits: CommitListener;

  constructor(folder: string) {
    const db = openLogForReading(folder);
    this.logId = readLogId(db);
    this.#reader = new LogReader(db);
    this.#commits = new CommitListener(this.logId);
  }

  async readStream(request: ReadStreamRequest): Promise<readonly RecordedEvent[]> {
    return this.#reader.readStream(request);
  }

  async readAll(request: ReadAllRequest): Promise<EventBatch> {
    return this.#reader.readAll(request);
  }

  async reachHead(): Promise<number> {
    return this.#reader.head();
  }

  subscribe(request: SubscribeRequest): AsyncIterable<EventBatch> {
    return follow(this.#reader, this.#commits.listen(), request);
  }

  async close(): Promise<void> {
    this.#commits.close();
    this.#reader.close();
  }
}
