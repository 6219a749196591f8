import { setImmediate } from 'node:timers/promises';
import type { AppendOutcome, EventParts, EventStore } from '@datakeep/event-store';
import { eventHashOf, openEvent, streamOf, type DraftEvent, type OpenedEvent, type SealedEvent } from '@datakeep/kernel';
import type { DataSetSnapshots } from './data-set.snapshots.js';
import { evolve } from './evolve.state.js';
import type { DataSetKey, LiveDataSet } from './live-data-set.js';

export { unreadDataSet, type DataSetKey, type LiveDataSet } from './live-data-set.js';

const pageEventsMax = 1_000;

/**
 * Reads the stream on from where the state stands, from the leader (design, section 2: before any refusal). A state of which
 * nothing was read begins at its newest snapshot. Between two pages the thread is free: 100,000 events take a second.
 */
export async function readOn(
  events: EventStore,
  key: DataSetKey,
  live: LiveDataSet,
  snapshots?: DataSetSnapshots,
): Promise<void> {
  if (live.state.revision === -1) Object.assign(live, await snapshots?.newest(key));
  const stream = streamOf.dataSet(key.workspaceId, key.dataSetId);
  for (;;) {
    const fromRevision = live.state.revision + 1;
    const page = await events.readStream({ stream, fromRevision, countMax: pageEventsMax, parts: 'facts' });
    for (const event of page) evolve(live.state, openEvent(event));
    const last = page.at(-1);
    if (last !== undefined) live.headHash = eventHashOf(last.type, last.header);
    if (page.length < pageEventsMax) return;
    await setImmediate();
  }
}

/** Appends sealed events behind `expectedRevision` of the data set's stream. */
export function appendTo(
  events: EventStore,
  key: DataSetKey,
  append: { expectedRevision: number; events: readonly SealedEvent[] },
): Promise<AppendOutcome> {
  return events.append({ stream: streamOf.dataSet(key.workspaceId, key.dataSetId), ...append });
}

/** Moves the state over a draft that was just sealed. */
export function evolveDraft(live: LiveDataSet, draft: DraftEvent, sealed: SealedEvent): void {
  const revision = live.state.revision + 1;
  evolve(live.state, { type: draft.type, header: draft.context, facts: draft.facts, revision });
  live.headHash = sealed.eventHash;
}

/** One event of a data set by its revision, without its body unless `parts` says so; throws when it is not there. */
export async function eventAt(
  events: EventStore,
  key: DataSetKey,
  revision: number,
  parts: EventParts = 'facts',
): Promise<OpenedEvent> {
  const stream = streamOf.dataSet(key.workspaceId, key.dataSetId);
  const [event] = await events.readStream({ stream, fromRevision: revision, countMax: 1, parts });
  if (event === undefined) throw new RangeError(`${stream} has no event ${String(revision)}`);
  return openEvent(event);
}
