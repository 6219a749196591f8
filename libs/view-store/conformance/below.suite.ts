import { expect, it } from '@jest/globals';
import type { FieldValue, FindBelowRequest, ReaderViews, Row } from '../src/index.js';
import { pageBytesMax, treeOrder, ViewsUnavailable } from '../src/index.js';
import { closeTree, defineSets, moveTree, openPolicy, openRow, putXml, replaceRow, sets, workspaceId } from './records.js';
import type { OpenViews, Stand } from './stand.js';
import { describeOn } from './stand.js';

const view = 'instance_rows';
type Asked = Partial<FindBelowRequest>;

/** A row below the instances of `path`, named against the order of its id. */
function under(path: string, instanceId: string, fields: object = {}) {
  const parentId = path.split('/').at(-2) ?? '';
  return openRow(instanceId, 1, { hierarchy: path, parentId, name: `n${instanceId.split('').reverse().join('')}`, ...fields });
}

/** Two policies; in one a tree of three levels with ids of several lengths, and neighbours whose ids begin alike. */
async function fill(stand: Stand): Promise<void> {
  await stand.apply(
    1,
    ...defineSets,
    openPolicy(1),
    under('/w1/policy/', 'a'),
    under('/w1/policy/a/', 'a2', { conceptId: 'clause' }),
    under('/w1/policy/a/', 'a1'),
    under('/w1/policy/a/a1/', 'long-id-of-a-leaf', { conceptId: 'clause' }),
    under('/w1/policy/a/a1/long-id-of-a-leaf/', 'z'),
    under('/w1/policy/', 'a-b'),
    under('/w1/policy/', 'ab'),
    under('/w1/policy/ab/', 'ab1', { acl: sets.staff }),
    under('/w1/policy/ab/ab1/', 'abc', { conceptId: 'clause' }),
    openRow('other', 1, { hierarchy: '/w1/', parentId: 'w1', dataSetId: 'other' }),
    openRow('o1', 1, { hierarchy: '/w1/other/', parentId: 'other', dataSetId: 'other' }),
    openRow('policy', 1, { workspaceId: 'w2', hierarchy: '/w2/', parentId: 'w2' }),
    openRow('foreign', 1, { workspaceId: 'w2', hierarchy: '/w2/policy/' }),
  );
}

const tree = ['a-b', 'a', 'a1', 'long-id-of-a-leaf', 'z', 'a2', 'ab', 'ab1', 'abc'];
const byPlace = ['a', 'a-b', 'ab', 'a1', 'a2', 'long-id-of-a-leaf', 'z', 'ab1', 'abc'];

function placeOf(index: string, row: Row): readonly FieldValue[] {
  if (index === treeOrder) return [`${row.hierarchy}${row.instanceId}/`];
  const fields = index === 'by_place' ? ['hierarchy', 'name'] : ['hierarchy', 'conceptId', 'name'];
  return [...fields.map((field) => row[field] ?? null), row.instanceId];
}

/** Ids of all pages of `limit`, one behind the other; undefined when the first page is. */
async function idsOf(reader: ReaderViews, request: FindBelowRequest): Promise<string[] | undefined> {
  const met: Row[] = [];
  for (let more = true; more;) {
    const last = met.at(-1);
    const after = last === undefined ? {} : { after: placeOf(request.index, last) };
    const page = await reader.findBelow({ ...request, ...after });
    if (page === undefined) return undefined;
    expect(page.rows.length).toBeLessThanOrEqual(request.limit);
    met.push(...page.rows);
    more = page.more;
  }
  return met.map((row) => row.instanceId);
}

