import { expect, it } from '@jest/globals';
import type { Row } from '../src/index.js';
import { accessSetOf } from '../src/index.js';
import { changeAccess, closeRow, closeTree, defineSets, openPolicy, openRow, reopenTree, sets, workspaceId } from './records.js';
import type { OpenViews, Stand } from './stand.js';
import { describeOn } from './stand.js';

const view = 'instance_rows';
const setsMany = 2_500;

/** A policy with the tree `a` (everybody) of `a1` (staff) and `a2` (holder, below `a1`), and a neighbour `ab`. */
async function fill(stand: Stand): Promise<void> {
  await stand.apply(
    1,
    ...defineSets,
    openPolicy(1),
    openRow('a', 1),
    openRow('a1', 1, { hierarchy: '/w1/policy/a/', parentId: 'a', acl: sets.staff }),
    openRow('a2', 1, { hierarchy: '/w1/policy/a/a1/', parentId: 'a1', acl: sets.holder }),
    openRow('ab', 1),
    openRow('a', 1, { workspaceId: 'w2' }),
  );
}

const all = ['a', 'a1', 'a2', 'ab', 'policy'];

export function access(open: OpenViews): void {
  describeOn('a change of access', open, (stand) => {
    const seenBy = async (principal: string, at: 'now' | number = 'now', workspace?: string): Promise<string[]> =>
      (await stand().rows(at, stand().reader([principal], workspace))).map((row) => row.instanceId).sort();
    const row = (instanceId: string): Promise<Row | undefined> => stand().reader().get({ view, instanceId, at: 'now' });

    it('of a tree gives its rows to others, and takes none from who had them', async () => {
      await fill(stand());
      await stand().apply(2, changeAccess('a', 2, { grant: ['broker'] }));
      expect(await seenBy('broker')).toEqual(['a', 'a1', 'a2']);
      expect([await seenBy('staff'), await seenBy('holder')]).toEqual([
        ['a', 'a1', 'ab', 'policy'],
        ['a', 'a2', 'ab', 'policy'],
      ]);
      expect([await seenBy('broker', 'now', 'w2'), await seenBy('staff', 'now', 'w2')]).toEqual([[], ['a']]);
    });

    it('of an instance leaves what lies below it alone', async () => {
      await fill(stand());
      await stand().apply(2, changeAccess('a', 2, { scope: 'instance', grant: ['broker'], revoke: ['holder'] }));
      expect([await seenBy('broker'), await seenBy('holder')]).toEqual([['a'], ['a2', 'ab', 'policy']]);
    });

    it('takes rows away, and the set is the one that a command would name', async () => {
      await fill(stand());
      await stand().apply(2, changeAccess('a', 2, { scope: 'instance', grant: ['broker', 'agent'], revoke: ['staff'] }));
      expect((await row('a'))?.acl).toBe(accessSetOf(workspaceId, ['agent', 'broker', 'holder']));
      await stand().apply(3, changeAccess('a', 3, { scope: 'instance', revoke: ['agent', 'broker'] }));
      expect((await row('a'))?.acl).toBe(sets.holder);
    });

    it('concerns only what its sender sees', async () => {
      await fill(stand());
      await stand().apply(2, changeAccess('a', 2, { grant: ['broker'], seenBy: ['holder', 'nobody'] }));
      expect(await seenBy('broker')).toEqual(['a', 'a2']);
      await stand().apply(3, changeAccess('a', 3, { grant: ['agent'], seenBy: [] }));
      expect(await seenBy('agent')).toEqual([]);
    });

    it('makes no row where the set stays the same', async () => {
      await fill(stand());
      await stand().apply(2, changeAccess('a', 2, { grant: ['staff'] }));
      expect([(await row('a'))?.openedAt, (await row('a1'))?.openedAt, (await row('a2'))?.openedAt]).toEqual([1, 1, 2]);
      await stand().apply(3, changeAccess('a', 3, { revoke: ['somebody'] }));
      expect([(await row('a'))?.openedAt, (await row('a1'))?.openedAt, (await row('a2'))?.openedAt]).toEqual([1, 1, 2]);
    });

    it('changes nothing of a row but its set and its interval', async () => {
      await fill(stand());
      const before = await row('a1');
      await stand().apply(2, changeAccess('a', 2, { grant: ['broker'] }));
      const acl = accessSetOf(workspaceId, ['staff', 'broker']);
      expect(await row('a1')).toEqual({ ...before, openedAt: 2, fromPosition: 2, acl });
    });

    it('holds of the time behind it: before, the set of that time is needed, and the newest one too', async () => {
      await fill(stand());
      await stand().apply(2, changeAccess('a', 2, { grant: ['broker'] }));
      await stand().apply(3, changeAccess('a', 3, { scope: 'instance', revoke: ['holder'] }));
      expect([await seenBy('broker', 1), await seenBy('broker', 2)]).toEqual([[], ['a', 'a1', 'a2']]);
      expect([await seenBy('holder', 1), await seenBy('staff', 1)]).toEqual([
        ['a2', 'ab', 'policy'],
        ['a', 'a1', 'ab', 'policy'],
      ]);
    });

    it('leaves what was deleted before alone, which comes back with the set that it had', async () => {
      await fill(stand());
      await stand().apply(2, closeTree('a1', '/w1/policy/a/', 2, 'd1'));
      await stand().apply(3, changeAccess('a', 3, { grant: ['broker'], revoke: ['staff'] }));
      await stand().apply(4, reopenTree('a1', '/w1/policy/a/', 4, 'd1'));
      expect([await seenBy('broker'), await seenBy('staff')]).toEqual([['a'], ['a1', 'ab', 'policy']]);
    });

    it('takes what the same batch opened', async () => {
      await fill(stand());
      await stand().apply(
        3,
        closeRow('a1', 1, 2),
        openRow('a1', 2, { hierarchy: '/w1/policy/a/' }),
        changeAccess('a', 3, { grant: ['broker'] }),
      );
      expect(await seenBy('broker')).toEqual(['a', 'a1', 'a2']);
      expect((await row('a1'))?.acl).toBe(accessSetOf(workspaceId, ['staff', 'holder', 'broker']));
    });

    it('goes through as many sets as the tree has rows', async () => {
      const ids = Array.from({ length: setsMany }, (_, nth) => `i${String(nth)}`);
      const opened = ids.flatMap((id) => {
        const principals = id === 'i7' ? ['lonely'] : ['staff', id];
        const acl = accessSetOf(workspaceId, principals);
        return [{ change: 'define-access-set', acl, principals } as const, openRow(id, 1, { acl })];
      });
      await stand().apply(1, ...defineSets, openPolicy(1), ...opened);
      await stand().apply(2, changeAccess('policy', 2, { grant: ['broker'], revoke: ['staff'], seenBy: ['staff'] }));
      const question = { view, index: 'by_name', where: { parentId: 'policy' }, at: 'now', max: 10_000 } as const;
      const counts = ['broker', 'staff', 'i9', 'lonely'].map((principal) => stand().reader([principal]).count(question));
      expect(await Promise.all(counts)).toEqual([setsMany - 1, 0, 1, 1]);
    });

    it('changes nothing when it comes again, behind later changes', async () => {
      await fill(stand());
      const grant = changeAccess('a', 2, { grant: ['broker'], seenBy: ['holder'] });
      const revoke = changeAccess('a', 3, { revoke: ['holder'], seenBy: ['broker'] });
      await stand().apply(4, grant, revoke, closeTree('a1', '/w1/policy/a/', 4, 'd1'));
      const asked = async () => [await stand().contents(all, 4), await seenBy('broker', 2), await seenBy('broker')];
      const once = await asked();
      await stand().apply(5, grant);
      await stand().apply(6, revoke, grant, revoke);
      expect(await asked()).toEqual(once);
    });

    it('is refused where nobody would see a row any more, and for a tree without a root', async () => {
      await fill(stand());
      await expect(stand().apply(2, changeAccess('a', 2, { revoke: ['holder', 'staff'] }))).rejects.toThrow(TypeError);
      await expect(stand().apply(2, changeAccess('nobody', 2, { grant: ['broker'] }))).rejects.toThrow(TypeError);
      expect([await seenBy('holder'), await seenBy('broker')]).toEqual([['a', 'a2', 'ab', 'policy'], []]);
    });
  });
}
