import type { SealedEvent } from '@datakeep/kernel';

/** The revision that "no stream yet" is expected by: events of a stream count from 0. */
export const noStream = -1;

/** Which parts of an event a reader wants: `facts` leaves the bodies out. */
export type EventParts = 'all' | 'facts';

export interface AppendRequest {
  readonly stream: string;
  /** Revision of the last event that the decision rests on; `noStream` for a new stream. There is no "any". */
  readonly expectedRevision: number;
  /** At least one; together at most `limits.appendBytesMax` encoded bytes (header + facts + body of each). */
  readonly events: readonly SealedEvent[];
}

export type AppendOutcome =
  | {
      readonly outcome: 'appended';
      readonly firstRevision: number;
      readonly lastRevision: number;
      /** Place of the last event appended. */
      readonly place: number;
      /** Append time of the store in milliseconds since 1970. */
      readonly timeMs: number;
    }
  | { readonly outcome: 'revision-has-moved'; readonly actualRevision: number };

export interface RecordedEvent {
  readonly stream: string;
  readonly revision: number;
  /** Place in the log, counted from 1, ascending in the order of append; gaps are allowed. */
  readonly place: number;
  /** Append time of the store in milliseconds since 1970. */
  readonly timeMs: number;
  readonly eventId: string;
  readonly type: string;
  readonly header: string;
  readonly facts: Uint8Array;
  /** Null when it was read with `parts: 'facts'`. */
  readonly body: Uint8Array | null;
}

export interface ReadStreamRequest {
  readonly stream: string;
  readonly fromRevision: number;
  readonly countMax: number;
  readonly parts: EventParts;
}

export interface ReadAllRequest {
  /** Exclusive; 0 reads from the first event. */
  readonly afterPlace: number;
  readonly countMax: number;
  readonly parts: EventParts;
  /** Only streams whose names begin with one of these; all when left out. */
  readonly streamPrefixes?: readonly string[];
}

export interface EventBatch {
  readonly events: readonly RecordedEvent[];
  /** Everything up to and including this place was read or filtered out: where to go on after. */
  readonly throughPlace: number;
}

export interface SubscribeRequest extends ReadAllRequest {
  /** Ends the subscription without an error. */
  readonly signal: AbortSignal;
}

/**
 * The log (design, sections 3 and 4). Appends to one stream are atomic and proved by an expected revision; what was
 * answered "appended" is durable.
 *
 * Repeating an append whose events (same ids, same order) already stand right behind the expected revision answers the
 * first result again, so an append of unknown outcome is settled by repeating it.
 *
 * Errors: StoreUnavailable, StoreBusy, StorageFull, StreamTombstoned; LimitReached for an append that is too large (nothing is sent).
 */
export interface EventStore {
  /** 16 hexadecimal digits, made with the log and never changed. */
  readonly logId: string;
  append(request: AppendRequest): Promise<AppendOutcome>;
  /** Events in order of revision, at most `countMax`; none for an absent stream. Reads what every earlier answered append wrote. */
  readStream(request: ReadStreamRequest): Promise<readonly RecordedEvent[]>;
  /** Events of all streams in order of place. */
  readAll(request: ReadAllRequest): Promise<EventBatch>;
  /**
   * A place that is at or behind every event whose append was answered before the call (design, "Reaching the head"). No event
   * behind it has a time before the call, so that what the log had reached at an earlier time is settled.
   */
  reachHead(): Promise<number>;
  /** Batches from `afterPlace` on, then live ones as they come; never an empty batch twice in a row for the same place. */
  subscribe(request: SubscribeRequest): AsyncIterable<EventBatch>;
  /** Removes the events of a stream before `beforeRevision`; revisions go on. */
  truncate(request: { readonly stream: string; readonly beforeRevision: number }): Promise<void>;
  /** Removes a stream for ever. */
  tombstone(request: { readonly stream: string }): Promise<void>;
  close(): Promise<void>;
}

/** Token under which the store of this process is injected. */
export const EVENT_STORE = Symbol('EventStore');
