import { expect, it } from '@jest/globals';
import { closeTree, defineSets, openRow, putXml, reopenTree, replaceRow, sets } from './records.js';
import type { OpenViews, Stand } from './stand.js';
import { describeOn } from './stand.js';

const view = 'instance_rows';
const place = '/w1/policy/';

/** Version 1 with a change of access, versions 2 and 3; each row at its own position from 1 to 4. */
async function fill(stand: Stand): Promise<void> {
  await stand.apply(1, ...defineSets, openRow('c1', 1, { acl: sets.staff }), putXml('c1', 1, '<c/>'));
  await stand.apply(2, ...replaceRow('c1', 1, 2, { dataVersion: 1, xmlRevision: 1 }));
  await stand.apply(3, ...replaceRow('c1', 2, 3, { dataVersion: 2, name: 'two', xmlRevision: 1 }));
  await stand.apply(4, ...replaceRow('c1', 3, 4, { dataVersion: 3, name: 'three', xmlRevision: 1 }));
}

export function versions(open: OpenViews): void {
  describeOn('the versions of an instance', open, (stand) => {
    const versionsOf = async (state: 'live' | 'deleted', more: object = {}, principals?: string[]): Promise<number[][]> => {
      const rows = await stand()
        .reader(principals)
        .versions({ view, instanceId: 'c1', state, limit: 10, ...more });
      return rows.map((row) => [Number(row['dataVersion']), row.openedAt]);
    };

    it('are the first row of each dataVersion, newest first', async () => {
      await fill(stand());
      expect(await versionsOf('live')).toEqual([
        [3, 4],
        [2, 3],
        [1, 1],
      ]);
    });

    it('begin, for who was given access later, with the first row that he could see', async () => {
      await fill(stand());
      expect(await versionsOf('live', {}, ['holder'])).toEqual([
        [3, 4],
        [2, 3],
        [1, 2],
      ]);
    });

    it('go on below a version, as many as are asked for', async () => {
      await fill(stand());
      expect(await versionsOf('live', { limit: 2 })).toEqual([
        [3, 4],
        [2, 3],
      ]);
      expect(await versionsOf('live', { limit: 1, beforeVersion: 2 })).toEqual([[1, 1]]);
      expect(await versionsOf('live', { beforeVersion: 1 })).toEqual([]);
    });

    it('are those of a live instance or of a deleted one, never both', async () => {
      await fill(stand());
      expect(await versionsOf('deleted')).toEqual([]);
      await stand().apply(5, closeTree('c1', place, 5, 'd1'));
      expect([await versionsOf('live'), (await versionsOf('deleted')).length]).toEqual([[], 3]);
      await stand().apply(6, reopenTree('c1', place, 6, 'd1'));
      expect([(await versionsOf('live')).map(([version]) => version), await versionsOf('deleted')]).toEqual([[3, 2, 1], []]);
    });

    it('end with the row that the deletion closed, which is not always the first of its version', async () => {
      const lastOf = async (principals?: string[]) => {
        const row = await stand().reader(principals).deleted({ view, instanceId: 'c1' });
        return row && [row['dataVersion'], row.openedAt, row['name'], row.endedBy];
      };
      await fill(stand());
      expect(await lastOf()).toBeUndefined();
      await stand().apply(5, closeTree('c1', place, 5, 'd1'));
      await stand().apply(6, reopenTree('c1', place, 6, 'd1', { name: 'Renamed' }));
      expect(await lastOf()).toBeUndefined();
      await stand().apply(7, closeTree('c1', place, 7, 'd2'));
      expect([await lastOf(), await lastOf(['nobody'])]).toEqual([[3, 6, 'Renamed', 'd2'], undefined]);
    });

    it('are hidden, all of them, from who does not see the newest row', async () => {
      await fill(stand());
      await stand().apply(5, ...replaceRow('c1', 4, 5, { dataVersion: 4, acl: sets.staff }));
      expect([await versionsOf('live', {}, ['holder']), (await versionsOf('live', {}, ['staff'])).length]).toEqual([[], 4]);
      await stand().apply(6, closeTree('c1', place, 6, 'd1'));
      expect([await versionsOf('deleted', {}, ['holder']), (await versionsOf('deleted', {}, ['staff'])).length]).toEqual([[], 4]);
    });
  });
}
