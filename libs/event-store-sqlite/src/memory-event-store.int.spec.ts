import { describe, expect, it } from '@jest/globals';
import { noStream, StorageFull } from '@datakeep/event-store';
import { appended, eventOf, eventStoreConformance, newStream, wholeStream } from '@datakeep/event-store/conformance';
import { openMemoryEventStore } from './memory-event-store.js';

eventStoreConformance(
  'The log in memory',
  async () => {
    const store = await openMemoryEventStore();
    return { store, close: () => store.close() };
  },
  ['no-reopen'],
);

describe('the log in memory', () => {
  it('refuses what it has no room for, and goes on when there is room', async () => {
    const store = await openMemoryEventStore({ filePagesMax: 400 });
    const [ballast, stream] = [newStream(), newStream()];
    const large = { body: new Uint8Array(900_000) };
    await appended(store, ballast, noStream, [eventOf(large)]);
    const request = { stream, expectedRevision: noStream, events: [eventOf(), eventOf(large)] };
    await expect(store.append(request)).rejects.toBeInstanceOf(StorageFull);
    expect(await wholeStream(store, stream)).toEqual([]);

    await store.tombstone({ stream: ballast });

    expect(await store.append(request)).toMatchObject({ outcome: 'appended', firstRevision: 0, lastRevision: 1, place: 3 });
    await store.close();
  });
});
