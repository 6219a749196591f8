import { expect, it } from '@jest/globals';
import { randomGuid } from '@datakeep/kernel';
import { type EventStore, noStream, type RecordedEvent, type SubscribeRequest } from '../src/index.js';
import type { OpenedStore } from './closed-list.js';
import { eventOf, eventsOf, newStream } from './event-fixture.js';
import { appended, eventsToEnd } from './store-steps.js';

interface Follower {
  readonly store: EventStore;
  readonly request: Omit<SubscribeRequest, 'signal' | 'parts'>;
  /** Asked after each batch; the subscription is ended by its signal once this is true. */
  enough(seen: readonly RecordedEvent[], throughPlace: number): boolean;
}

/** Follows the log until it has seen enough; gives the events and the places that the batches reached. */
async function follow({ store, request, enough }: Follower): Promise<{ seen: RecordedEvent[]; reached: number[] }> {
  const ending = new AbortController();
  const seen: RecordedEvent[] = [];
  const reached: number[] = [];
  for await (const { events, throughPlace } of store.subscribe({ ...request, parts: 'facts', signal: ending.signal })) {
    seen.push(...events);
    reached.push(throughPlace);
    if (enough(seen, throughPlace)) ending.abort();
  }
  return { seen, reached };
}

/** What a subscription promises: everything once, in order, caught up or live, until its signal ends it. */
export function subscribingSuite({ store }: OpenedStore): void {
  it('catches up from the beginning and goes on with what is appended live', async () => {
    const prefix = randomGuid();
    const stream = newStream(prefix);
    await appended(store(), stream, noStream, eventsOf(10));
    let live: Promise<unknown> | undefined;

    const { seen } = await follow({
      store: store(),
      request: { afterPlace: 0, countMax: 4, streamPrefixes: [prefix] },
      enough: ({ length }) => {
        if (length >= 10) live ??= appended(store(), stream, 9, eventsOf(5));
        return length >= 15;
      },
    });

    await live;
    expect(seen.map(({ revision }) => revision)).toEqual(Array.from({ length: 15 }, (_, revision) => revision));
  });

  it('begins behind the place that it is given', async () => {
    const stream = newStream();
    const { place } = await appended(store(), stream, noStream, eventsOf(4));
    await appended(store(), stream, 3, eventsOf(3));

    const { seen } = await follow({
      store: store(),
      request: { afterPlace: place, countMax: 100, streamPrefixes: [stream] },
      enough: ({ length }) => length >= 3,
    });

    expect(seen.map(({ revision }) => revision)).toEqual([4, 5, 6]);
  });

  it('sees each event once and in order while many append', async () => {
    const prefix = randomGuid();
    const [writers, appendsEach] = [8, 40];
    const write = async (): Promise<void> => {
      const stream = newStream(prefix);
      for (let revision = noStream; revision < appendsEach - 1; revision += 1)
        await appended(store(), stream, revision, [eventOf()]);
    };
    const request = { afterPlace: 0, countMax: 7, streamPrefixes: [prefix] };
    const all = writers * appendsEach;
    const follower = { store: store(), request, enough: ({ length }: readonly RecordedEvent[]) => length >= all };

    const [one, other] = await Promise.all([follow(follower), follow(follower), ...Array.from({ length: writers }, write)]);

    const log = await eventsToEnd(store(), { ...request, parts: 'facts' });
    const places = log.map(({ place }) => place);
    expect(places).toHaveLength(all);
    expect(one.seen.map(({ place }) => place)).toEqual(places);
    expect(other.seen.map(({ place }) => place)).toEqual(places);
  });

  it('hears of an append that is made while it waits', async () => {
    const stream = newStream();
    const ending = new AbortController();
    const request = { afterPlace: await store().reachHead(), countMax: 10, parts: 'all', streamPrefixes: [stream] } as const;
    const batches = store()
      .subscribe({ ...request, signal: ending.signal })
      [Symbol.asyncIterator]();
    const waiting = nextEvents(batches);

    const event = eventOf({ body: Buffer.from('<live/>') });
    await appended(store(), stream, noStream, [event]);

    expect((await waiting).map(({ eventId }) => eventId)).toEqual([event.eventId]);
    ending.abort();
    expect((await batches.next()).done).toBe(true);
  });

  it('moves past filtered events, and never stands still at a place', async () => {
    const afterPlace = await store().reachHead();
    const { place } = await appended(store(), newStream(), noStream, eventsOf(20));

    const { seen, reached } = await follow({
      store: store(),
      request: { afterPlace, countMax: 5, streamPrefixes: [newStream()] },
      enough: (_, throughPlace) => {
        if (throughPlace >= place) return true;
        // A subscription that reports rarely needs something behind the place to report on.
        void appended(store(), newStream(), noStream, eventsOf(1));
        return false;
      },
    });

    expect(seen).toEqual([]);
    expect(new Set(reached).size).toBe(reached.length);
  });

  it('ends without an error when its signal is aborted while it waits', async () => {
    const ending = new AbortController();
    const request = {
      afterPlace: await store().reachHead(),
      countMax: 10,
      parts: 'facts',
      streamPrefixes: [newStream()],
    } as const;
    const end = drain(store().subscribe({ ...request, signal: ending.signal }));

    ending.abort();

    await expect(end).resolves.toEqual([]);
  });

  it('ends at once when its signal was aborted before', async () => {
    const request = { afterPlace: 0, countMax: 10, parts: 'facts', signal: AbortSignal.abort() } as const;

    await expect(drain(store().subscribe(request))).resolves.toEqual([]);
  });
}

async function drain(batches: AsyncIterable<{ readonly events: readonly RecordedEvent[] }>): Promise<RecordedEvent[]> {
  const seen: RecordedEvent[] = [];
  for await (const { events } of batches) seen.push(...events);
  return seen;
}

async function nextEvents(
  batches: AsyncIterator<{ readonly events: readonly RecordedEvent[] }>,
): Promise<readonly RecordedEvent[]> {
  for (;;) {
    const { done, value } = await batches.next();
    if (done === true) throw new Error('the subscription ended before an event came');
    if (value.events.length > 0) return value.events;
  }
}
