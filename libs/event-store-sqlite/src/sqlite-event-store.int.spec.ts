import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EventBatch, noStream, StorageFull, StoreUnavailable } from '@datakeep/event-store';
import {
  appended,
  content,
  eventOf,
  eventsOf,
  eventStoreConformance,
  eventsToEnd,
  newStream,
  wholeStream,
} from '@datakeep/event-store/conformance';
import { openSqliteEventStore } from './sqlite-event-store.js';
import { temporaryFolder } from './testing/temporary-folder.js';

eventStoreConformance(
  'The SQLite file',
  async () => {
    const { folder, remove } = temporaryFolder();
    const store = await openSqliteEventStore({ folder });
    return { store, reopen: () => openSqliteEventStore({ folder }), close: async () => remove() };
  },
  [],
);

describe('the SQLite event store', () => {
  let temporary: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    temporary = temporaryFolder();
  });
  afterEach(() => {
    temporary.remove();
  });

  it('makes the folder that it is to lie in', async () => {
    const store = await openSqliteEventStore({ folder: `${temporary.folder}/a/b` });
    await appended(store, newStream(), noStream, [eventOf()]);
    await store.close();
  });

  it('rejects to open where no file can be', async () => {
    await expect(openSqliteEventStore({ folder: '/dev/null/log' })).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('keeps more appends than one transaction takes, each in its order', async () => {
    const store = await openSqliteEventStore(temporary);
    const streams = Array.from({ length: 1_500 }, () => newStream());
    const answers = await Promise.all(streams.map((stream) => appended(store, stream, noStream, [eventOf()])));

    expect(answers.map(({ place }) => place)).toEqual(streams.map((_, index) => index + 1));
    await store.close();
  });

  it('refuses what the full file cannot take, keeps the log whole, and goes on when there is room', async () => {
    const store = await openSqliteEventStore({ ...temporary, filePagesMax: 400 });
    const [stream, ballast, refused] = [newStream(), newStream(), newStream()];
    const events = eventsOf(3);
    await appended(store, stream, noStream, events);
    const large = { body: new Uint8Array(900_000) };
    const { place } = await appended(store, ballast, noStream, [eventOf(large)]);

    const request = { stream: refused, expectedRevision: noStream, events: [eventOf(large)] };
    const neighbour = { stream, expectedRevision: 2, events: [eventOf()] };
    const answers = await Promise.allSettled([store.append(neighbour), store.append(request)]);
    expect(answers.map((answer) => answer.status === 'rejected' && (answer.reason as Error).name)).toEqual([
      'StorageFull',
      'StorageFull',
    ]);
    await expect(store.append(request)).rejects.toBeInstanceOf(StorageFull);
    expect((await wholeStream(store, stream)).map(content)).toEqual(events.map(content));
    expect(await wholeStream(store, refused)).toEqual([]);
    expect(await store.reachHead()).toBe(place);

    await store.truncate({ stream: ballast, beforeRevision: 1 });
    expect(await store.append(request)).toMatchObject({ outcome: 'appended', firstRevision: 0, place: place + 1 });
    expect(await store.append(neighbour)).toMatchObject({ outcome: 'appended', firstRevision: 3, place: place + 2 });
    await store.close();
  });

  it('answers with fewer events when they are large, and with the rest behind them', async () => {
    const store = await openSqliteEventStore(temporary);
    const stream = newStream();
    for (let revision = noStream; revision < 29; revision += 1) {
      await appended(store, stream, revision, [eventOf({ body: new Uint8Array(900_000) })]);
    }

    const first = await store.readAll({ afterPlace: 0, countMax: 30, parts: 'all' });
    expect(first.events.length).toBeGreaterThan(0);
    expect(first.events.length).toBeLessThan(30);
    const rest = await eventsToEnd(store, { afterPlace: first.throughPlace, countMax: 30, parts: 'all' });
    expect([...first.events, ...rest].map(({ revision }) => revision)).toEqual(
      Array.from({ length: 30 }, (_, revision) => revision),
    );
    await store.close();
  });

  it('leaves everything in the one file when it is closed', async () => {
    const store = await openSqliteEventStore(temporary);
    await appended(store, newStream(), noStream, eventsOf(10));
    await store.close();

    expect(readdirSync(temporary.folder).filter((file) => statSync(join(temporary.folder, file)).size > 0)).not.toContain(
      'events.sqlite-wal',
    );
    expect(statSync(join(temporary.folder, 'events.sqlite')).size).toBeGreaterThan(10_000);
  });

  it('ends a waiting subscription by StoreUnavailable when it is closed', async () => {
    const store = await openSqliteEventStore(temporary);
    const request = { afterPlace: 0, countMax: 1, parts: 'facts', signal: new AbortController().signal } as const;
    const next: Promise<IteratorResult<EventBatch>> = store.subscribe(request)[Symbol.asyncIterator]().next();
    const ended = expect(next).rejects.toBeInstanceOf(StoreUnavailable);

    await store.close();

    await ended;
  });
});