export function below(open: OpenViews): void {
  describeOn('the rows below an instance', open, (stand) => {
    const whole = { view, instanceId: 'policy', index: treeOrder, at: 'now', limit: 100 } as const;
    const ids = (asked: Asked = {}, principals?: readonly string[], workspace?: string) =>
      idsOf(stand().reader(principals, workspace), { ...whole, ...asked });

    it.each(['now', 1] as const)(
      'are every instance followed by what lies below it, in the order of the tree, at %s',
      async (at) => {
        await fill(stand());
        expect(await ids({ at })).toEqual(tree);
        expect(await ids({ at, instanceId: 'a' })).toEqual(['a1', 'long-id-of-a-leaf', 'z', 'a2']);
        expect(await ids({ at, instanceId: 'z' })).toEqual([]);
      },
    );

    it.each(['now', 1] as const)(
      'are the next level first in the order of hierarchies, by the fields of its index, at %s',
      async (at) => {
        await fill(stand());
        expect(await ids({ at, index: 'by_place' })).toEqual(byPlace);
        const concepts = ['a', 'a-b', 'ab', 'a2', 'a1', 'long-id-of-a-leaf', 'z', 'ab1', 'abc'];
        expect(await ids({ at, index: 'by_place_and_concept' })).toEqual(concepts);
      },
    );

    it.each(['now', 1] as const)('are its children alone when one level is asked for, at %s', async (at) => {
      await fill(stand());
      const children = { at, levelsMax: 1 };
      expect(await ids({ ...children, index: 'by_place' })).toEqual(['a', 'a-b', 'ab']);
      expect(await ids({ ...children })).toEqual(['a-b', 'a', 'ab']);
      const clauses = { ...children, instanceId: 'a', index: 'by_place_and_concept', where: { conceptId: 'clause' } };
      expect(await ids(clauses)).toEqual(['a2']);
      expect(await ids({ ...children, instanceId: 'a', index: 'by_place', where: { name: 'n1a' } })).toEqual(['a1']);
    });

    it.each([treeOrder, 'by_place'])('go as many levels down as are asked for, along %s', async (index) => {
      await fill(stand());
      const all = index === treeOrder ? tree : byPlace;
      const levels = { a: 1, ab: 1, 'a-b': 1, a1: 2, a2: 2, ab1: 2, 'long-id-of-a-leaf': 3, abc: 3, z: 4 } as Record<
        string,
        number
      >;
      for (const levelsMax of [1, 2, 3, 4, 5, 63]) {
        expect(await ids({ index, levelsMax })).toEqual(all.filter((id) => (levels[id] ?? 0) <= levelsMax));
        expect(await ids({ index, levelsMax, at: 1 })).toEqual(all.filter((id) => (levels[id] ?? 0) <= levelsMax));
      }
      expect(await ids({ index, levelsMax: 2, instanceId: 'a1' })).toEqual(['long-id-of-a-leaf', 'z']);
    });

    it.each([treeOrder, 'by_place', 'by_place_and_concept'])(
      'come once each, however large the pages, along %s',
      async (index) => {
        await fill(stand());
        for (const at of ['now', 1] as const) {
          for (const levelsMax of [undefined, 1, 2]) {
            const asked = { index, at, ...(levelsMax === undefined ? {} : { levelsMax }) };
            const once = await ids(asked);
            for (const limit of [1, 2, 3, 5]) expect(await ids({ ...asked, limit })).toEqual(once);
          }
        }
        const clauses = { index: 'by_place_and_concept', instanceId: 'policy', levelsMax: 1, where: { conceptId: 'coverage' } };
        expect(await ids({ ...clauses, limit: 1 })).toEqual(['a', 'a-b', 'ab']);
      },
    );

    it('are those that a filter lets through, on every level', async () => {
      await fill(stand());
      const clauses = { filter: { conceptId: 'clause' } };
      expect(await ids(clauses)).toEqual(['long-id-of-a-leaf', 'a2', 'abc']);
      expect(await ids({ ...clauses, limit: 1, levelsMax: 2 })).toEqual(['a2']);
      expect(await ids({ ...clauses, index: 'by_place', limit: 2 })).toEqual(['a2', 'long-id-of-a-leaf', 'abc']);
      expect(await ids({ ...clauses, index: 'by_place', instanceId: 'a', levelsMax: 1 })).toEqual(['a2']);
    });

    it('are those that the reader sees, also behind one that is hidden', async () => {
      await fill(stand());
      expect(await ids({}, ['holder'])).toEqual(tree.filter((id) => id !== 'ab1'));
      expect(await ids({ instanceId: 'ab' }, ['holder'])).toEqual(['abc']);
    });

    it('are not told of an instance that is hidden, absent, deleted or of another workspace', async () => {
      await fill(stand());
      const refused = async (instanceId: string, principals?: string[]) => [
        await ids({ instanceId }, principals),
        await ids({ instanceId, index: 'by_place', levelsMax: 1 }, principals),
        await ids({ instanceId, at: 1 }, principals),
      ];
      expect(await refused('ab1', ['holder'])).toEqual([undefined, undefined, undefined]);
      expect(await refused('absent')).toEqual([undefined, undefined, undefined]);
      expect(await refused('foreign')).toEqual([undefined, undefined, undefined]);
      expect(await refused('policy', [])).toEqual([undefined, undefined, undefined]);
      await stand().apply(2, closeTree('a', '/w1/policy/', 2, 'd1'));
      expect([await ids({ instanceId: 'a' }), await ids({ instanceId: 'a', at: 2 })]).toEqual([undefined, undefined]);
      expect(await ids({ instanceId: 'a', at: 1 })).toEqual(['a1', 'long-id-of-a-leaf', 'z', 'a2']);
      await stand().apply(3, ...replaceRow('ab', 1, 3, { acl: sets.staff }));
      expect([await ids({ instanceId: 'ab', at: 1 }, ['holder']), await ids({ instanceId: 'ab', at: 1 }, ['staff'])]).toEqual([
        undefined,
        ['ab1', 'abc'],
      ]);
    });

    it('follow the instance: at each position they lie where it stood then', async () => {
      await fill(stand());
      await stand().apply(2, moveTree('a', '/w1/policy/ab/', 2, { parentId: 'ab' }));
      const inside = ['a1', 'long-id-of-a-leaf', 'z', 'a2'];
      expect([await ids({ instanceId: 'a' }), await ids({ instanceId: 'a', at: 1 })]).toEqual([inside, inside]);
      expect(await ids({ instanceId: 'ab' })).toEqual(['a', ...inside, 'ab1', 'abc']);
      expect(await ids({ instanceId: 'ab', at: 1 })).toEqual(['ab1', 'abc']);
      const answer = await stand()
        .reader()
        .findBelow({ ...whole, at: 1 });
      expect([answer?.position, (await stand().reader().findBelow(whole))?.position]).toEqual([1, 2]);
    });

    it('of the workspace are everything in it but itself, whether its own row is there or not', async () => {
      await fill(stand());
      const everything = ['other', 'o1', 'policy', ...tree];
      expect(await ids({ instanceId: workspaceId })).toEqual(everything);
      expect(await ids({ instanceId: workspaceId, index: 'by_place', levelsMax: 1 })).toEqual(['other', 'policy']);
      await stand().apply(2, openRow('w1', 2, { hierarchy: '/', dataSetId: 'w1', parentId: '' }));
      expect(await ids({ instanceId: workspaceId, limit: 2 })).toEqual(everything);
      expect(await ids({ instanceId: workspaceId, at: 1 })).toEqual(everything);
      expect([await ids({ instanceId: workspaceId }, ['nobody']), await ids({ instanceId: workspaceId }, [])]).toEqual([[], []]);
      expect(await ids({ instanceId: 'w2' }, undefined, 'w2')).toEqual(['policy', 'foreign']);
      expect(await ids({ instanceId: 'w2' })).toBeUndefined();
    });

    it('end a page early when their XML is large', async () => {
      const large = 'x'.repeat((pageBytesMax * 5) / 8);
      const names = ['a', 'b', 'c'];
      await stand().apply(1, ...defineSets, openPolicy(1), ...names.flatMap((id) => [openRow(id, 1), putXml(id, 1, large)]));
      for (const index of [treeOrder, 'by_place']) {
        const page = await stand()
          .reader()
          .findBelow({ ...whole, index, include: ['xml'] });
        expect([page?.rows.length, page?.more]).toEqual([1, true]);
        expect(await ids({ index, include: ['xml'] })).toEqual(names);
      }
    });

    it('are refused to a question that the index cannot answer', async () => {
      await fill(stand());
      const find = (asked: Asked) =>
        stand()
          .reader()
          .findBelow({ ...whole, ...asked });
      await expect(find({ index: 'by_name' })).rejects.toThrow(TypeError);
      await expect(find({ index: 'no_such_index' })).rejects.toThrow(TypeError);
      await expect(find({ view: 'no_such_view' })).rejects.toThrow(TypeError);
      await expect(find({ index: 'by_place', where: { name: 'a' } })).rejects.toThrow(TypeError);
      await expect(find({ where: { name: 'a' }, levelsMax: 1 })).rejects.toThrow(TypeError);
      await expect(find({ index: 'by_place', levelsMax: 1, where: { conceptId: 'c' } })).rejects.toThrow(TypeError);
      await expect(find({ filter: { noSuchField: 1 } })).rejects.toThrow(TypeError);
      await expect(find({ after: ['/w1/other/o1/'] })).rejects.toThrow(TypeError);
      await expect(find({ index: 'by_place', after: ['/w1/policy/'] })).rejects.toThrow(TypeError);
      await expect(find({ levelsMax: 0 })).rejects.toThrow(RangeError);
      await expect(find({ limit: 0 })).rejects.toThrow(RangeError);
      await expect(find({ at: 2 })).rejects.toBeInstanceOf(ViewsUnavailable);
    });
  });
}
