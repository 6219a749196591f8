import { expect, it } from '@jest/globals';
import type { Row } from '../src/index.js';
import { closeRow, closeTree, defineSets, openPolicy, openRow, putXml, reopenTree, replaceRow, sets } from './records.js';
import type { OpenViews, Stand } from './stand.js';
import { describeOn } from './stand.js';

const below = { policy: '/w1/policy/', a: '/w1/policy/a/', deep: '/w1/policy/a/a1/' };

/** A policy with a tree `a`, and neighbours whose ids and hierarchies begin with the same text. */
async function fill(stand: Stand): Promise<void> {
  await stand.apply(
    1,
    ...defineSets,
    openPolicy(1),
    openRow('a', 1, { label: 'root', acl: sets.staff }),
    openRow('a1', 1, { hierarchy: below.a, parentId: 'a', acl: sets.holder, status: 'Locked', createdBy: 'u7' }),
    openRow('a2', 1, { hierarchy: below.deep, parentId: 'a1', dataVersion: 4 }),
    openRow('ab', 1),
    openRow('a0', 1),
    openRow('ab1', 1, { hierarchy: '/w1/policy/ab/', parentId: 'ab' }),
    openRow('a01', 1, { hierarchy: '/w1/policy/a0/', parentId: 'a0' }),
    openRow('A1', 1, { hierarchy: '/w1/policy/A/', parentId: 'A' }),
    openRow('a', 1, { workspaceId: 'w2', acl: sets.both }),
    putXml('a1', 1, '<a1/>'),
  );
}

const others = ['A1', 'a0', 'a01', 'ab', 'ab1', 'policy'];
const ids = (rows: readonly Row[]): string[] => rows.map((row) => row.instanceId).sort();

/** What a restore keeps of a row. */
function kept(row: Row): unknown {
  const { openedAt: _opened, fromPosition: _from, toPosition: _to, endedBy: _by, ...rest } = row;
  return rest;
}

export function trees(open: OpenViews): void {
  describeOn('a deletion of a tree', open, (stand) => {
    it('takes the root and its descendants, and no neighbour with the same beginning', async () => {
      await fill(stand());
      await stand().apply(2, closeTree('a', below.policy, 2, 'd1'));
      expect(ids(await stand().rows())).toEqual(others);
      expect(ids(await stand().rows(1))).toEqual([...others, 'a', 'a1', 'a2'].sort());
      expect(ids(await stand().rows('now', stand().reader(undefined, 'w2')))).toEqual(['a']);
    });

    it('writes its id on the rows that it closes, and on no earlier one', async () => {
      await fill(stand());
      await stand().apply(2, ...replaceRow('a', 1, 2, { name: 'renamed', dataVersion: 2 }));
      await stand().apply(3, closeTree('a', below.policy, 3, 'd1'));
      const deleted = await stand().reader().versions({ view: 'instance_rows', instanceId: 'a', state: 'deleted', limit: 10 });
      expect(deleted.map((row) => [row['dataVersion'], row.toPosition, row.endedBy])).toEqual([
        [2, 3, 'd1'],
        [1, 2, null],
      ]);
    });

    it('takes a row that the same batch opened, and leaves one that moved out of the tree before', async () => {
      await fill(stand());
      const moved = [closeRow('a2', 1, 2), openRow('a2', 2, { hierarchy: '/w1/policy/ab/', parentId: 'ab' })];
      await stand().apply(
        4,
        ...moved,
        openRow('a3', 3, { hierarchy: below.a, parentId: 'a' }),
        closeTree('a', below.policy, 4, 'd1'),
      );
      expect(ids(await stand().rows())).toEqual([...others, 'a2'].sort());
      expect(ids(await stand().rows(3))).toContain('a3');
    });

    it('of a data set leaves another data set alone', async () => {
      await fill(stand());
      await stand().apply(2, openRow('x1', 2, { dataSetId: 'x', hierarchy: '/w1/x/', parentId: 'x' }));
      await stand().apply(3, closeTree('policy', '/w1/', 3, 'd1'));
      expect(ids(await stand().rows())).toEqual(['x1']);
    });
  });

  describeOn('a restore of a tree', open, (stand) => {
    it('puts back the rows that the deletion ended, with all their fields, access included', async () => {
      await fill(stand());
      const before = await stand().rows();
      await stand().apply(2, closeTree('a', below.policy, 2, 'd1'));
      await stand().apply(3, reopenTree('a', below.policy, 3, 'd1'));
      const after = await stand().rows();
      expect(after.map(kept)).toEqual(before.map(kept));
      const tree = after.filter((row) => ['a', 'a1', 'a2'].includes(row.instanceId));
      const interval = { openedAt: 3, fromPosition: 3, toPosition: Number.MAX_SAFE_INTEGER, endedBy: null };
      expect(
        tree.map(({ openedAt, fromPosition, toPosition, endedBy }) => ({ openedAt, fromPosition, toPosition, endedBy })),
      ).toEqual([interval, interval, interval]);
      expect(ids(await stand().rows(2))).toEqual(others);
    });

    it('changes the root alone where the restore says so', async () => {
      await fill(stand());
      await stand().apply(2, closeTree('a', below.policy, 2, 'd1'));
      await stand().apply(3, reopenTree('a', below.policy, 3, 'd1', { name: 'second', label: null }));
      const fields = (await stand().rows())
        .filter((row) => row.instanceId.startsWith('a'))
        .map((row) => [row.instanceId, row['name'], row['label']]);
      expect(fields.sort()).toEqual([
        ['a', 'second', null],
        ['a0', 'a0', null],
        ['a01', 'a01', null],
        ['a1', 'a1', null],
        ['a2', 'a2', null],
        ['ab', 'ab', null],
        ['ab1', 'ab1', null],
      ]);
    });

    it('leaves what another deletion ended, before or inside the tree', async () => {
      await fill(stand());
      await stand().apply(2, closeTree('a1', below.a, 2, 'd1'));
      await stand().apply(3, closeTree('a', below.policy, 3, 'd2'));
      await stand().apply(4, reopenTree('a', below.policy, 4, 'd2'));
      expect(ids(await stand().rows())).toEqual([...others, 'a'].sort());
      await stand().apply(5, reopenTree('a1', below.a, 5, 'd1'));
      expect(ids(await stand().rows())).toEqual([...others, 'a', 'a1', 'a2'].sort());
    });

    it('can be followed by another deletion and another restore', async () => {
      await fill(stand());
      await stand().apply(2, closeTree('a', below.policy, 2, 'd1'));
      await stand().apply(3, reopenTree('a', below.policy, 3, 'd1', { name: 'second' }));
      await stand().apply(4, closeTree('a', below.policy, 4, 'd2'));
      await stand().apply(5, reopenTree('a', below.policy, 5, 'd2'));
      const root = await stand().reader().get({ view: 'instance_rows', instanceId: 'a', at: 'now' });
      expect([root?.['name'], root?.openedAt]).toEqual(['second', 5]);
      expect(ids(await stand().rows())).toEqual([...others, 'a', 'a1', 'a2'].sort());
    });

    it('shows the same XML again', async () => {
      await fill(stand());
      await stand().apply(3, closeTree('a', below.policy, 2, 'd1'), reopenTree('a', below.policy, 3, 'd1'));
      const row = await stand()
        .reader()
        .get({ view: 'instance_rows', instanceId: 'a1', at: 'now', include: ['xml'] });
      expect(Buffer.from(row?.['xml'] as Uint8Array).toString()).toBe('<a1/>');
    });
  });
}
