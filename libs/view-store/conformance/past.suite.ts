import { expect, it } from '@jest/globals';
import type { FieldValue, Row, ViewChange } from '../src/index.js';
import { ViewsUnavailable } from '../src/index.js';
import { closeTree, defineSets, openPolicy, openRow, replaceRow, sets } from './records.js';
import type { OpenViews } from './stand.js';
import { describeOn } from './stand.js';

/** What was so at a position; when it ended is not known at that time. */
function asItWas(rows: readonly Row[]): unknown {
  return rows.map(({ toPosition: _to, endedBy: _by, ...rest }) => rest);
}

/** The changes of each position from 1 on: rows come, are renamed and moved about, and are deleted. */
const years: readonly (readonly ViewChange[])[] = [
  [...defineSets, openPolicy(1)],
  ...['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7'].map((id, nth) => [openRow(id, nth + 2)]),
  replaceRow('c1', 2, 9, { name: 'zebra', dataVersion: 2 }),
  replaceRow('c7', 8, 10, { name: 'ant', dataVersion: 2 }),
  [closeTree('c3', '/w1/policy/', 11, 'd1')],
  replaceRow('c4', 5, 12, { acl: sets.holder }),
  replaceRow('c1', 9, 13, { name: 'c1', dataVersion: 3 }),
  [openRow('c8', 14)],
];

export function past(open: OpenViews): void {
  describeOn('a question about a position of the past', open, (stand) => {
    it('is answered with what was recorded then', async () => {
      const recorded: { rows: unknown; c1: unknown }[] = [];
      const c1 = (at: 'now' | number) => stand().reader().get({ view: 'instance_rows', instanceId: 'c1', at });
      for (const [nth, changes] of years.entries()) {
        await stand().apply(nth + 1, ...changes);
        recorded.push({ rows: asItWas(await stand().rows()), c1: asItWas([await c1('now')].filter((row) => row !== undefined)) });
      }
      for (const [nth, { rows, c1: then }] of recorded.entries()) {
        expect(asItWas(await stand().rows(nth + 1))).toEqual(rows);
        expect(asItWas([await c1(nth + 1)].filter((row) => row !== undefined))).toEqual(then);
      }
      expect(await stand().rows(0)).toEqual([]);
    });

    it('keeps its pages stable while rows are renamed, deleted and added', async () => {
      for (const [nth, changes] of years.slice(0, 8).entries()) await stand().apply(nth + 1, ...changes);
      const request = { view: 'instance_rows', index: 'by_name', where: { parentId: 'policy' }, limit: 2 };
      const first = await stand()
        .reader()
        .find({ ...request, at: 'now' });
      const met = [...first.rows];
      let more = first.more;
      for (let nth = 8; more; nth += 1) {
        await stand().apply(nth + 1, ...(years[nth] ?? []));
        const after = [met.at(-1)?.['name'], met.at(-1)?.instanceId] as FieldValue[];
        const page = await stand()
          .reader()
          .find({ ...request, at: first.position, after });
        expect(page.position).toBe(first.position);
        met.push(...page.rows);
        more = page.more;
      }
      expect(met.map((row) => row.instanceId)).toEqual(['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7']);
    });

    it('needs the newest row of the instance to be visible now', async () => {
      await stand().apply(1, ...defineSets, openRow('c1', 1), openRow('c2', 1));
      await stand().apply(2, ...replaceRow('c1', 1, 2, { acl: sets.staff }));
      const [holder, staff] = [stand().reader(['holder']), stand().reader(['staff'])];
      expect([await stand().names(1, holder), await stand().names(1, staff)]).toEqual([['c2'], ['c1', 'c2']]);
      const get = { view: 'instance_rows', instanceId: 'c1', at: 1 };
      expect([await holder.get(get), (await staff.get(get))?.openedAt]).toEqual([undefined, 1]);
      const count = { view: 'instance_rows', index: 'by_name', where: {}, at: 1, max: 10 };
      expect([await holder.count(count), await staff.count(count)]).toEqual([1, 2]);
    });

    it('needs the row of that time to be visible, not the newest alone', async () => {
      await stand().apply(1, ...defineSets, openRow('c1', 1, { acl: sets.staff }));
      await stand().apply(2, ...replaceRow('c1', 1, 2, { acl: sets.both }));
      const holder = stand().reader(['holder']);
      expect([await stand().names(1, holder), await stand().names(2, holder)]).toEqual([[], ['c1']]);
      expect(await holder.get({ view: 'instance_rows', instanceId: 'c1', at: 1 })).toBeUndefined();
    });

    it('shows a row that was deleted since to who could see it when it was deleted', async () => {
      await stand().apply(1, ...defineSets, openRow('c1', 1, { acl: sets.staff }));
      await stand().apply(2, closeTree('c1', '/w1/policy/', 2, 'd1'));
      expect([await stand().names(1, stand().reader(['staff'])), await stand().names(1, stand().reader(['holder']))]).toEqual([
        ['c1'],
        [],
      ]);
    });

    it('is refused while the views have not reached the position', async () => {
      await stand().apply(1, ...defineSets, openRow('c1', 1));
      const question = { view: 'instance_rows', index: 'by_name', where: {}, at: 2 };
      await expect(
        stand()
          .reader()
          .find({ ...question, limit: 1 }),
      ).rejects.toBeInstanceOf(ViewsUnavailable);
      await expect(
        stand()
          .reader()
          .count({ ...question, max: 1 }),
      ).rejects.toBeInstanceOf(ViewsUnavailable);
      await expect(stand().reader().get({ view: 'instance_rows', instanceId: 'c1', at: 2 })).rejects.toBeInstanceOf(
        ViewsUnavailable,
      );
    });
  });
}
