import type { ViewChange } from './changes.js';
import type { Entry, FieldValue, Row } from './declaration.js';
import type { ParkedStream } from './parked.js';

/** When a question is asked of: the newest applied position, or a position of the past. */
export type At = 'now' | number;

/** Who reads. An empty list of principals sees nothing. */
export interface Reader {
  readonly workspaceId: string;
  readonly principals: readonly string[];
}

export interface FindRequest {
  readonly view: string;
  /** A declared index of the view. The walk follows it. */
  readonly index: string;
  /** Equalities on the leading fields of the index. */
  readonly where: Entry;
  /** Equalities on further fields, which only filter what the walk meets. */
  readonly filter?: Entry;
  /** The values of the index's fields behind those of `where`, of the last row already seen: go on behind it. */
  readonly after?: readonly FieldValue[];
  readonly at: At;
  readonly limit: number;
  /** Names of `inlines` to read with each row. */
  readonly include?: readonly string[];
}

/**
 * Rows below one instance: its children with `levelsMax` 1, everything below it without. The instance is looked up at the same
 * position as the rows, in the same call.
 */
export interface FindBelowRequest extends Omit<FindRequest, 'where'> {
  /** The instance, or the workspace itself, whose own row need not be visible. */
  readonly instanceId: string;
  /** How many levels below the instance; all when left out. */
  readonly levelsMax?: number;
  /** A declared index that `hierarchy` leads, or `treeOrder`. */
  readonly index: string;
  /** Equalities on the fields of the index behind `hierarchy`; only with `levelsMax` 1, elsewhere `filter` does it. */
  readonly where?: Entry;
  /** The values of all of the index's fields of the last row already seen; of `treeOrder`: that row's hierarchy, id and `/` joined. */
  readonly after?: readonly FieldValue[];
}

/** Inlined bytes at which a page of `find` ends early; it holds one row at least, and `more` tells that there are others. */
export const pageBytesMax = 1024 * 1024;

export interface FindAnswer {
  readonly rows: readonly Row[];
  /** The position that was asked of; pass it as `at` to read on in the same state. */
  readonly position: number;
  /** True when there may be more behind the last row. */
  readonly more: boolean;
}

/**
 * What one reader can see; there is no other way to a row (design, section 4).
 * A row is visible when its access set holds one of the reader's principals. A row of the past is visible when, beside
 * that, the newest row of its instance is visible too (design, section 5). Hidden and absent answer alike.
 * What is asked of a data set at or behind the place where its views stopped is not answered, and neither is a page with a row of it.
 * Errors: ViewsUnavailable, also for an `at` that the views have not reached; ViewsParked; TypeError for what was not declared.
 */
export interface ReaderViews {
  /** The row of one instance at `at`; undefined when it is absent, deleted or hidden. */
  get(request: {
    readonly view: string;
    readonly instanceId: string;
    readonly at: At;
    readonly include?: readonly string[];
  }): Promise<Row | undefined>;
  /** The row that the deletion of an instance closed; undefined when it is absent, live or hidden. */
  deleted(request: {
    readonly view: string;
    readonly instanceId: string;
    readonly include?: readonly string[];
  }): Promise<Row | undefined>;
  find(request: FindRequest): Promise<FindAnswer>;
  /** Rows below an instance; undefined when the instance is absent, deleted or hidden at `at`. */
  findBelow(request: FindBelowRequest): Promise<FindAnswer | undefined>;
  /** How many rows `find` would meet, counted up to `max`. */
  count(request: Omit<FindRequest, 'limit' | 'after' | 'include'> & { readonly max: number }): Promise<number>;
  /**
   * The rows of one instance, newest first, of each `dataVersion` only the first row that the reader can see; `deleted` for an
   * instance whose newest row was closed by a deletion, `live` for an open one. None when it is hidden or in the other state.
   */
  versions(request: {
    readonly view: string;
    readonly instanceId: string;
    readonly state: 'live' | 'deleted';
    /** Exclusive: only versions below it. */
    readonly beforeVersion?: number;
    readonly limit: number;
    readonly include?: readonly string[];
  }): Promise<readonly Row[]>;
  /**
   * The newest event on an instance or below it, up to `at`, that this reader can see. Ask it of a visible instance only. For a
   * position of the past it walks the events of the data set backward until it meets one.
   */
  newest(request: {
    readonly view: string;
    readonly instanceId: string;
    readonly at: At;
  }): Promise<{ place: number; timeMs: number } | undefined>;
  /**
   * The principals of the access set of one instance's row at `at`, ascending by code point; undefined when the instance is
   * absent, deleted or hidden.
   */
  principals(request: {
    readonly view: string;
    readonly instanceId: string;
    readonly at: At;
    /** Exclusive: only principals behind it. */
    readonly after?: string;
    readonly limit: number;
  }): Promise<PrincipalsAnswer | undefined>;
  /**
   * Events in the order of their places, of one instance or of the whole workspace. They end, with `more`, where the views of a data
   * set stopped of which the reader sees something, so that nobody who goes on passes over events: the next page is ViewsParked.
   */
  events(request: {
    readonly view: string;
    readonly instanceId?: string;
    /** Exclusive; 0 begins with the first event. */
    readonly afterPlace: number;
    readonly limit: number;
  }): Promise<EventsAnswer>;
}

