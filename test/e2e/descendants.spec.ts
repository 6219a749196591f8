import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedViews } from '../support/counted-views.js';
import { openMemoryRepository } from '../support/memory-repository.js';
import { newTree } from '../support/trees.js';
import {
  coverage,
  expectInvalid,
  expectProblem,
  newChild,
  newId,
  newRoot,
  otherUser,
  policy,
  startTestServer,
  xmlOf,
  type Answer,
  type Parameters,
  type Person,
  type TestServer,
  type WorkspaceApi,
} from '../support/index.js';

let server: TestServer;
let somebody: Person;

beforeAll(async () => {
  server = await startTestServer();
  somebody = await otherUser(server);
});
afterAll(() => server.close());

const descendants = (id: string, parameters: Parameters = {}, workspace: WorkspaceApi = server.workspace): Promise<Answer> =>
  workspace.client.get(workspace.path(`instances/${id}/descendants`, parameters));

const idsOf = ({ items }: Answer) => items.map((item) => String(item['instanceId']));
const namesOf = ({ items }: Answer) => items.map((item) => String(item['instanceName']));

/** A root with `wide` children, each with two below it, and one a level deeper still; gives all ids but the root's. */
async function newForest(wide: number): Promise<{ readonly root: string; readonly ids: readonly string[] }> {
  const root = await newRoot(server.workspace);
  const ids: string[] = [];
  for (let place = 0; place < wide; place += 1) {
    const child = await newChild(server.workspace, root, { name: `Child ${place % 3} ${place}` });
    const [a, b] = [
      await newChild(server.workspace, child, { name: 'A' }),
      await newChild(server.workspace, child, { name: 'B' }),
    ];
    ids.push(child, a, b, await newChild(server.workspace, a, { name: 'Deep' }));
  }
  return { root, ids };
}

