import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deleted, deletedHistory, deletedInstance, deleteTree, deletion, deletions, restore } from '../support/deletions-api.js';
import { newTree, wholeOf } from '../support/trees.js';
import {
  coverage,
  expectInvalid,
  expectProblem,
  newChild,
  newId,
  newRoot,
  otherUser,
  startTestServer,
  WorkspaceApi,
  xmlOf,
  type Answer,
  type Person,
  type TestServer,
} from '../support/index.js';

let server: TestServer;
let other: Person;

beforeAll(async () => {
  server = await startTestServer();
  other = await otherUser(server);
});
afterAll(() => server.close());

const both = () => [server.owner.userId, other.userId];
const json = { accept: 'application/json' };
const ids = (answer: Answer) => answer.items.map((item) => item['deletionId']);

async function newWorkspace(): Promise<WorkspaceApi> {
  const answer = await server.serverOwner.command('create-workspace', { name: `Workspace ${newId()}` });
  return new WorkspaceApi(server.api, String(answer.json['workspaceId']));
}

/** Deletes so many roots, one behind the other; gives the deletions, newest first. */
async function deletedRoots(workspace: WorkspaceApi, count: number): Promise<string[]> {
  const made: string[] = [];
  for (let index = 0; index < count; index += 1) made.unshift(await deleted(workspace, await newRoot(workspace)));
  return made;
}

