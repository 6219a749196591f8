import {
  type AppendOutcome,
  type AppendRequest,
  type EventBatch,
  type EventStore,
  type ReadAllRequest,
  type ReadStreamRequest,
  type RecordedEvent,
  StoreUnavailable,
  StreamTombstoned,
  type SubscribeRequest,
} from '@datakeep/event-store';
import { checkAppend } from './append-check.js';
import { openLogInMemory, type WriteOptions } from './log-file.js';
import { LogReader } from './log-reader.js';
import { readLogId } from './log-tables.js';
import { LogWriter } from './log-writer.js';
import { follow } from './subscription.js';
import { WakeUps } from './wake-ups.js';

/** Opens an empty log in memory, on the calling thread and for it alone: the fast reference for tests (style, "Layout"). */
export function openMemoryEventStore(options: WriteOptions = {}): Promise<EventStore> {
  return Promise.resolve().then(() => new MemoryEventStore(options));
}

class MemoryEventStore implements EventStore {
  readonly logId: string;
  readonly #reader: LogReader;
  readonly #writer: LogWriter;
  readonly #wakeUps = new WakeUps();
  #closed = false;

  constructor(options: WriteOptions) {
    const db = openLogInMemory(options);
    this.logId = readLogId(db);
    this.#reader = new LogReader(db);
    this.#writer = new LogWriter(db);
  }

  async append(request: AppendRequest): Promise<AppendOutcome> {
    checkAppend(request);
    const [answer] = this.#openWriter().appendAll([request]);
    if (answer === undefined) throw new TypeError('the writer answers each append');
    if (answer.outcome === 'stream-tombstoned') throw new StreamTombstoned(request.stream);
    this.#wakeUps.wake();
    return answer;
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
    return follow(this.#reader, this.#wakeUps, request);
  }

  async truncate({ stream, beforeRevision }: { readonly stream: string; readonly beforeRevision: number }): Promise<void> {
    this.#openWriter().truncate(stream, beforeRevision);
  }

  async tombstone({ stream }: { readonly stream: string }): Promise<void> {
    this.#openWriter().tombstone(stream);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#wakeUps.close();
    this.#reader.close();
  }

  #openWriter(): LogWriter {
    if (this.#closed) throw new StoreUnavailable('the log is closed');
    return this.#writer;
  }
}
