import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { randomGuid } from '@datakeep/kernel';
import { noStream } from '../src/index.js';
import type { OpenedStore } from './closed-list.js';
import { content, eventOf, eventsOf, newStream } from './event-fixture.js';
import { appended, batchesToEnd, eventsToEnd, wholeStream } from './store-steps.js';

/** What reads of a stream and of all streams promise. */
export function readingSuite({ store }: OpenedStore): void {
  it('finds no events in a stream that is not there', async () => {
    expect(await wholeStream(store(), newStream())).toEqual([]);
  });

  it.each([
    { kind: 'an empty body', body: new Uint8Array(0) },
    { kind: 'a body of zero bytes', body: new Uint8Array(100) },
    { kind: 'a body of every byte there is', body: Uint8Array.from({ length: 256 }, (_, byte) => byte) },
    { kind: 'a body of 512 KiB', body: new Uint8Array(randomBytes(512 * 1024)) },
  ])('returns $kind byte for byte', async ({ body }) => {
    const stream = newStream();
    const event = eventOf({ body });
    await appended(store(), stream, noStream, [event]);

    expect((await wholeStream(store(), stream)).map(content)).toEqual([content(event)]);
  });

  it('returns header and facts byte for byte, whatever characters they hold', async () => {
    const stream = newStream();
    const text = 'Straße "\\ \u0000\u2028 日本語 😀 e\u0301 \ud800';
    const event = eventOf({ correlationId: text, facts: { name: text } });
    await appended(store(), stream, noStream, [event]);

    const [read] = await wholeStream(store(), stream);
    expect(read!.header).toBe(event.header);
    expect(content(read!)).toEqual(content(event));
  });

  it('leaves bodies out, and nothing else, when only facts are asked for', async () => {
    const stream = newStream();
    const events = [eventOf({ body: Buffer.from('<a/>') }), eventOf()];
    const { place } = await appended(store(), stream, noStream, events);
    const withoutBodies = events.map((event) => ({ ...content(event), body: null }));

    const read = await store().readStream({ stream, fromRevision: 0, countMax: 10, parts: 'facts' });
    expect(read.map(content)).toEqual(withoutBodies);
    const all = await eventsToEnd(store(), { afterPlace: 0, countMax: 10, parts: 'facts', streamPrefixes: [stream] });
    expect(all.map(content)).toEqual(withoutBodies);
    expect(all.at(-1)!.place).toBe(place);
  });

  it('reads a stream page by page from any revision', async () => {
    const stream = newStream();
    await appended(store(), stream, noStream, eventsOf(10));
    const page = async (fromRevision: number, countMax: number): Promise<number[]> =>
      (await store().readStream({ stream, fromRevision, countMax, parts: 'facts' })).map(({ revision }) => revision);

    expect(await page(0, 4)).toEqual([0, 1, 2, 3]);
    expect(await page(4, 4)).toEqual([4, 5, 6, 7]);
    expect(await page(8, 4)).toEqual([8, 9]);
    expect(await page(10, 4)).toEqual([]);
  });

  it('reads all streams page by page in the order of append, each event once', async () => {
    const prefix = randomGuid();
    const streams = [newStream(prefix), newStream(prefix)];
    const places: number[] = [];
    for (let revision = noStream; revision < 9; revision += 1) {
      for (const stream of streams) places.push((await appended(store(), stream, revision, [eventOf()])).place);
    }

    const batches = await batchesToEnd(store(), { afterPlace: 0, countMax: 3, parts: 'facts', streamPrefixes: [prefix] });
    expect(batches.flatMap(({ events }) => events.map(({ place }) => place))).toEqual(places);
    expect(Math.max(...batches.map(({ events }) => events.length))).toBe(3);
    const rest = await eventsToEnd(store(), { afterPlace: places[4]!, countMax: 100, parts: 'facts', streamPrefixes: [prefix] });
    expect(rest.map(({ place }) => place)).toEqual(places.slice(5));
  });

  it('reads the streams of any of several prefixes and no others', async () => {
    const [one, two, three] = [randomGuid(), randomGuid(), randomGuid()];
    const streams = [newStream(`dataset-${one}`), newStream(`profile-${two}`), newStream(`dataset-${three}`)];
    for (const stream of streams) await appended(store(), stream, noStream, eventsOf(2));
    const request = { afterPlace: 0, countMax: 100, parts: 'facts' } as const;

    const read = await eventsToEnd(store(), { ...request, streamPrefixes: [`dataset-${one}`, `profile-${two}`, one] });

    expect(read.map(({ stream }) => stream)).toEqual([streams[0], streams[0], streams[1], streams[1]]);
    expect(await eventsToEnd(store(), { ...request, streamPrefixes: [] })).toEqual([]);
  });

  it('reads every stream when no prefixes are named', async () => {
    const streams = [newStream(), newStream('profile')];
    const afterPlace = await store().reachHead();
    for (const stream of streams) await appended(store(), stream, noStream, [eventOf()]);

    const read = await eventsToEnd(store(), { afterPlace, countMax: 100, parts: 'facts' });

    expect(read.map(({ stream }) => stream).filter((stream) => streams.includes(stream))).toEqual(streams);
  });

  it('moves past events that the prefixes leave out', async () => {
    const wanted = newStream();
    const { place: wantedPlace } = await appended(store(), wanted, noStream, [eventOf()]);
    const { place: lastPlace } = await appended(store(), newStream(), noStream, eventsOf(30));

    const batches = await batchesToEnd(store(), {
      afterPlace: wantedPlace,
      countMax: 10,
      parts: 'facts',
      streamPrefixes: [wanted],
    });

    expect(batches.flatMap(({ events }) => events)).toEqual([]);
    expect(batches.at(-1)!.throughPlace).toBeGreaterThanOrEqual(lastPlace);
  });

  it('reads no event behind the place it says it has read through', async () => {
    const stream = newStream();
    await appended(store(), stream, noStream, eventsOf(5));

    const batches = await batchesToEnd(store(), { afterPlace: 0, countMax: 2, parts: 'facts', streamPrefixes: [stream] });

    const ends = batches
      .filter(({ events }) => events.length > 0)
      .map(({ events, throughPlace }) => throughPlace - events.at(-1)!.place);
    expect(Math.min(...ends)).toBeGreaterThanOrEqual(0);
  });

  it('reaches a head at or behind everything that was answered', async () => {
    const places = await Promise.all(
      Array.from({ length: 8 }, async () => (await appended(store(), newStream(), noStream, eventsOf(2))).place),
    );

    expect(await store().reachHead()).toBeGreaterThanOrEqual(Math.max(...places));
  });

  it('refuses a page of no events as a mistake of the caller', async () => {
    await expect(store().readAll({ afterPlace: 0, countMax: 0, parts: 'facts' })).rejects.toBeInstanceOf(RangeError);
    await expect(
      store().readStream({ stream: newStream(), fromRevision: 0, countMax: 0, parts: 'facts' }),
    ).rejects.toBeInstanceOf(RangeError);
  });
}
