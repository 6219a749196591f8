import { expect, it } from '@jest/globals';
import { changeAccess, closeTree, defineSets, noteEvent, openRow, replaceRow, sets } from './records.js';
import type { OpenViews, Stand } from './stand.js';
import { describeOn } from './stand.js';

/** Three instances, each with the event that opened it; `c3` is for staff alone. */
async function fill(stand: Stand): Promise<void> {
  await stand.apply(
    3,
    ...defineSets,
    openRow('c1', 1),
    noteEvent('c1', 1),
    openRow('c2', 2),
    noteEvent('c2', 2),
    openRow('c3', 3, { acl: sets.staff }),
    noteEvent('c3', 3, { acl: sets.staff }),
  );
}

export function events(open: OpenViews): void {
  describeOn('the index of events', open, (stand) => {
    const ask = (asked: object = {}, principals?: readonly string[], workspace?: string) =>
      stand()
        .reader(principals, workspace)
        .events({ view: 'event_index', afterPlace: 0, limit: 100, ...asked });
    const places = async (...args: Parameters<typeof ask>): Promise<number[]> =>
      (await ask(...args)).events.map((event) => event.place);

    it('says where each event stands, in the order of the places', async () => {
      await fill(stand());
      await stand().apply(9, noteEvent('c1', 8, { revision: 4 }), noteEvent('c1', 7, { revision: 3, dataSetId: 'policy' }));
      const answer = await ask({ instanceId: 'c1' });
      expect(answer).toEqual({ events: [1, 7, 8].map((place) => expect.objectContaining({ place })), position: 9, more: false });
      expect(answer.events.map((event) => ({ ...event }))[2]).toEqual({
        instanceId: 'c1',
        dataSetId: 'policy',
        revision: 4,
        place: 8,
      });
      expect(await places()).toEqual([1, 2, 3, 7, 8]);
      expect(await places({}, undefined, 'w2')).toEqual([]);
      expect(await places({ instanceId: 'absent' })).toEqual([]);
    });

    it('goes on behind a place, as many as are asked for, and tells whether there are more', async () => {
      await fill(stand());
      expect([await places({ afterPlace: 1 }), await places({ afterPlace: 3 })]).toEqual([[2, 3], []]);
      const page = await ask({ limit: 2 });
      expect([page.events.map((event) => event.place), page.more]).toEqual([[1, 2], true]);
      expect((await ask({ limit: 3 })).more).toBe(false);
      expect((await ask({ limit: 1, instanceId: 'c1' })).more).toBe(false);
      expect((await ask({ limit: 2 }, ['holder'])).more).toBe(false);
    });

    it('does not show what was hidden then, though the instance is to be seen now', async () => {
      await fill(stand());
      await stand().apply(4, ...replaceRow('c3', 3, 4, {}), noteEvent('c3', 4));
      expect([await places({}, ['holder']), await places({ instanceId: 'c3' }, ['holder'])]).toEqual([[1, 2, 4], [4]]);
      expect(await places({}, ['staff'])).toEqual([1, 2, 3, 4]);
    });

    it('does not show what is hidden now, though it was to be seen then', async () => {
      await fill(stand());
      await stand().apply(
        4,
        changeAccess('c1', 4, { scope: 'instance', revoke: ['holder'] }),
        noteEvent('c1', 4, { acl: sets.staff }),
      );
      expect([await places({}, ['holder']), await places({ instanceId: 'c1' }, ['holder'])]).toEqual([[2], []]);
      expect(await places({}, ['staff'])).toEqual([1, 2, 3, 4]);
    });

    it('shows the events of a deleted instance to whoever could see it when it was deleted', async () => {
      await fill(stand());
      await stand().apply(4, closeTree('c3', '/w1/policy/', 4, 'd1'), noteEvent('c3', 4, { acl: undefined }));
      expect([await places({}, ['holder']), await places({ instanceId: 'c3' }, ['staff'])]).toEqual([
        [1, 2],
        [3, 4],
      ]);
    });

    it('shows no event of an instance without a row, and nothing to a reader without principals', async () => {
      await fill(stand());
      await stand().apply(4, noteEvent('nobody', 4));
      expect([await places(), await places({}, []), await places({ instanceId: 'nobody' })]).toEqual([[1, 2, 3], [], []]);
    });

    it('takes the set of the newest row that was opened by then, where an event names none', async () => {
      await fill(stand());
      await stand().apply(5, ...replaceRow('c1', 1, 5, { acl: sets.holder }));
      await stand().apply(
        6,
        ...replaceRow('c1', 5, 6, {}),
        noteEvent('c1', 4, { acl: undefined }),
        noteEvent('c1', 5, { acl: undefined }),
      );
      expect([await places({ instanceId: 'c1' }, ['staff']), await places({ instanceId: 'c1' }, ['holder'])]).toEqual([
        [1, 4],
        [1, 4, 5],
      ]);
      const early = noteEvent('c3', 2, { acl: undefined });
      await expect(stand().apply(7, early)).rejects.toThrow(TypeError);
      await expect(stand().apply(7, noteEvent('nobody', 7, { acl: undefined }))).rejects.toThrow(TypeError);
    });

    it('keeps the first event of a place', async () => {
      await fill(stand());
      await stand().apply(4, noteEvent('c1', 2, { revision: 9 }), noteEvent('c1', 2, { revision: 9 }));
      expect((await ask({ afterPlace: 1, limit: 1 })).events[0]).toMatchObject({ instanceId: 'c2', revision: 2 });
      expect(await places({ instanceId: 'c1' })).toEqual([1]);
    });

    it('is refused to a question that nobody declared', async () => {
      await expect(ask({ view: 'last_updated' })).rejects.toThrow(TypeError);
      await expect(ask({ limit: 0 })).rejects.toThrow(RangeError);
      await expect(stand().apply(1, { ...noteEvent('c1', 1), view: 'event_times' })).rejects.toThrow(TypeError);
    });
  });
}
