import { expect, it } from '@jest/globals';
import { accessSetOf } from '../src/index.js';
import { changeAccess, closeTree, defineSets, openPolicy, openRow, sets, workspaceId } from './records.js';
import type { OpenViews, Stand } from './stand.js';
import { describeOn } from './stand.js';

const view = 'instance_rows';
const many = Array.from({ length: 25 }, (_, nth) => `holder-${String(nth).padStart(2, '0')}`);

/** A policy and three instances of everybody, of staff, and of many. */
async function fill(stand: Stand): Promise<void> {
  const acl = accessSetOf(workspaceId, many);
  await stand.apply(
    1,
    ...defineSets,
    { change: 'define-access-set', acl, principals: [...many].reverse() },
    openPolicy(1),
    openRow('shared', 1),
    openRow('secret', 1, { acl: sets.staff }),
    openRow('held', 1, { acl }),
  );
}

export function principals(open: OpenViews): void {
  describeOn('the principals of an instance', open, (stand) => {
    const of = async (instanceId: string, at: 'now' | number = 'now', reader = stand().reader()) =>
      (await reader.principals({ view, instanceId, at, limit: 100 }))?.principals;

    it('are those of its access set, in ascending order', async () => {
      await fill(stand());
      expect(await stand().reader().principals({ view, instanceId: 'shared', at: 'now', limit: 10 })).toEqual({
        principals: ['holder', 'staff'],
        position: 1,
        more: false,
      });
    });

    it('come in pages, each behind the last one seen', async () => {
      await fill(stand());
      const reader = stand().reader([many[0]!]);
      const met: string[] = [];
      for (let more = true; more;) {
        const after = met.at(-1);
        const page = await reader.principals({
          view,
          instanceId: 'held',
          at: 1,
          limit: 10,
          ...(after === undefined ? {} : { after }),
        });
        met.push(...(page?.principals ?? []));
        more = page?.more ?? false;
      }
      expect(met).toEqual(many);
      expect(await reader.principals({ view, instanceId: 'held', at: 'now', limit: 25 })).toMatchObject({ more: false });
      expect(await reader.principals({ view, instanceId: 'held', at: 'now', limit: 24 })).toMatchObject({ more: true });
    });

    it('are told to nobody who does not see it, nor of what is deleted', async () => {
      await fill(stand());
      expect(await of('secret', 'now', stand().reader(['holder']))).toBeUndefined();
      expect(await of('absent')).toBeUndefined();
      expect(await of('shared', 'now', stand().reader(['staff'], 'w2'))).toBeUndefined();
      await stand().apply(2, closeTree('shared', '/w1/policy/', 2, 'd1'));
      expect(await of('shared')).toBeUndefined();
      expect(await of('shared', 1)).toEqual(['holder', 'staff']);
    });

    it('are those of its time when a position of the past is asked for, for who sees it now', async () => {
      await fill(stand());
      const change = { grant: ['broker'], revoke: ['holder'], scope: 'instance' } as const;
      await stand().apply(2, changeAccess('shared', 2, change));
      expect([await of('shared', 1), await of('shared', 2)]).toEqual([
        ['holder', 'staff'],
        ['broker', 'staff'],
      ]);
      expect(await of('shared', 1, stand().reader(['holder']))).toBeUndefined();
    });
  });
}
