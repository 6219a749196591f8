import { describe, expect, it } from '@jest/globals';
import { StoreUnavailable, type EventStore } from '@datakeep/event-store';
import { openMemoryEventStore } from '@datakeep/event-store-sqlite';
import { firstStart, isStarted, ownerOf } from '@datakeep/workspaces';
import { failingStore, type Fault } from '../support/failing-store.js';
import { sameNamingKey } from '../support/memory-repository.js';
import { logOfRows } from './log-of-rows.js';

const owner = ownerOf(sameNamingKey, 'dk_token_of_a_first_start');
const start = (events: EventStore) => firstStart(events, sameNamingKey, owner);
/** The profile; then for each of two workspaces the claims on its name and on its user's, the user and the workspace. */
const appends = 9;

const faults: readonly Fault[] = Array.from({ length: appends }, (_, index) => index + 1).flatMap((atAppend) => [
  { atAppend, moment: 'before' as const },
  { atAppend, moment: 'after' as const },
]);

async function undisturbed() {
  const events = await openMemoryEventStore();
  const store = failingStore(events);
  await start(store);
  const log = await logOfRows(events);
  await events.close();
  return { log, appends: store.appends };
}

describe('a first start', () => {
  it('makes as many appends as faults are tried at', async () => {
    expect((await undisturbed()).appends).toBe(appends);
  });

  it.each(faults)(
    'that failed $moment append $atAppend is made whole by the next one, and no event is there twice',
    async (fault) => {
      const events = await openMemoryEventStore();
      const store = failingStore(events);
      store.fail(fault);
      await expect(start(store)).rejects.toThrow(StoreUnavailable);
      expect(await isStarted(events, sameNamingKey)).toBe(fault.atAppend === appends && fault.moment === 'after');
      await start(events);
      expect(await isStarted(events, sameNamingKey)).toBe(true);
      const { log } = await undisturbed();
      expect(await logOfRows(events)).toEqual(log);
      const { events: before } = await events.readAll({ afterPlace: 0, countMax: 100, parts: 'facts' });
      await start(events);
      expect((await events.readAll({ afterPlace: 0, countMax: 100, parts: 'facts' })).events).toEqual(before);
      await events.close();
    },
  );
});
