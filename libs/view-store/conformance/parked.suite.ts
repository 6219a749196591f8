import { expect, it } from '@jest/globals';
import type { ReaderViews } from '../src/index.js';
import { ChangeRefused, treeOrder, ViewsParked } from '../src/index.js';
import { closeTree, defineSets, noteEvent, openRow, parkStream, raiseNewest, replaceRow, sets, workspaceId } from './records.js';
import type { OpenViews, Stand } from './stand.js';
import { describeOn } from './stand.js';

const view = 'instance_rows';
const [policyOf, claimOf] = [
  { hierarchy: '/w1/', parentId: 'w1', dataSetId: 'policy' },
  { hierarchy: '/w1/', parentId: 'w1', dataSetId: 'claim' },
];

/**
 * Two data sets, `policy` with `cover` and `secret`, which the holder does not see, and `gone`, which was deleted; and `claim`
 * alone. The views of `policy` stop at 5, and go on for `claim` to 6.
 */
async function fill({ apply }: { readonly apply: Stand['apply'] }): Promise<void> {
  await apply(
    1,
    ...defineSets,
    openRow('policy', 1, policyOf),
    openRow('cover', 1),
    openRow('gone', 1),
    openRow('secret', 1, { acl: sets.staff }),
    openRow('claim', 1, claimOf),
    noteEvent('cover', 1),
    raiseNewest('cover', 1),
  );
  await apply(
    3,
    ...replaceRow('cover', 1, 2, { dataVersion: 2 }),
    noteEvent('cover', 2),
    noteEvent('claim', 3, { dataSetId: 'claim' }),
  );
  await apply(4, closeTree('gone', '/w1/policy/', 4, 'd1'));
  await apply(5, parkStream('policy', 5));
  await apply(6, ...replaceRow('claim', 1, 6, { ...claimOf, dataVersion: 2 }), noteEvent('claim', 6, { dataSetId: 'claim' }));
}

type At = 'now' | number;
/** Every question about one instance, or about what lies below it. */
const questions: Readonly<Record<string, (reader: ReaderViews, instanceId: string, at: At) => Promise<unknown>>> = {
  get: (reader, instanceId, at) => reader.get({ view, instanceId, at }),
  'findBelow its children': (reader, instanceId, at) =>
    reader.findBelow({ view, index: 'by_place', levelsMax: 1, instanceId, at, limit: 10 }),
  'findBelow everything': (reader, instanceId, at) => reader.findBelow({ view, index: treeOrder, instanceId, at, limit: 10 }),
  principals: (reader, instanceId, at) => reader.principals({ view, instanceId, at, limit: 10 }),
  newest: (reader, instanceId, at) => reader.newest({ view: 'last_updated', instanceId, at }),
};
/** Those that have no past. */
const present: typeof questions = {
  deleted: (reader, instanceId) => reader.deleted({ view, instanceId }),
  'versions of what lives': (reader, instanceId) => reader.versions({ view, instanceId, state: 'live', limit: 10 }),
  'versions of what is deleted': (reader, instanceId) => reader.versions({ view, instanceId, state: 'deleted', limit: 10 }),
};
const all = Object.entries({ ...questions, ...present });
/** Those about the rows that an index leads to. */
const pages: typeof questions = {
  find: (reader, parentId, at) => reader.find({ view, index: 'by_name', where: { parentId }, at, limit: 10 }),
  count: (reader, parentId, at) => reader.count({ view, index: 'by_name', where: { parentId }, at, max: 10 }),
};

