import { expect, it } from '@jest/globals';
import type { ReaderViews } from '../src/index.js';
import { treeOrder } from '../src/index.js';
import { closeTree, defineSets, noteEvent, openPolicy, openRow, raiseNewest, sets, workspaceId } from './records.js';
import type { OpenViews, Stand } from './stand.js';
import { describeOn } from './stand.js';

const view = 'instance_rows';

/** Every question there is, about one instance and about all that `where` selects. */
async function everything(reader: ReaderViews, instanceId: string, name: string): Promise<unknown> {
  const where = { parentId: 'policy', name };
  return {
    now: await reader.get({ view, instanceId, at: 'now', include: ['xml'] }),
    then: await reader.get({ view, instanceId, at: 1 }),
    page: await reader.find({ view, index: 'by_name', where, at: 'now', limit: 10 }),
    pageThen: await reader.find({ view, index: 'by_name', where, at: 1, limit: 10 }),
    count: await reader.count({ view, index: 'by_name', where, at: 'now', max: 10 }),
    countThen: await reader.count({ view, index: 'by_name', where, at: 1, max: 10 }),
    live: await reader.versions({ view, instanceId, state: 'live', limit: 10 }),
    deleted: await reader.versions({ view, instanceId, state: 'deleted', limit: 10 }),
    newest: await reader.newest({ view: 'last_updated', instanceId, at: 'now' }),
    newestThen: await reader.newest({ view: 'last_updated', instanceId, at: 1 }),
    below: await reader.findBelow({ view, index: treeOrder, instanceId, at: 'now', limit: 10 }),
    belowThen: await reader.findBelow({ view, index: 'by_place', levelsMax: 1, instanceId, at: 1, limit: 10 }),
    principals: await reader.principals({ view, instanceId, at: 'now', limit: 10 }),
    principalsThen: await reader.principals({ view, instanceId, at: 1, limit: 10 }),
    events: await reader.events({ view: 'event_index', instanceId, afterPlace: 0, limit: 10 }),
  };
}

async function fill(stand: Stand): Promise<void> {
  const hidden = [openRow('secret', 1, { acl: sets.staff }), openRow('gone', 1, { acl: sets.staff })];
  await stand.apply(
    1,
    ...defineSets,
    openPolicy(1),
    ...hidden,
    raiseNewest('secret', 1, sets.staff),
    noteEvent('secret', 1, { acl: sets.staff }),
  );
  await stand.apply(2, closeTree('gone', '/w1/policy/', 2, 'd1'));
}

export function visibility(open: OpenViews): void {
  describeOn('a reader', open, (stand) => {
    it('sees a row when its access set holds one of the principals', async () => {
      await fill(stand());
      expect(await stand().names('now', stand().reader(['nobody', 'staff', 'staff']))).toEqual(['secret', 'policy']);
      expect(await stand().names('now', stand().reader(['holder']))).toEqual(['policy']);
    });

    it.each(['secret', 'gone'])('is answered about a hidden instance as about an absent one: %s', async (instanceId) => {
      await fill(stand());
      const holder = stand().reader(['holder']);
      expect(await everything(holder, instanceId, instanceId)).toEqual(await everything(holder, 'absent', 'absent'));
    });

    it('without principals sees nothing', async () => {
      await fill(stand());
      expect(await everything(stand().reader([]), 'policy', 'policy')).toEqual(
        await everything(stand().reader(), 'absent', 'absent'),
      );
      expect(await stand().names('now', stand().reader([]))).toEqual([]);
    });

    it('of another workspace sees nothing, though the principals and ids are equal', async () => {
      await fill(stand());
      await stand().apply(3, openRow('c1', 3, { workspaceId: 'w2', name: 'foreign' }));
      const foreigner = stand().reader(undefined, 'w2');
      expect(await everything(foreigner, 'secret', 'secret')).toEqual(await everything(stand().reader(), 'absent', 'absent'));
      expect([await stand().names('now', foreigner), await stand().names()]).toEqual([['foreign'], ['secret', 'policy']]);
    });

    it('sees nothing of a set before its members are known', async () => {
      await stand().apply(1, openRow('c1', 1));
      expect(await stand().names()).toEqual([]);
      await stand().apply(2, ...defineSets);
      expect(await stand().names()).toEqual(['c1']);
    });

    it('may have many principals, and many readers may take turns', async () => {
      await fill(stand());
      const principals = Array.from({ length: 1_000 }, (_, nth) => `group-${String(nth)}`);
      expect(await stand().names('now', stand().reader([...principals, 'staff']))).toEqual(['secret', 'policy']);
      const first = stand().reader(['holder']);
      for (let turn = 0; turn < 1_500; turn += 1) {
        const reader = stand().reader([`user-${String(turn)}`, ...(turn % 2 === 0 ? ['staff'] : [])]);
        const row = await reader.get({ view, instanceId: 'secret', at: 'now' });
        expect(row?.instanceId).toBe(turn % 2 === 0 ? 'secret' : undefined);
      }
      expect(await stand().names('now', first)).toEqual(['policy']);
    });

    it('is not mistaken for another by the way his principals are spelled', async () => {
      await fill(stand());
      expect(await stand().names('now', stand().reader(['staff\nholder', 'staff,holder', 'Staff', 'staff ']))).toEqual([]);
    });

    it('gets rows whole, with the fields of the port and those that were declared', async () => {
      await stand().apply(1, ...defineSets, openRow('c1', 1, { label: 'red' }));
      const row = await stand().reader().get({ view, instanceId: 'c1', at: 'now' });
      const { row: given } = openRow('c1', 1, { label: 'red' });
      expect({ ...row }).toEqual({ ...given, workspaceId, toPosition: Number.MAX_SAFE_INTEGER, endedBy: null });
    });
  });
}
