import {
  type AppendOutcome,
  type AppendRequest,
  type EventBatch,
  type EventStore,
  type ReadAllRequest,
  type ReadStreamRequest,
  type RecordedEvent,
  StoreUnavailable,
  type SubscribeRequest,
} from '@datakeep/event-store';
import { AppendQueue } from './append-queue.js';
import { type EventLogReader, openSqliteEventLogReader } from './event-log-reader.js';
import { startWriter, WriterLink } from './writer-link.js';
import type { WriterSettings } from './writer.worker.js';

/**
 * Opens the log in a folder (`events.sqlite`), which it makes if need be: a writer on a thread of its own, reads on the calling
 * one. Whoever calls holds the folder's lock. Rejects with StoreUnavailable.
 */
export async function openSqliteEventStore(settings: WriterSettings): Promise<SqliteEventStore> {
  const link = new WriterLink(startWriter(settings));
  try {
    // A reader that came before the writer's word would find no tables.
    await link.ask('introduce', null);
    return new SqliteEventStore(link, await openSqliteEventLogReader(settings));
  } catch (error) {
    await link.close();
    throw error;
  }
}

/** The embedded event store (design, section 4). */
export class SqliteEventStore implements EventStore {
  readonly logId: string;
  /** Rejects when the writer died: every later append would be refused, so the process had better end. */
  readonly died: Promise<never>;
  readonly #queue: AppendQueue;
  #closing: Promise<void> | undefined;

  constructor(
    private readonly link: WriterLink,
    private readonly reader: EventLogReader,
  ) {
    this.logId = reader.logId;
    this.died = link.died;
    this.#queue = new AppendQueue(link);
  }

  async append(request: AppendRequest): Promise<AppendOutcome> {
    this.#checkOpen();
    return this.#queue.append(request);
  }

  readStream(request: ReadStreamRequest): Promise<readonly RecordedEvent[]> {
    return this.reader.readStream(request);
  }

  readAll(request: ReadAllRequest): Promise<EventBatch> {
    return this.reader.readAll(request);
  }

  async reachHead(): Promise<number> {
    // A transaction has its time from its beginning: the writer's word is that the one it was busy with is in.
    await this.link.ask('introduce', null);
    return this.reader.reachHead();
  }

  subscribe(request: SubscribeRequest): AsyncIterable<EventBatch> {
    return this.reader.subscribe(request);
  }

  async truncate({ stream, beforeRevision }: { readonly stream: string; readonly beforeRevision: number }): Promise<void> {
    this.#checkOpen();
    await this.link.ask('truncate', { stream, beforeRevision });
  }

  async tombstone({ stream }: { readonly stream: string }): Promise<void> {
    this.#checkOpen();
    await this.link.ask('tombstone', { stream });
  }

  /** Answers what was appended before, then closes; once more is the same close. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#queue.drained();
    // The writer closes last, and folds the write-ahead log into the file when nobody reads from it any more.
    await this.reader.close();
    await this.link.close();
  }

  #checkOpen(): void {
    if (this.#closing !== undefined) throw new StoreUnavailable('the log is closed');
  }
}
