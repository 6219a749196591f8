import type { SealedEvent } from '@datakeep/kernel';
import type { AppendOutcome, EventBatch, EventStore, ReadAllRequest, RecordedEvent } from '../src/index.js';

export type Appended = Extract<AppendOutcome, { outcome: 'appended' }>;

/** Appends and gives the answer; throws when the store refuses. */
export async function appended(
  store: EventStore,
  stream: string,
  expectedRevision: number,
  events: readonly SealedEvent[],
): Promise<Appended> {
  const answer = await store.append({ stream, expectedRevision, events });
  if (answer.outcome !== 'appended') throw new Error(`refused: the revision is ${String(answer.actualRevision)}`);
  return answer;
}

/** All events of a stream, with their bodies, read in one page. */
export function wholeStream(store: EventStore, stream: string): Promise<readonly RecordedEvent[]> {
  return store.readStream({ stream, fromRevision: 0, countMax: 10_000, parts: 'all' });
}

const batchesMax = 100_000;

/** The batches of a read of all streams, page by page, until a page moves no further. */
export async function batchesToEnd(store: EventStore, request: ReadAllRequest): Promise<readonly EventBatch[]> {
  const batches: EventBatch[] = [];
  let { afterPlace } = request;
  while (batches.length < batchesMax) {
    const batch = await store.readAll({ ...request, afterPlace });
    if (batch.throughPlace === afterPlace) return batches;
    batches.push(batch);
    afterPlace = batch.throughPlace;
  }
  throw new Error('the read never came to an end');
}

/** The events of a read of all streams up to its end. */
export async function eventsToEnd(store: EventStore, request: ReadAllRequest): Promise<readonly RecordedEvent[]> {
  return (await batchesToEnd(store, request)).flatMap(({ events }) => events);
}
