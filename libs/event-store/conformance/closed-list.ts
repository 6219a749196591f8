import type { EventStore } from '../src/index.js';

/**
 * What an adapter may lack, by name (design, section 4); there is nothing else.
 * - `reads-bodies-and-drops-them`: `parts: 'facts'` saves no reading, it only leaves the bodies out of the answer;
 * - `no-reopen`: the log ends with its store;
 * - `removed-events-stay-in-read-all`: truncated and tombstoned events are seen there until the server clears up.
 */
export type ClosedListEntry = 'reads-bodies-and-drops-them' | 'no-reopen' | 'removed-events-stay-in-read-all';

/** Opens a store for a test. `reopen` opens its log again after it was closed; `close` clears away all there is. */
export type OpenStore = () => Promise<{
  readonly store: EventStore;
  readonly reopen?: () => Promise<EventStore>;
  readonly close: () => Promise<void>;
}>;

/** What each part of the suite is given: the store, once it is open, and what it lacks. */
export interface OpenedStore {
  readonly store: () => EventStore;
  readonly lacks: readonly ClosedListEntry[];
}
