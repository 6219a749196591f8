import { expect, it } from '@jest/globals';
import { LimitReached, limits } from '@datakeep/kernel';
import { noStream } from '../src/index.js';
import type { OpenedStore } from './closed-list.js';
import { content, encodedBytes, eventOf, eventsOf, newStream } from './event-fixture.js';
import { appended, wholeStream } from './store-steps.js';

/** What an append promises: expected revisions, atomicity, order, the limit. */
export function appendingSuite({ store }: OpenedStore): void {
  it('appends to a new stream and reads back by revision', async () => {
    const stream = newStream();
    const events = eventsOf(3);
    const first = await appended(store(), stream, noStream, [events[0]!]);
    const second = await appended(store(), stream, 0, [events[1]!, events[2]!]);

    expect(first).toMatchObject({ firstRevision: 0, lastRevision: 0 });
    expect(second).toMatchObject({ firstRevision: 1, lastRevision: 2 });
    const read = await wholeStream(store(), stream);
    expect(read.map(content)).toEqual(events.map(content));
    expect(read.map(({ revision }) => revision)).toEqual([0, 1, 2]);
    expect(read.every((event) => event.stream === stream)).toBe(true);
    expect([read[0]!.place, read[2]!.place]).toEqual([first.place, second.place]);
    expect([read[0]!.timeMs, read[2]!.timeMs]).toEqual([first.timeMs, second.timeMs]);
  });

  it.each([
    { situation: 'that is not there', existing: 0, expectedRevision: 0, actualRevision: noStream },
    { situation: 'that is expected to be new', existing: 2, expectedRevision: noStream, actualRevision: 1 },
    { situation: 'that has moved on', existing: 3, expectedRevision: 1, actualRevision: 2 },
    { situation: 'that is not so far yet', existing: 1, expectedRevision: 4, actualRevision: 0 },
  ])(
    'refuses an append to a stream $situation, says its revision and writes nothing',
    async ({ existing, expectedRevision, actualRevision }) => {
      const stream = newStream();
      if (existing > 0) await appended(store(), stream, noStream, eventsOf(existing));

      const answer = await store().append({ stream, expectedRevision, events: eventsOf(2) });

      expect(answer).toEqual({ outcome: 'revision-has-moved', actualRevision });
      expect(await wholeStream(store(), stream)).toHaveLength(existing);
    },
  );

  it('appends several events as one: neighbours in the stream, ascending in the log, with one time', async () => {
    const stream = newStream();
    const other = newStream();
    const [answer] = await Promise.all([
      appended(store(), stream, noStream, eventsOf(20)),
      appended(store(), other, noStream, eventsOf(20)),
    ]);

    const read = await wholeStream(store(), stream);
    expect(read.map(({ revision }) => revision)).toEqual(Array.from({ length: 20 }, (_, revision) => revision));
    expect(read.map(({ place }) => place)).toEqual(read.map(({ place }) => place).toSorted((a, b) => a - b));
    expect(new Set(read.map(({ place }) => place)).size).toBe(20);
    expect(answer.place).toBe(read.at(-1)!.place);
  });

  it('lets exactly one of 64 concurrent appends win a revision', async () => {
    const stream = newStream();
    await appended(store(), stream, noStream, eventsOf(1));

    const answers = await Promise.all(
      Array.from({ length: 64 }, () => store().append({ stream, expectedRevision: 0, events: [eventOf()] })),
    );

    expect(answers.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1);
    const refused = answers.filter(({ outcome }) => outcome === 'revision-has-moved');
    expect(refused).toEqual(Array.from({ length: 63 }, () => ({ outcome: 'revision-has-moved', actualRevision: 1 })));
    expect(await wholeStream(store(), stream)).toHaveLength(2);
  });

  it('gives an append a larger place than every append that was answered before it was made', async () => {
    let answeredPlace = 0;
    const disorders: string[] = [];
    const writer = async (): Promise<void> => {
      const stream = newStream();
      for (let revision = noStream; revision < 20; revision += 1) {
        const before = answeredPlace;
        const { place } = await appended(store(), stream, revision, [eventOf()]);
        if (place <= before) disorders.push(`${String(place)} after ${String(before)}`);
        answeredPlace = Math.max(answeredPlace, place);
      }
    };
    await Promise.all(Array.from({ length: 16 }, writer));

    expect(disorders).toEqual([]);
    expect(answeredPlace).toBeGreaterThan(0);
  });

  it('takes an append of exactly as many bytes as the limit allows', async () => {
    const stream = newStream();
    const overhead = encodedBytes(eventOf({ body: new Uint8Array(0) }));
    const event = eventOf({ body: new Uint8Array(limits.appendBytesMax - overhead) });
    expect(encodedBytes(event)).toBe(limits.appendBytesMax);

    await appended(store(), stream, noStream, [event]);

    expect((await wholeStream(store(), stream)).map(content)).toEqual([content(event)]);
  });

  it('refuses an append above the limit loudly, counting all its events, and writes nothing', async () => {
    const stream = newStream();
    const half = new Uint8Array(limits.appendBytesMax / 2);
    const events = [eventOf({ body: half }), eventOf({ body: half })];

    await expect(store().append({ stream, expectedRevision: noStream, events })).rejects.toBeInstanceOf(LimitReached);

    expect(await wholeStream(store(), stream)).toEqual([]);
  });

  it('refuses an append without events as a mistake of the caller', async () => {
    await expect(store().append({ stream: newStream(), expectedRevision: noStream, events: [] })).rejects.toBeInstanceOf(
      RangeError,
    );
  });
}
