import { expect, it } from '@jest/globals';
import type { Row } from '../src/index.js';
import { closeRow, closeTree, defineSets, moveTree, openPolicy, openRow, putXml, reopenTree, sets } from './records.js';
import type { OpenViews, Stand } from './stand.js';
import { describeOn } from './stand.js';

const at = { policy: '/w1/policy/', a: '/w1/policy/a/', a1: '/w1/policy/a/a1/', b: '/w1/policy/b/', ba: '/w1/policy/b/a/' };

/** A policy with the trees `a`, `a1` in it, and `b`, and neighbours whose ids begin as `a` does. */
async function fill(stand: Stand): Promise<void> {
  await stand.apply(
    1,
    ...defineSets,
    openPolicy(1),
    openRow('a', 1, { label: 'root', acl: sets.staff }),
    openRow('a1', 1, { hierarchy: at.a, parentId: 'a', acl: sets.holder, status: 'Locked', createdBy: 'u7' }),
    openRow('a2', 1, { hierarchy: at.a1, parentId: 'a1', dataVersion: 4 }),
    openRow('b', 1),
    openRow('ab', 1),
    openRow('ab1', 1, { hierarchy: '/w1/policy/ab/', parentId: 'ab' }),
    openRow('a01', 1, { hierarchy: '/w1/policy/a0/', parentId: 'a0' }),
    openRow('a', 1, { workspaceId: 'w2', acl: sets.both }),
    openRow('a1', 1, { workspaceId: 'w2', acl: sets.both, hierarchy: at.a }),
    putXml('a1', 1, '<a1/>'),
  );
}

async function placesOf(stand: Stand, when: 'now' | number = 'now', workspace?: string): Promise<Record<string, string>> {
  const rows = await stand.rows(when, stand.reader(undefined, workspace));
  return Object.fromEntries(rows.map((row) => [row.instanceId, row.hierarchy]));
}

const places = {
  policy: '/w1/',
  a: at.policy,
  a1: at.a,
  a2: at.a1,
  b: at.policy,
  ab: at.policy,
  ab1: '/w1/policy/ab/',
  a01: '/w1/policy/a0/',
};
const moved = { ...places, a: at.b, a1: at.ba, a2: `${at.ba}a1/` };