describe('the deletions of a workspace', () => {
  it('are listed newest first, each with what, where, who, when and why', async () => {
    const workspace = await newWorkspace();
    const root = await newRoot(workspace, 'Root of the listed');
    const child = await newChild(workspace, root, { name: 'Child of the listed' });
    const first = await workspace.command('delete-instance', { instanceId: child, expectedVersion: 1, reason: 'a mistake' });
    const second = await deleteTree(workspace, root);
    const { items, next } = await deletions(workspace);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const by = (await workspace.children(workspace.workspaceId)).items[0]!['instanceId'];
    expect(next).toBeNull();
    expect(items).toEqual([
      {
        deletionId: second.json['deletionId'],
        instanceId: root,
        instanceName: 'Root of the listed',
        conceptId: expect.any(String),
        parentId: workspace.workspaceId,
        hierarchy: `/${workspace.workspaceId}/`,
        dataVersion: 1,
        deletedBy: by,
        deletedOn: time,
        reason: null,
      },
      {
        deletionId: first.json['deletionId'],
        instanceId: child,
        instanceName: 'Child of the listed',
        conceptId: coverage,
        parentId: root,
        hierarchy: `/${workspace.workspaceId}/${root}/`,
        dataVersion: 1,
        deletedBy: by,
        deletedOn: time,
        reason: 'a mistake',
      },
    ]);
    for (const item of items) expect((await deletion(workspace, String(item['deletionId']))).json).toEqual(item);
  });

  it('are none in a new workspace', async () => {
    const workspace = await newWorkspace();
    expect((await deletions(workspace)).json).toEqual({ items: [], next: null });
  });

  it('come in pages that together are the whole, each once, whatever is deleted and restored in between', async () => {
    const workspace = await newWorkspace();
    const made = await deletedRoots(workspace, 7);
    const first = await deletions(workspace, { limit: 3 });
    expect(ids(first)).toEqual(made.slice(0, 3));
    const later = await deletedRoots(workspace, 2);
    await restore(workspace, { deletionId: made[4]! });
    const second = await deletions(workspace, { limit: 3, cursor: first.next! });
    const third = await deletions(workspace, { limit: 3, cursor: second.next! });
    expect([ids(second), ids(third), third.next]).toEqual([made.slice(3, 6), made.slice(6), null]);
    expect(ids(await deletions(workspace))).toEqual([...later, ...made.filter((id) => id !== made[4])]);
  });

  it('have no next page when the last one is exactly full', async () => {
    const workspace = await newWorkspace();
    await deletedRoots(workspace, 4);
    const first = await deletions(workspace, { limit: 2 });
    const second = await deletions(workspace, { limit: 2, cursor: first.next! });
    expect([second.items.length, second.next]).toEqual([2, null]);
  });

  it('are shown to whoever saw the root of the tree when it was deleted, in pages that are full', async () => {
    const shared = await deleted(server.workspace, (await newTree(server.workspace, { access: both() })).root);
    const hidden = await deletedRoots(server.workspace, 5);
    const alsoShared = await deleted(server.workspace, (await newTree(server.workspace, { access: both() })).root);
    const page = await deletions(other.workspace, { limit: 2 });
    expect([ids(page), page.next]).toEqual([[alsoShared, shared], null]);
    expect(ids(await deletions(server.workspace, { limit: 7 }))).toEqual([alsoShared, ...hidden, shared]);
    const absent = await deletion(other.workspace, newId());
    expectProblem(absent, 404, 'not-found');
    for (const id of hidden) expect((await deletion(other.workspace, id)).text).toBe(absent.text);
    expect((await deletion(other.workspace, shared)).status).toBe(200);
  });

  it('of a hidden part of a tree are hidden too', async () => {
    const tree = await newTree(server.workspace, { access: both() });
    await server.workspace.save({
      instanceId: tree.second,
      xml: xmlOf('h'),
      access: [server.owner.userId],
      expectedVersion: 'any',
    });
    const hidden = await deleted(server.workspace, tree.second);
    expectProblem(await deletion(other.workspace, hidden), 404, 'not-found');
    expect(ids(await deletions(other.workspace, { limit: 1_000 }))).not.toContain(hidden);
  });

  it('are gone when they were restored', async () => {
    const workspace = await newWorkspace();
    const [newest, oldest] = await deletedRoots(workspace, 2);
    await restore(workspace, { deletionId: newest! });
    expect(ids(await deletions(workspace))).toEqual([oldest]);
    expectProblem(await deletion(workspace, newest!), 404, 'not-found');
  });

  it('are 404 for one of another workspace, and in a workspace that is not there', async () => {
    const [id] = await deletedRoots(server.workspace, 1);
    expectProblem(await deletion(await newWorkspace(), id!), 404, 'not-found');
    expectProblem(await deletions(new WorkspaceApi(server.api, newId())), 404, 'not-found');
    expectProblem(await deletion(new WorkspaceApi(server.api, newId()), id!), 404, 'not-found');
  });

  it('do not go on with a cursor of another list, another workspace or another user, or one that was changed', async () => {
    const workspace = await newWorkspace();
    await deletedRoots(workspace, 3);
    const root = await newRoot(workspace);
    for (const name of ['a', 'b']) await newChild(workspace, root, { name });
    const own = (await deletions(workspace, { limit: 1 })).next!;
    const children = (await workspace.children(root, { limit: 1 })).next!;
    const shared = (await deletions(server.workspace, { limit: 1 })).next!;
    const changed = `${own.slice(0, -2)}${own.endsWith('AA') ? 'BB' : 'AA'}`;
    expectInvalid(await deletions(workspace, { cursor: children }), '/query/cursor');
    expectInvalid(await workspace.children(root, { cursor: own }), '/query/cursor');
    expectInvalid(await deletions(server.workspace, { cursor: own }), '/query/cursor');
    expectInvalid(await deletions(other.workspace, { cursor: shared }), '/query/cursor');
    expectInvalid(await deletions(workspace, { cursor: changed }), '/query/cursor');
    expect((await deletions(workspace, { cursor: own })).status).toBe(200);
  });

  it('are JSON only, take no other parameters, and need a GUID for one', async () => {
    const answer = await server.api.get(server.workspace.path('deletions'), { accept: 'application/xml' });
    expectProblem(answer, 406, 'not-acceptable');
    expectProblem(await deletions(server.workspace, { sort: 'name' }), 400, 'invalid-request');
    expectInvalid(await deletions(server.workspace, { limit: 1_001 }), '/query/limit');
    expectProblem(await deletion(server.workspace, 'none'), 400, 'invalid-request');
  });
});