export function parked(open: OpenViews): void {
  describeOn('a data set whose views are stopped', open, (stand) => {
    const filled = () => fill({ apply: (to, ...changes) => stand().apply(to, ...changes) });
    const asked = (ask: Promise<unknown>) => expect(ask).rejects.toMatchObject({ name: 'ViewsParked', dataSetId: 'policy' });

    it.each(all)('is not answered about: %s', async (_name, ask) => {
      await filled();
      for (const instanceId of ['policy', 'cover', 'gone']) await asked(ask(stand().reader(), instanceId, 'now'));
      await expect(ask(stand().reader(), 'cover', 'now')).rejects.toBeInstanceOf(ViewsParked);
    });

    it.each(all)('says so to nobody who does not see the instance: %s', async (_name, ask) => {
      await filled();
      const holder = stand().reader(['holder']);
      expect(await ask(holder, 'secret', 'now')).toEqual(await ask(holder, 'absent', 'now'));
      await asked(ask(stand().reader(['staff']), 'secret', 'now'));
    });

    it.each(all)('keeps nobody from others: %s', async (_name, ask) => {
      await filled();
      await ask(stand().reader(), 'claim', 'now');
      expect(await stand().reader().get({ view, instanceId: 'claim', at: 'now' })).toMatchObject({ dataVersion: 2 });
    });

    it.each(Object.entries(questions))(
      'is not answered about as of any place, as a revoke may lie behind: %s',
      async (_name, ask) => {
        await filled();
        for (const at of [4, 5, 6]) await asked(ask(stand().reader(), 'cover', at));
        await ask(stand().reader(), 'claim', 4);
      },
    );

    it.each(Object.entries(pages))('is in no page with a row of it, now and then: %s', async (_name, ask) => {
      await filled();
      for (const at of ['now', 4, 5, 6] as const)
        for (const parentId of ['w1', 'policy']) await asked(ask(stand().reader(), parentId, at));
      await ask(stand().reader(['nobody']), 'w1', 'now');
      await ask(stand().reader(), 'claim', 'now');
    });

    it('is counted only where the filter lets it', async () => {
      await filled();
      const count = (filter: Readonly<Record<string, string>>) =>
        stand()
          .reader()
          .count({ view, index: 'by_name', where: { parentId: 'w1' }, filter, at: 'now', max: 10 });
      expect([await count({ dataSetId: 'claim' }), await count({ name: 'claim' })]).toEqual([1, 1]);
      await asked(count({ name: 'policy' }));
    });

    it('is in no page of the roots of its workspace', async () => {
      await filled();
      await asked(stand().tree(workspaceId));
      await asked(stand().tree(workspaceId, 4));
      const small = { view, index: 'by_place', levelsMax: 1, instanceId: workspaceId, at: 'now', limit: 1 } as const;
      expect((await stand().reader().findBelow(small))?.rows.map((row) => row.instanceId)).toEqual(['claim']);
    });

    it('has the same ids and principals as one of another workspace, which is answered about', async () => {
      await filled();
      await stand().apply(7, openRow('cover', 7, { workspaceId: 'w2' }));
      const other = stand().reader(undefined, 'w2');
      expect(await other.get({ view, instanceId: 'cover', at: 'now' })).toMatchObject({ workspaceId: 'w2' });
      expect(await stand().names('now', other)).toEqual(['cover']);
    });

    it('stops the events of those who see something of it before its first one, and where its views stopped', async () => {
      await filled();
      const places = async (reader: ReaderViews, afterPlace: number, instanceId?: string) => {
        const of = { view: 'event_index', ...(instanceId === undefined ? {} : { instanceId }) };
        const { events, more } = await reader.events({ ...of, afterPlace, limit: 10 });
        return [events.map(({ place }) => place), more];
      };
      expect(await places(stand().reader(), 2)).toEqual([[3], true]);
      for (const afterPlace of [0, 1, 3, 5, 6]) await asked(places(stand().reader(), afterPlace));
      for (const afterPlace of [0, 1, 2]) await asked(places(stand().reader(), afterPlace, 'cover'));
      expect(await places(stand().reader(), 3, 'claim')).toEqual([[6], false]);
      await stand().apply(7, openRow('own', 7, { acl: sets.holder, dataSetId: 'own' }), parkStream('other', 7));
      await stand().apply(8, openRow('far', 8, { workspaceId: 'w2' }), noteEvent('far', 8, { workspaceId: 'w2' }));
      expect(await places(stand().reader(undefined, 'w2'), 0)).toEqual([[8], false]);
    });

    it('stops no events of somebody who sees nothing of it', async () => {
      const own = { dataSetId: 'own' };
      await stand().apply(1, ...defineSets, openRow('own', 1, own), openRow('secret', 1, { acl: sets.staff }));
      await stand().apply(3, noteEvent('secret', 2, { acl: sets.staff }), parkStream('policy', 3));
      await stand().apply(4, noteEvent('own', 4, own));
      const page = { view: 'event_index', afterPlace: 0, limit: 10 };
      expect((await stand().reader(['holder']).events(page)).events.map(({ place }) => place)).toEqual([4]);
      await asked(stand().reader(['staff']).events(page));
    });

    it('is known to the system and to whoever holds the views next, with the first place where it stopped', async () => {
      await filled();
      expect(await stand().store.system.parked()).toEqual([first('policy', 5)]);
      await stand().apply(8, parkStream('policy', 8, { reason: 'another' }), parkStream(null, 7, { workspaceId: null }));
      expect(await stand().store.system.parked()).toEqual([first('policy', 5), { ...first(null, 7), workspaceId: null }]);
      const { parked: streams } = await (await stand().views.otherWriter()).hold();
      expect(streams).toEqual(['dataset-policy', 'dataset-null']);
    });

    it('is stopped together with the rest of its batch, or not at all', async () => {
      const refused = stand().apply(1, ...defineSets, parkStream('policy', 1), openRow('c1', 1, { noSuchField: 1 }));
      await expect(refused).rejects.toBeInstanceOf(ChangeRefused);
      expect([await stand().store.system.parked(), await stand().store.position()]).toEqual([[], 0]);
    });
  });
}

function first(dataSetId: string | null, place: number): object {
  const { change: _, ...stream } = parkStream(dataSetId, place);
  return stream;
}
