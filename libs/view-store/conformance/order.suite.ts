import { expect, it } from '@jest/globals';
import type { FieldValue, FindRequest, Row } from '../src/index.js';
import { closeRow, defineSets, openRow, sets } from './records.js';
import type { OpenViews, Stand, ViewStoreLack } from './stand.js';
import { describeOn } from './stand.js';

const view = 'instance_rows';
const rowsMany = 2_000;

/** All rows that pages of `limit` give, one behind the other, and what each said about more. */
async function allPages(stand: Stand, request: FindRequest, place: readonly string[]): Promise<{ rows: Row[]; more: boolean[] }> {
  const rows: Row[] = [];
  const more: boolean[] = [];
  let after: readonly FieldValue[] | undefined;
  do {
    const answer = await stand.reader(['holder']).find(after === undefined ? request : { ...request, after });
    expect(answer.rows.length).toBeLessThanOrEqual(request.limit);
    rows.push(...answer.rows);
    more.push(answer.more);
    after = place.map((field) => rows.at(-1)?.[field] ?? null);
  } while (more.at(-1) === true);
  return { rows, more };
}

export function order(open: OpenViews, lacks: readonly ViewStoreLack[]): void {
  describeOn('the order of an index', open, (stand) => {
    const ats = ['now', 1] as const;
    const beyond = lacks.includes('code-point-order-beyond-u+ffff') ? [] : ['\u{1F600}', '\u{1F600}a', '\u{20000}'];
    const sorted = ['', ' ', 'A', 'Z', 'a', 'aa', 'b', 'é', '\u{FFFD}', '\u{FFFF}', ...beyond];

    it.each(ats)('is by code point, at %s', async (at) => {
      const rows = [...sorted].reverse().map((name, nth) => openRow(`i${String(nth).padStart(2, '0')}`, 1, { name }));
      await stand().apply(1, ...defineSets, ...rows);
      expect(await stand().names(at)).toEqual(sorted);
      const request = { view, index: 'by_name', where: { parentId: 'policy' }, at, limit: 3 };
      const pages = await allPages(stand(), request, ['name', 'instanceId']);
      expect(pages.rows.map((row) => row['name'])).toEqual(sorted);
    });

    it.each(ats)('has nulls first and goes on behind them, at %s', async (at) => {
      const labels = [null, null, '', '', 'a', 'b', 'b'];
      const versions = [1, 2, 1, 1, 3, 1, 1];
      const rows = labels.map((label, nth) => openRow(`i${String(nth)}`, 1, { label, dataVersion: versions[nth] ?? 1 }));
      await stand().apply(1, ...defineSets, ...rows.reverse());
      for (const limit of [1, 2, 3, 7]) {
        const request = { view, index: 'by_label', where: {}, at, limit };
        const { rows: met } = await allPages(stand(), request, ['label', 'dataVersion', 'instanceId']);
        expect(met.map((row) => row.instanceId)).toEqual(['i0', 'i1', 'i2', 'i3', 'i4', 'i5', 'i6']);
      }
    });

    it('selects null by equality, in front of the walk and behind it', async () => {
      await stand().apply(
        1,
        ...defineSets,
        openRow('i1', 1),
        openRow('i2', 1, { label: '' }),
        openRow('i3', 1, { dataVersion: 2 }),
      );
      const find = async (request: Pick<FindRequest, 'index' | 'where' | 'filter'>): Promise<string[]> =>
        (
          await stand()
            .reader()
            .find({ view, at: 'now', limit: 10, ...request })
        ).rows.map((row) => row.instanceId);
      expect(await find({ index: 'by_label', where: { label: null } })).toEqual(['i1', 'i3']);
      expect(await find({ index: 'by_label', where: { label: null, dataVersion: 2 } })).toEqual(['i3']);
      expect(await find({ index: 'by_name', where: {}, filter: { label: null } })).toEqual(['i1', 'i3']);
      expect(await find({ index: 'by_name', where: {}, filter: { label: '' } })).toEqual(['i2']);
    });

    it.each(ats)('leads a reader of few among many rows to each of them once, at %s', async (at) => {
      const rows = Array.from({ length: rowsMany }, (_, nth) =>
        openRow(`i${String((nth * 1_237) % rowsMany)}`, 1, {
          name: `n${String(nth % 50)}`,
          acl: nth % 97 === 0 ? sets.holder : sets.staff,
        }),
      );
      await stand().apply(1, ...defineSets, ...rows);
      const place = ({ row }: (typeof rows)[number]) => `${String(row['name'])}/${row.instanceId}`;
      const seen = rows
        .filter((change) => change.row.acl === sets.holder)
        .map(place)
        .sort();
      for (const limit of [4, 7, seen.length]) {
        const request = { view, index: 'by_name', where: { parentId: 'policy' }, at, limit };
        const { rows: met, more } = await allPages(stand(), request, ['name', 'instanceId']);
        expect(met.map((row) => `${String(row['name'])}/${row.instanceId}`)).toEqual(seen);
        expect(more).toEqual(more.map((_, page) => (page + 1) * limit < seen.length));
      }
    });

    it('begins with the equalities of the question and passes over what its filter does not let through', async () => {
      const concepts = ['a', 'b', 'a', 'b', 'a'];
      const rows = concepts.map((conceptId, nth) =>
        openRow(`i${String(nth)}`, 1, { conceptId, status: nth < 3 ? 'Active' : 'Locked' }),
      );
      await stand().apply(1, ...defineSets, ...rows, openRow('i9', 1, { conceptId: 'a', parentId: 'other' }));
      const request = { view, index: 'by_concept', where: { parentId: 'policy', conceptId: 'a' }, at: 'now', limit: 2 } as const;
      const ids = async (more: Partial<FindRequest>): Promise<string[]> =>
        (
          await stand()
            .reader()
            .find({ ...request, ...more })
        ).rows.map((row) => row.instanceId);
      expect(await ids({})).toEqual(['i0', 'i2']);
      expect(await ids({ after: ['i2', 'i2'] })).toEqual(['i4']);
      expect(await ids({ filter: { status: 'Locked' } })).toEqual(['i4']);
      expect(await ids({ filter: { status: 'Locked', createdBy: 'u2' } })).toEqual([]);
      expect(await ids({ where: { parentId: 'policy', conceptId: 'a', name: 'i2', instanceId: 'i2' } })).toEqual(['i2']);
    });

    it('counts up to a bound what a walk would meet', async () => {
      await stand().apply(1, ...defineSets, ...Array.from({ length: 9 }, (_, nth) => openRow(`i${String(nth)}`, 1)));
      await stand().apply(2, closeRow('i0', 1, 2));
      const question = { view, index: 'by_name', where: { parentId: 'policy' } };
      const count = (at: 'now' | number, max: number) =>
        stand()
          .reader()
          .count({ ...question, at, max });
      expect([await count('now', 100), await count('now', 8), await count('now', 5)]).toEqual([8, 8, 5]);
      expect([await count(1, 100), await count(1, 9), await count(1, 3)]).toEqual([9, 9, 3]);
      expect(
        await stand()
          .reader()
          .count({ ...question, filter: { name: 'i3' }, at: 'now', max: 5 }),
      ).toBe(1);
    });

    it('is refused to a question that the index cannot answer', async () => {
      const find = (request: Partial<FindRequest>) =>
        stand()
          .reader()
          .find({ view, index: 'by_name', where: {}, at: 'now', limit: 1, ...request });
      await expect(find({ view: 'no_such_view' })).rejects.toThrow(TypeError);
      await expect(find({ index: 'no_such_index' })).rejects.toThrow(TypeError);
      await expect(find({ where: { name: 'a' } })).rejects.toThrow(TypeError);
      await expect(find({ filter: { noSuchField: 1 } })).rejects.toThrow(TypeError);
      await expect(find({ after: ['a'] })).rejects.toThrow(TypeError);
      await expect(find({ include: ['no_such_inline'] })).rejects.toThrow(TypeError);
      await expect(find({ limit: 0 })).rejects.toThrow(RangeError);
    });
  });
}
