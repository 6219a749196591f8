import { expect, it } from '@jest/globals';
import { noStream, StreamTombstoned } from '../src/index.js';
import type { OpenedStore } from './closed-list.js';
import { eventOf, eventsOf, newStream } from './event-fixture.js';
import { appended, eventsToEnd, wholeStream } from './store-steps.js';

/** What truncation and tombstones promise. */
export function removingSuite({ store, lacks }: OpenedStore): void {
  const inTheLog = async (stream: string): Promise<readonly number[]> =>
    (await eventsToEnd(store(), { afterPlace: 0, countMax: 100, parts: 'facts', streamPrefixes: [stream] })).map(
      ({ revision }) => revision,
    );

  it('reads a truncated stream from the revision it was truncated before, and goes on with its revisions', async () => {
    const stream = newStream();
    await appended(store(), stream, noStream, eventsOf(5));
    await store().truncate({ stream, beforeRevision: 3 });

    expect((await wholeStream(store(), stream)).map(({ revision }) => revision)).toEqual([3, 4]);
    expect(await appended(store(), stream, 4, [eventOf()])).toMatchObject({ firstRevision: 5 });
    expect((await wholeStream(store(), stream)).map(({ revision }) => revision)).toEqual([3, 4, 5]);
  });

  it('goes on with the revisions of a stream that was truncated wholly', async () => {
    const stream = newStream();
    await appended(store(), stream, noStream, eventsOf(3));
    await store().truncate({ stream, beforeRevision: 3 });

    expect(await wholeStream(store(), stream)).toEqual([]);
    const asNew = await store().append({ stream, expectedRevision: noStream, events: [eventOf()] });
    expect(asNew).toEqual({ outcome: 'revision-has-moved', actualRevision: 2 });
    expect(await appended(store(), stream, 2, [eventOf()])).toMatchObject({ firstRevision: 3, lastRevision: 3 });
  });

  it('brings nothing back when a stream is truncated before an earlier revision', async () => {
    const stream = newStream();
    await appended(store(), stream, noStream, eventsOf(5));
    await store().truncate({ stream, beforeRevision: 4 });
    await store().truncate({ stream, beforeRevision: 2 });

    expect((await wholeStream(store(), stream)).map(({ revision }) => revision)).toEqual([4]);
  });

  it('refuses reads and appends of a tombstoned stream for ever', async () => {
    const stream = newStream();
    await appended(store(), stream, noStream, eventsOf(2));
    await store().tombstone({ stream });

    await expect(wholeStream(store(), stream)).rejects.toBeInstanceOf(StreamTombstoned);
    for (const expectedRevision of [noStream, 1]) {
      const append = store().append({ stream, expectedRevision, events: [eventOf()] });
      await expect(append).rejects.toBeInstanceOf(StreamTombstoned);
    }
  });

  it('refuses only the tombstoned stream among appends made at once', async () => {
    const [stream, other] = [newStream(), newStream()];
    await appended(store(), stream, noStream, eventsOf(1));
    await store().tombstone({ stream });

    const answers = await Promise.allSettled([
      store().append({ stream, expectedRevision: 0, events: [eventOf()] }),
      store().append({ stream: other, expectedRevision: noStream, events: [eventOf()] }),
    ]);

    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(await wholeStream(store(), other)).toHaveLength(1);
  });

  it('gives a place that was removed to no other event', async () => {
    const stream = newStream();
    const { place } = await appended(store(), stream, noStream, eventsOf(2));
    await store().tombstone({ stream });

    expect((await appended(store(), newStream(), noStream, [eventOf()])).place).toBeGreaterThan(place);
    expect(await store().reachHead()).toBeGreaterThan(place);
  });

  if (lacks.includes('removed-events-stay-in-read-all')) return;
  it('removes the events from the log of all streams, and leaves the neighbours', async () => {
    const [truncated, tombstoned, kept] = [newStream(), newStream(), newStream()];
    for (const stream of [truncated, tombstoned, kept]) await appended(store(), stream, noStream, eventsOf(3));
    await store().truncate({ stream: truncated, beforeRevision: 2 });
    await store().tombstone({ stream: tombstoned });

    expect(await inTheLog(truncated)).toEqual([2]);
    expect(await inTheLog(tombstoned)).toEqual([]);
    expect(await inTheLog(kept)).toEqual([0, 1, 2]);
  });
}