export function moves(open: OpenViews): void {
  describeOn('a move of a tree', open, (stand) => {
    const get = (instanceId: string, when: 'now' | number = 'now') =>
      stand()
        .reader()
        .get({ view: 'instance_rows', instanceId, at: when, include: ['xml'] });

    it('takes the root and everything below it to the new place, and no neighbour with the same beginning', async () => {
      await fill(stand());
      await stand().apply(2, moveTree('a', at.b, 2, { parentId: 'b' }));
      expect(await placesOf(stand())).toEqual(moved);
      expect(await placesOf(stand(), 'now', 'w2')).toEqual({ a: at.policy, a1: at.a });
    });

    it('shows the old place when it is asked about the time before', async () => {
      await fill(stand());
      await stand().apply(2, moveTree('a', at.b, 2, { parentId: 'b' }));
      expect([await placesOf(stand(), 1), await placesOf(stand(), 2)]).toEqual([places, moved]);
      expect([(await get('a', 1))?.['parentId'], (await get('a', 2))?.['parentId']]).toEqual(['policy', 'b']);
    });

    it('changes the root alone where the move says so, and nothing else of any row', async () => {
      await fill(stand());
      const before = await stand().rows();
      await stand().apply(2, moveTree('a', at.b, 2, { parentId: 'b', name: 'second', label: null, dataVersion: 2 }));
      const expected = before.map((row): Row => {
        if (!['a', 'a1', 'a2'].includes(row.instanceId)) return row;
        const root = row.instanceId === 'a' ? { parentId: 'b', name: 'second', label: null, dataVersion: 2 } : {};
        const hierarchy = (moved as Record<string, string>)[row.instanceId]!;
        return { ...row, openedAt: 2, fromPosition: 2, hierarchy, ...root };
      });
      const byId = (rows: readonly Row[]) => [...rows].sort((one, other) => (one.instanceId < other.instanceId ? -1 : 1));
      expect(byId(await stand().rows())).toEqual(byId(expected));
    });

    it('is no deletion of the rows that it ends', async () => {
      await fill(stand());
      await stand().apply(2, moveTree('a', at.b, 2, { dataVersion: 2 }));
      const versions = { view: 'instance_rows', instanceId: 'a', limit: 10 } as const;
      const live = await stand()
        .reader()
        .versions({ ...versions, state: 'live' });
      expect(live.map((row) => [row['dataVersion'], row.toPosition, row.endedBy])).toEqual([
        [2, Number.MAX_SAFE_INTEGER, null],
        [1, 2, null],
      ]);
    });

    it('takes rows that the same batch opened, and none that left the tree before', async () => {
      await fill(stand());
      const left = [closeRow('a2', 1, 2), openRow('a2', 2, { hierarchy: '/w1/policy/ab/', parentId: 'ab' })];
      await stand().apply(4, ...left, openRow('a3', 3, { hierarchy: at.a, parentId: 'a' }), moveTree('a', at.b, 4));
      expect(await placesOf(stand())).toEqual({ ...moved, a2: '/w1/policy/ab/', a3: at.ba });
    });

    it('leaves what was deleted before where it was, and a restore puts it back under the new place', async () => {
      await fill(stand());
      await stand().apply(2, closeTree('a1', at.a, 2, 'd1'));
      await stand().apply(3, moveTree('a', at.b, 3, { parentId: 'b' }));
      const { a1: _child, a2: _grandchild, ...others } = moved;
      expect(await placesOf(stand())).toEqual(others);
      await stand().apply(4, reopenTree('a1', at.ba, 4, 'd1', { name: 'back' }));
      expect(await placesOf(stand())).toEqual(moved);
      expect([await placesOf(stand(), 1), await placesOf(stand(), 3)]).toEqual([places, others]);
      expect((await get('a1'))?.['name']).toBe('back');
      expect(Buffer.from((await get('a1'))?.['xml'] as Uint8Array).toString()).toBe('<a1/>');
    });

    it('can be followed by a move back, a deletion and a restore of the whole', async () => {
      await fill(stand());
      await stand().apply(2, moveTree('a', at.b, 2));
      await stand().apply(3, closeTree('b', at.policy, 3, 'd1'));
      expect(Object.keys(await placesOf(stand())).sort()).toEqual(['a01', 'ab', 'ab1', 'policy']);
      await stand().apply(4, reopenTree('b', at.policy, 4, 'd1'));
      expect(await placesOf(stand())).toEqual(moved);
      await stand().apply(5, moveTree('a', at.policy, 5));
      expect(await placesOf(stand())).toEqual(places);
    });

    it('may go deeper into a place that begins as its own', async () => {
      await fill(stand());
      await stand().apply(2, moveTree('a', '/w1/policy/ab/ab1/', 2));
      const below = '/w1/policy/ab/ab1/a/';
      expect(await placesOf(stand())).toEqual({ ...places, a: '/w1/policy/ab/ab1/', a1: below, a2: `${below}a1/` });
    });

    it('changes nothing when it comes again, behind later changes that closed what it opened', async () => {
      await fill(stand());
      const first = moveTree('a', at.b, 2, { parentId: 'b' });
      const second = moveTree('b', '/w1/policy/ab/', 3, { parentId: 'ab' });
      await stand().apply(4, first, second, closeTree('a1', '/w1/policy/ab/b/a/', 4, 'd1'));
      const once = await stand().contents(['a', 'a1', 'a2', 'b'], 4);
      await stand().apply(5, first);
      await stand().apply(6, second, first, first);
      expect(await stand().contents(['a', 'a1', 'a2', 'b'], 4)).toEqual(once);
      await stand().apply(7, reopenTree('a1', '/w1/policy/ab/b/a/', 7, 'd1'));
      expect((await placesOf(stand()))['a2']).toBe('/w1/policy/ab/b/a/a1/');
    });

    it('is refused for a root that was never there, and for a field that was not declared', async () => {
      await fill(stand());
      await expect(stand().apply(2, moveTree('nobody', at.b, 2))).rejects.toThrow(TypeError);
      await expect(stand().apply(2, moveTree('a', at.b, 2, { noSuchField: 1 }))).rejects.toThrow(TypeError);
      await expect(stand().apply(2, reopenTree('a', at.b, 2, 'no deletion'))).rejects.toThrow(TypeError);
      expect(await placesOf(stand())).toEqual(places);
    });
  });
}
