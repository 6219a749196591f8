import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { noStream, StoreUnavailable } from '@datakeep/event-store';
import { appended, eventOf, eventsOf, newStream, wholeStream } from '@datakeep/event-store/conformance';
import { openSqliteEventLogReader } from './event-log-reader.js';
import { openSqliteEventStore } from './sqlite-event-store.js';
import { temporaryFolder } from './testing/temporary-folder.js';

describe('a reader of a log beside its writer', () => {
  let temporary: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    temporary = temporaryFolder();
  });
  afterEach(() => {
    temporary.remove();
  });

  it('rejects to open a log that no writer has made', async () => {
    await expect(openSqliteEventLogReader(temporary)).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('reads what the store of the same folder has appended, and knows the log by the same id', async () => {
    const store = await openSqliteEventStore(temporary);
    const reader = await openSqliteEventLogReader(temporary);
    const stream = newStream();
    const { place } = await appended(store, stream, noStream, eventsOf(3));

    expect(reader.logId).toBe(store.logId);
    expect(await reader.reachHead()).toBe(place);
    expect(await reader.readStream({ stream, fromRevision: 0, countMax: 10, parts: 'all' })).toEqual(
      await wholeStream(store, stream),
    );
    await reader.close();
    await expect(reader.reachHead()).rejects.toBeInstanceOf(StoreUnavailable);
    await store.close();
  });

  it('follows on another thread, without a gap and without doubles, what is appended meanwhile', async () => {
    const store = await openSqliteEventStore(temporary);
    const count = 600;
    await appended(store, newStream(), noStream, eventsOf(100));
    const script = new URL('./testing/following.worker.js', import.meta.url);
    const follower = new Worker(script, { workerData: { folder: temporary.folder, count } });
    const followed = once(follower, 'message') as Promise<[number[]]>;
    const ended = once(follower, 'exit');

    for (let round = 0; round < 50; round += 1) {
      await Promise.all(Array.from({ length: 10 }, () => appended(store, newStream(), noStream, [eventOf()])));
    }

    const [places] = await followed;
    expect(places).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    expect(await ended).toEqual([0]);
    await store.close();
  });
});