describe('a deleted instance', () => {
  it('is read as it was when it was deleted: XML to the byte with its ETag, and JSON with its deletion', async () => {
    const tree = await newTree(server.workspace);
    const before = await wholeOf(server.workspace, tree.ids);
    const tags = await Promise.all(tree.ids.map(async (id) => (await server.workspace.read(id)).header('etag')));
    const deletionId = await deleted(server.workspace, tree.root);
    for (const [index, id] of tree.ids.entries()) {
      const { metadata, xml } = before[index] as { metadata: object; xml: string };
      const read = await deletedInstance(server.workspace, id);
      expect([read.status, read.header('content-type'), read.header('etag'), read.text]).toEqual([
        200,
        'application/xml',
        tags[index],
        xml,
      ]);
      expect((await deletedInstance(server.workspace, id, json)).json).toEqual({ ...metadata, deletionId });
    }
  });

  it('is 304 for its own ETag', async () => {
    const root = await newRoot(server.workspace);
    await deleted(server.workspace, root);
    expect((await deletedInstance(server.workspace, root, { 'if-none-match': '"1"' })).status).toBe(304);
    const tag = (await deletedInstance(server.workspace, root, json)).header('etag')!;
    expect((await deletedInstance(server.workspace, root, { ...json, 'if-none-match': tag })).status).toBe(304);
  });

  it('keeps its history, in pages too', async () => {
    const tree = await newTree(server.workspace);
    const history = (await server.workspace.history(tree.root)).items;
    await deleted(server.workspace, tree.root);
    const whole = await deletedHistory(server.workspace, tree.root);
    expect([whole.items, whole.next]).toEqual([history, null]);
    const first = await deletedHistory(server.workspace, tree.root, { limit: 2 });
    const second = await deletedHistory(server.workspace, tree.root, { limit: 2, cursor: first.next! });
    expect([...first.items, ...second.items]).toEqual(history);
    expect(second.next).toBeNull();
  });

  it('is the one of its newest deletion, under the name that it had then', async () => {
    const tree = await newTree(server.workspace);
    await deleted(server.workspace, tree.second);
    await restore(server.workspace, { instanceId: tree.second, instanceName: 'Other name' });
    await server.workspace.put(tree.second, xmlOf('newest'), {}, { 'if-match': '"1"' });
    const deletionId = await deleted(server.workspace, tree.root);
    expect((await deletedInstance(server.workspace, tree.second, json)).json).toMatchObject({
      instanceName: 'Other name',
      dataVersion: 2,
      xml: xmlOf('newest'),
      deletionId,
    });
    expect((await deletedHistory(server.workspace, tree.second)).items.map((item) => item['dataVersion'])).toEqual([2, 1]);
  });

  it('has the deletion that took it, not an outer one that came later', async () => {
    const tree = await newTree(server.workspace);
    const inner = await deleted(server.workspace, tree.first);
    const outer = await deleted(server.workspace, tree.root);
    const deletionOf = async (id: string) => (await deletedInstance(server.workspace, id, json)).json['deletionId'];
    expect(await Promise.all(tree.ids.map(deletionOf))).toEqual([outer, inner, outer, inner]);
  });

  it('is 404 while it lives, before and behind a deletion, as one that is not there', async () => {
    const tree = await newTree(server.workspace);
    const expectNone = async () => {
      for (const id of [...tree.ids, newId()]) {
        expectProblem(await deletedInstance(server.workspace, id), 404, 'not-found');
        expectProblem(await deletedInstance(server.workspace, id, json), 404, 'not-found');
        expectProblem(await deletedHistory(server.workspace, id), 404, 'not-found');
      }
    };
    await expectNone();
    await deleted(server.workspace, tree.root);
    await restore(server.workspace, { instanceId: tree.root });
    await expectNone();
  });

  it('is 404 for whoever could not see it, and is read by whoever could', async () => {
    const tree = await newTree(server.workspace, { access: both() });
    await server.workspace.save({
      instanceId: tree.second,
      xml: xmlOf('h'),
      access: [server.owner.userId],
      expectedVersion: 'any',
    });
    await deleted(server.workspace, tree.root);
    const absent = [await deletedInstance(other.workspace, newId()), await deletedHistory(other.workspace, newId())];
    const hidden = [await deletedInstance(other.workspace, tree.second), await deletedHistory(other.workspace, tree.second)];
    expect(hidden.map((answer) => [answer.status, answer.text])).toEqual(absent.map((answer) => [404, answer.text]));
    expect((await deletedInstance(other.workspace, tree.root)).text).toBe(xmlOf('3'));
    expect((await deletedHistory(other.workspace, tree.root)).items.length).toBeGreaterThan(0);
  });

  it('is not found among the live ones, and its history does not take the cursor of a live one', async () => {
    const tree = await newTree(server.workspace);
    const live = (await server.workspace.history(tree.root, { limit: 1 })).next!;
    await deleted(server.workspace, tree.root);
    expectInvalid(await deletedHistory(server.workspace, tree.root, { cursor: live }), '/query/cursor');
    expectProblem(await server.workspace.history(tree.root), 404, 'not-found');
  });
});