/** All pages, one after another; `between` runs behind the first one. */
async function walked(id: string, parameters: Parameters, between: () => Promise<void> = async () => undefined) {
  const items: unknown[] = [];
  const positions = new Set<string>();
  let cursor: string | undefined;
  do {
    const page: Answer = await descendants(id, { ...parameters, cursor });
    items.push(...page.items);
    positions.add(page.header('datakeep-position')!);
    if (cursor === undefined) await between();
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return { items, positions: [...positions] };
}

describe('the descendants of an instance', () => {
  it('are everything below it, by hierarchy, name and id in the order of code points', async () => {
    const { root, ids } = await newForest(4);
    const { items } = await descendants(root, { limit: 1_000 });
    expect(items.map((item) => item['instanceId']).toSorted()).toEqual(ids.toSorted());
    const keys = items.map((item) => [item['hierarchy'], item['instanceName'], item['instanceId']].join('\0'));
    expect(keys).toEqual(keys.toSorted());
  });

  it('come with their metadata as the children do, and with their XML when it is asked for', async () => {
    const { root, first } = await newTree(server.workspace);
    const [grandchild] = (await server.workspace.children(first)).items;
    expect((await descendants(root)).items).toContainEqual(grandchild);
    const [whole] = (await server.workspace.children(first, { include: 'xml' })).items;
    expect(whole).toEqual({ ...grandchild, xml: xmlOf('grown') });
    expect((await descendants(root, { include: 'xml' })).items).toContainEqual(whole);
  });

  it('go `depth` levels down', async () => {
    const { root, ids } = await newForest(2);
    const at = async (depth: number) => (await descendants(root, { depth })).items.length;
    expect([await at(1), await at(2), await at(3), await at(64)]).toEqual([2, 6, 8, 8]);
    expect(idsOf(await descendants(root, { depth: 1 }))).toEqual(idsOf(await server.workspace.children(root)));
    expect((await descendants(ids[0]!, { depth: 1 })).items).toHaveLength(2);
  });

  it('can be narrowed to a concept, at every depth', async () => {
    const { root, grandchild, second } = await newTree(server.workspace);
    const below = async (parentId: string, instanceName: string) => {
      const saved = await server.workspace.save({ instanceName, conceptId: policy, parentId, xml: xmlOf('1') });
      return saved.json['instanceId'];
    };
    const deep = await below(grandchild, 'Deep');
    const shallow = await below(second, 'Shallow');
    expect(idsOf(await descendants(root, { concept: policy })).toSorted()).toEqual([deep, shallow].toSorted());
    expect(idsOf(await descendants(root, { concept: policy, depth: 2 }))).toEqual([shallow]);
    expect(idsOf(await descendants(root, { concept: newId() }))).toEqual([]);
    expect((await walked(root, { concept: coverage, limit: 1 })).items).toHaveLength(3);
  });

  it('are those that the caller sees, below hidden ones too', async () => {
    const shared = [server.owner.userId, somebody.userId];
    const request = { instanceName: `Shared ${newId()}`, conceptId: policy, xml: xmlOf('1'), access: shared };
    const root = String((await server.workspace.save(request)).json['instanceId']);
    const hidden = await newChild(server.workspace, root, { name: 'Hidden', access: [server.owner.userId] });
    const below = await newChild(server.workspace, hidden, { name: 'Below', access: shared });
    expect(idsOf(await descendants(root, {}, somebody.workspace))).toEqual([below]);
    expectProblem(await descendants(hidden, {}, somebody.workspace), 404, 'not-found');
    expect(idsOf(await descendants(root))).toEqual([hidden, below]);
  });

  it('of the workspace are all its instances', async () => {
    const { root, grandchild } = await newTree(server.workspace);
    const { items } = await walked(server.owner.workspaceId, { limit: 1_000 });
    const ids = items.map((item) => (item as { instanceId: string }).instanceId);
    expect(ids).toEqual(expect.arrayContaining([root, grandchild, server.owner.userId]));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are 404 for what is absent or deleted, and JSON only', async () => {
    const { root, first } = await newTree(server.workspace);
    expectProblem(await descendants(newId()), 404, 'not-found');
    await server.workspace.command('delete-instance', { instanceId: first, expectedVersion: 1 });
    expectProblem(await descendants(first), 404, 'not-found');
    expect(namesOf(await descendants(root))).toEqual(['Second']);
    const path = server.workspace.path(`instances/${root}/descendants`);
    expectProblem(await server.api.get(path, { accept: 'application/xml' }), 406, 'not-acceptable');
  });

  it.each([
    ['limit', '0'],
    ['depth', '0'],
    ['depth', '65'],
    ['concept', 'policy'],
    ['include', 'all'],
    ['cursor', 'not a cursor'],
    ['status', 'Active'],
  ])('cannot be asked for with %s=%s', async (name, value) => {
    const root = await newRoot(server.workspace);
    expectInvalid(await descendants(root, { [name]: value }), `/query/${name}`);
  });
});

describe('pages of descendants', () => {
  it('together are the whole, each once, whatever their size', async () => {
    const { root } = await newForest(3);
    const { items } = await descendants(root);
    expect(items).toHaveLength(12);
    for (const limit of [1, 2, 5, 12]) expect((await walked(root, { limit })).items).toEqual(items);
  });

  it('are as it was at the first one, whatever is saved, moved, deleted and granted in between', async () => {
    const { root, ids } = await newForest(4);
    const { items } = await descendants(root, { include: 'xml' });
    const [first, , third, , fifth] = ids;
    const { items: seen, positions } = await walked(root, { limit: 3, include: 'xml' }, async () => {
      const version = { expectedVersion: 'any' };
      const done = [
        await server.workspace.save({ ...version, instanceId: third, instanceName: 'Renamed', xml: xmlOf('renamed') }),
        await server.workspace.command('move-instance', { ...version, instanceId: first, parentId: fifth }),
        await server.workspace.command('delete-instance', { ...version, instanceId: ids[8] }),
        await server.workspace.command('grant-access', {
          instanceId: fifth,
          principals: [somebody.userId],
          withDescendants: true,
        }),
        await server.workspace.command('change-status', { ...version, instanceId: ids[13], status: 'Locked' }),
      ];
      expect(done.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
      await newChild(server.workspace, root, { name: 'Later' });
    });
    expect(seen).toEqual(items);
    expect(positions).toHaveLength(1);
    expect((await descendants(root, { include: 'xml' })).items).not.toEqual(items);
  });

  it('go on as of the moment that the first one was asked for', async () => {
    const { root, ids } = await newForest(2);
    const whole = await descendants(root);
    const asOf = whole.header('datakeep-position')!;
    await server.workspace.command('delete-instance', { instanceId: ids[0], expectedVersion: 1 });
    const { items, positions } = await walked(root, { limit: 3, asOf });
    expect([items, positions]).toEqual([whole.items, [asOf]]);
  });

  it('do not go on with the cursor of another question, user or list', async () => {
    const { root, ids } = await newForest(2);
    const first = await descendants(root, { limit: 2 });
    const cursor = first.next!;
    const asOf = first.header('datakeep-position')!;
    for (const other of [{ concept: coverage }, { depth: 2 }, { include: 'xml' }, { asOf }]) {
      expectInvalid(await descendants(root, { limit: 2, cursor, ...other }), '/query/cursor');
    }
    expectInvalid(await descendants(ids[0]!, { cursor }), '/query/cursor');
    expectInvalid(await descendants(root, { cursor }, somebody.workspace), '/query/cursor');
    expectInvalid(await server.workspace.children(root, { cursor }), '/query/cursor');
    expect((await descendants(root, { limit: 9, cursor })).status).toBe(200);
  });
});

describe('a page of descendants or of children', () => {
  it('is one call to the views, first or later, now or then', async () => {
    const repository = await openMemoryRepository();
    const { views, calls } = countedViews(repository.views);
    const { workspace } = await repository.serve({ views });
    const root = await newRoot(workspace);
    for (const name of ['a', 'b', 'c']) await newChild(workspace, root, { name });
    const pages = async (list: string) => {
      const page = (parameters: Parameters) => workspace.client.get(workspace.path(`instances/${root}/${list}`, parameters));
      const first = await page({ limit: 2, concept: coverage });
      const asOf = first.header('datakeep-position')!;
      return [
        first,
        await page({ limit: 2, concept: coverage, cursor: first.next! }),
        await page({ limit: 2, asOf, include: 'xml' }),
      ];
    };
    calls.length = 0;
    const answers = [...(await pages('descendants')), ...(await pages('children'))];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(calls).toEqual(answers.map(() => 'findBelow'));
    await repository.close();
  });
});