export interface PrincipalsAnswer {
  readonly principals: readonly string[];
  /** The position that was asked of; pass it as `at` to read on in the same set. */
  readonly position: number;
  readonly more: boolean;
}

/** Where an event stands; the log has the event itself. */
export interface NotedEvent {
  readonly instanceId: string;
  /** Equal to the reader's workspace for events of the workspace itself. */
  readonly dataSetId: string;
  readonly revision: number;
  readonly place: number;
}

export interface EventsAnswer {
  readonly events: readonly NotedEvent[];
  /** How far the views stood. */
  readonly position: number;
  readonly more: boolean;
}

/** What the server reads before it knows who is asking; it reaches no row of a record. */
export interface SystemViews {
  /** An entry of a view of audience `system`, by its whole key. */
  entry(view: string, key: Entry): Promise<Entry | undefined>;
  /** The data set that an id lives or lived in. A stale answer is only ever undefined, never wrong (design, section 2). */
  dataSetOf(view: string, key: { readonly workspaceId: string; readonly instanceId: string }): Promise<string | undefined>;
  /**
   * The last place that the log had reached at `timeMs`, by the store's append times under a running maximum; undefined when
   * nothing later is known, so that later events may still belong to it.
   */
  placeAt(view: string, timeMs: number): Promise<number | undefined>;
  /** The streams whose views are stopped, in the order of their places. */
  parked(): Promise<readonly ParkedStream[]>;
}

/** The reading side of the views. Errors: ViewsUnavailable. */
export interface ViewStore {
  reader(reader: Reader): ReaderViews;
  readonly system: SystemViews;
  /** The position that everything is applied up to. */
  position(): Promise<number>;
  /** Waits until `position() >= place`; false when `timeoutMsMax` passed first. */
  reached(place: number, options: { readonly timeoutMsMax: number }): Promise<boolean>;
  close(): Promise<void>;
}

/** A hold on the views: only the newest one can write. */
export interface Hold {
  readonly epoch: number;
  /** Where the views stand: go on behind it. */
  readonly position: number;
  /** Streams whose views are stopped: nothing of them may be applied any more. */
  readonly parked: readonly string[];
}

/** Another projector took the hold, or the position is not the expected one: nothing of the batch was written. */
export class HoldLost extends Error {
  override readonly name = 'HoldLost';
}

/** The views cannot be read or written at present. */
export class ViewsUnavailable extends Error {
  override readonly name = 'ViewsUnavailable';
}

export interface Batch {
  readonly epoch: number;
  /** The position that the batch goes on behind: must be the one that the views stand at. */
  readonly from: number;
  /** The position that the views stand at afterwards. */
  readonly to: number;
  readonly changes: readonly ViewChange[];
}

/** The writing side, for a projector. */
export interface ViewWriter {
  /** Takes the hold from whoever has it; his next batch ends in HoldLost. */
  hold(): Promise<Hold>;
  /**
   * Applies all changes in their order together with the checkpoint, or nothing. A reader sees all of it or nothing.
   * Errors: HoldLost, ViewsUnavailable, and ChangeRefused for what the views cannot take, now or later.
   */
  apply(batch: Batch): Promise<void>;
  /**
   * Waits until somebody waits for a position that is not applied yet (`ViewStore.reached`), for `timeoutMsMax` at most. A
   * projector that has little to do rests here, so that more events come together in one batch and no reader waits for it.
   */
  wanted(options: { readonly timeoutMsMax: number }): Promise<void>;
  close(): Promise<void>;
}

/** Token under which the views of this process are injected. */
export const VIEW_STORE = Symbol('ViewStore');
