import { expect, it } from '@jest/globals';
import { type EventStore, noStream, StoreUnavailable, StreamTombstoned } from '../src/index.js';
import type { ClosedListEntry, OpenStore } from './closed-list.js';
import { content, eventOf, eventsOf, newStream } from './event-fixture.js';
import { appended, wholeStream } from './store-steps.js';

/** What a store promises about its end and its next beginning. These tests open stores of their own. */
export function closingSuite({ open, lacks }: { readonly open: OpenStore; readonly lacks: readonly ClosedListEntry[] }): void {
  it('refuses what is asked after it was closed', async () => {
    const { store, close } = await open();
    await store.close();

    const request = { stream: newStream(), expectedRevision: noStream, events: [eventOf()] };
    await expect(store.append(request)).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(wholeStream(store, newStream())).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.readAll({ afterPlace: 0, countMax: 1, parts: 'facts' })).rejects.toBeInstanceOf(StoreUnavailable);
    await close();
  });

  it('answers every append that was made before it was closed', async () => {
    const { store, close } = await open();
    const appends = Array.from({ length: 20 }, () => appended(store, newStream(), noStream, [eventOf()]));
    await store.close();

    expect(await Promise.all(appends)).toHaveLength(20);
    await close();
  });

  if (lacks.includes('no-reopen')) {
    it('says itself that it cannot be reopened', async () => {
      const opened = await open();
      expect(opened.reopen).toBeUndefined();
      await opened.close();
    });
    return;
  }

  it('keeps everything, its id included, when it is opened again', async () => {
    const { store, reopen, close } = await open();
    const [stream, truncated, tombstoned] = [newStream(), newStream(), newStream()];
    const events = eventsOf(3);
    await appended(store, stream, noStream, events);
    await appended(store, truncated, noStream, eventsOf(4));
    for (const beforeRevision of [4, 1]) await store.truncate({ stream: truncated, beforeRevision });
    const { place } = await appended(store, tombstoned, noStream, eventsOf(2));
    await store.tombstone({ stream: tombstoned });
    await store.close();

    const again: EventStore = await reopen!();
    expect(again.logId).toBe(store.logId);
    expect((await wholeStream(again, stream)).map(content)).toEqual(events.map(content));
    expect(await again.reachHead()).toBeGreaterThanOrEqual(place);
    expect((await appended(again, stream, 2, [eventOf()])).place).toBeGreaterThan(place);
    expect(await appended(again, truncated, 3, [eventOf()])).toMatchObject({ firstRevision: 4 });
    await expect(wholeStream(again, tombstoned)).rejects.toBeInstanceOf(StreamTombstoned);
    await again.close();
    await close();
  });
}
