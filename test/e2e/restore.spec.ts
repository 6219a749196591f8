import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deleted, deletedInstance, deleteTree, deletion, deletions, restore } from '../support/deletions-api.js';
import { newTree, wholeOf } from '../support/trees.js';
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

const live = async (id: string): Promise<boolean> => (await server.workspace.read(id)).status === 200;
const nameOf = async (id: string) => (await server.workspace.readJson(id)).json['instanceName'];
const both = () => [server.owner.userId, other.userId];
const hide = (instanceId: string) =>
  server.workspace.save({ instanceId, xml: xmlOf('hidden'), access: [server.owner.userId], expectedVersion: 'any' });

describe('a restore of a deletion', () => {
  it('puts the whole tree back as it was: metadata, XML, every version, history and children', async () => {
    const tree = await newTree(server.workspace);
    const before = await wholeOf(server.workspace, tree.ids);
    const deletionId = await deleted(server.workspace, tree.root);
    const answer = await restore(server.workspace, { deletionId });
    expect(answer.status).toBe(200);
    expect(answer.header('location')).toBeNull();
    expect(answer.json).toMatchObject({ instanceId: tree.root, dataVersion: 3, deletionId, restored: 4 });
    expect(await wholeOf(server.workspace, tree.ids)).toEqual(before);
  });

  it('of a part of a tree puts it back below its parent, and leaves what is beside it', async () => {
    const tree = await newTree(server.workspace);
    const before = await wholeOf(server.workspace, tree.ids);
    const deletionId = await deleted(server.workspace, tree.first);
    expect((await restore(server.workspace, { deletionId })).json).toMatchObject({ instanceId: tree.first, restored: 2 });
    expect(await wholeOf(server.workspace, tree.ids)).toEqual(before);
  });

  it('can be named by its root or by anything that it took', async () => {
    const tree = await newTree(server.workspace);
    for (const instanceId of [tree.root, tree.first, tree.grandchild]) {
      const deletionId = await deleted(server.workspace, tree.root);
      const answer = await restore(server.workspace, { instanceId });
      expect(answer.json).toMatchObject({ instanceId: tree.root, deletionId, restored: 4 });
    }
    const deletionId = await deleted(server.workspace, tree.first);
    const answer = await restore(server.workspace, { instanceId: tree.grandchild.toUpperCase() });
    expect(answer.json).toMatchObject({ instanceId: tree.first, deletionId, restored: 2 });
  });

  it('lets saving go on with the next version, of the root and below', async () => {
    const tree = await newTree(server.workspace);
    await deleted(server.workspace, tree.root);
    await restore(server.workspace, { instanceId: tree.root });
    expectProblem(await server.workspace.put(tree.root, xmlOf('4'), {}, { 'if-match': '"2"' }), 412, 'version-mismatch');
    expect((await server.workspace.put(tree.root, xmlOf('4'), {}, { 'if-match': '"3"' })).json).toMatchObject({ dataVersion: 4 });
    expect((await server.workspace.put(tree.first, xmlOf('2'), {}, { 'if-match': '"1"' })).json).toMatchObject({
      dataVersion: 2,
    });
    const versions = (await server.workspace.history(tree.root)).items.map((item) => item['dataVersion']);
    expect(versions).toEqual([4, 3, 2, 1]);
    expect((await server.workspace.readJson(tree.root)).json).toMatchObject({ xml: xmlOf('4'), createdBy: server.owner.userId });
  });

  it('takes children again, and frees none of their names', async () => {
    const tree = await newTree(server.workspace);
    await deleted(server.workspace, tree.root);
    await restore(server.workspace, { instanceId: tree.root });
    const child = { instanceName: 'Second', conceptId: coverage, parentId: tree.root, xml: xmlOf('1') };
    expectProblem(await server.workspace.save(child), 409, 'name-taken');
    expect((await server.workspace.save({ ...child, instanceName: 'Third' })).status).toBe(201);
  });

  it('moves lastUpdated of its root, and of what it stands under', async () => {
    const tree = await newTree(server.workspace);
    await deleted(server.workspace, tree.first);
    const tag = (await server.workspace.readJson(tree.root)).header('etag');
    await restore(server.workspace, { instanceId: tree.first });
    const [root, first] = [await server.workspace.readJson(tree.root), await server.workspace.readJson(tree.first)];
    expect(root.header('etag')).not.toBe(tag);
    expect(root.json['lastUpdated']).toBe(first.json['lastUpdated']);
  });

  it('can be repeated: deleted and restored five times, the tree is the same', async () => {
    const tree = await newTree(server.workspace);
    const before = await wholeOf(server.workspace, tree.ids);
    const ids = new Set<string>();
    for (let time = 0; time < 5; time += 1) {
      ids.add(await deleted(server.workspace, tree.root));
      expect((await restore(server.workspace, { instanceId: tree.second })).json).toMatchObject({ restored: 4 });
    }
    expect(ids.size).toBe(5);
    expect(await wholeOf(server.workspace, tree.ids)).toEqual(before);
  });

  it('is gone afterwards: its deletion can be neither read nor restored a second time', async () => {
    const tree = await newTree(server.workspace);
    const deletionId = await deleted(server.workspace, tree.root);
    await restore(server.workspace, { deletionId });
    expectProblem(await restore(server.workspace, { deletionId }), 404, 'not-found');
    for (const instanceId of tree.ids) expectProblem(await restore(server.workspace, { instanceId }), 404, 'not-found');
    expectProblem(await deletion(server.workspace, deletionId), 404, 'not-found');
    expectProblem(await deletedInstance(server.workspace, tree.root), 404, 'not-found');
    const again = await deleted(server.workspace, tree.root);
    expectProblem(await restore(server.workspace, { deletionId }), 404, 'not-found');
    expect((await restore(server.workspace, { deletionId: again })).status).toBe(200);
  });

  it('is done once when eight send it at once without a key: one 200 and seven 404', async () => {
    const tree = await newTree(server.workspace);
    const deletionId = await deleted(server.workspace, tree.root);
    const answers = await Promise.all(Array.from({ length: 8 }, () => restore(server.workspace, { deletionId })));
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, ...Array<number>(7).fill(404)]);
  });
});

describe('a restore under a name that is taken', () => {
  it('is 409 name-taken below a parent, and goes through with another name', async () => {
    const tree = await newTree(server.workspace);
    const deletionId = await deleted(server.workspace, tree.second);
    await newChild(server.workspace, tree.root, { name: 'Second' });
    expectProblem(await restore(server.workspace, { deletionId }), 409, 'name-taken', { instanceName: 'Second' });
    expectProblem(await restore(server.workspace, { deletionId, instanceName: 'First' }), 409, 'name-taken', {
      instanceName: 'First',
    });
    expect(await live(tree.second)).toBe(false);
    const answer = await restore(server.workspace, { deletionId, instanceName: 'Second again' });
    expect(answer.json).toMatchObject({ dataVersion: 1, restored: 1 });
    expect(await nameOf(tree.second)).toBe('Second again');
  });

  it('is 409 name-taken at the root, and goes through with another name, which is taken then', async () => {
    const id = await newRoot(server.workspace, 'Restored under another');
    const child = await newChild(server.workspace, id, { name: 'Child' });
    await deleted(server.workspace, id);
    await newRoot(server.workspace, 'Restored under another');
    expectProblem(await restore(server.workspace, { instanceId: id }), 409, 'name-taken');
    const answer = await restore(server.workspace, { instanceId: child, instanceName: 'Another name' });
    expect(answer.json).toMatchObject({ instanceId: id, restored: 2 });
    expect([await nameOf(id), await nameOf(child)]).toEqual(['Another name', 'Child']);
    const create = { name: 'Another name', concept: policy };
    expectProblem(await server.workspace.put(newId(), xmlOf('1'), create), 409, 'name-taken');
  });

  it('keeps the other name at the next save, and the next deletion has it', async () => {
    const tree = await newTree(server.workspace);
    await deleted(server.workspace, tree.second);
    await restore(server.workspace, { instanceId: tree.second, instanceName: 'Renamed by a restore' });
    await server.workspace.put(tree.second, xmlOf('2'), {}, { 'if-match': '"1"' });
    expect(await nameOf(tree.second)).toBe('Renamed by a restore');
    const listed = (await server.workspace.children(tree.root)).items.map((item) => item['instanceName']);
    expect(listed).toEqual(['First', 'Renamed by a restore']);
    const deletionId = await deleted(server.workspace, tree.second);
    expect((await deletion(server.workspace, deletionId)).json).toMatchObject({ instanceName: 'Renamed by a restore' });
  });

  it('takes the other name in NFC', async () => {
    const id = await newRoot(server.workspace);
    await deleted(server.workspace, id);
    await restore(server.workspace, { instanceId: id, instanceName: 'Cafe\u0301' });
    expect(await nameOf(id)).toBe('Caf\u00e9');
  });
});

describe('a restore below what is deleted', () => {
  it('is 409 parent-not-found until the parent is back', async () => {
    const tree = await newTree(server.workspace);
    const inner = await deleted(server.workspace, tree.grandchild);
    const outer = await deleted(server.workspace, tree.root);
    for (const request of [{ deletionId: inner }, { instanceId: tree.grandchild }]) {
      expectProblem(await restore(server.workspace, request), 409, 'parent-not-found', { parentId: tree.first });
    }
    expect((await restore(server.workspace, { deletionId: outer })).json).toMatchObject({ restored: 3 });
    expect((await restore(server.workspace, { deletionId: inner })).json).toMatchObject({ restored: 1 });
  });

  it('leaves what was deleted before the outer deletion deleted, and it comes back on its own', async () => {
    const tree = await newTree(server.workspace);
    const before = await wholeOf(server.workspace, tree.ids);
    const inner = await deleted(server.workspace, tree.first);
    const between = await wholeOf(server.workspace, [tree.root, tree.second]);
    const outer = await deleted(server.workspace, tree.root);
    expect((await restore(server.workspace, { deletionId: outer })).json).toMatchObject({ restored: 2 });
    expect([await live(tree.first), await live(tree.grandchild)]).toEqual([false, false]);
    expect(await wholeOf(server.workspace, [tree.root, tree.second])).toEqual(between);
    expect((await restore(server.workspace, { deletionId: inner })).json).toMatchObject({ restored: 2 });
    expect(await wholeOf(server.workspace, tree.ids)).toEqual(before);
  });

  it('puts siblings that were deleted one by one back in either order', async () => {
    const tree = await newTree(server.workspace);
    const before = await wholeOf(server.workspace, tree.ids);
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const taken = [await deleted(server.workspace, tree.first), await deleted(server.workspace, tree.second)];
      for (const index of order) expect((await restore(server.workspace, { deletionId: taken[index]! })).status).toBe(200);
      expect(await wholeOf(server.workspace, tree.ids)).toEqual(before);
    }
  });

  it('takes three deletions, each inside the next, back from the outermost in', async () => {
    const tree = await newTree(server.workspace);
    const before = await wholeOf(server.workspace, tree.ids);
    const taken = [];
    for (const id of [tree.grandchild, tree.first, tree.root]) taken.push(await deleted(server.workspace, id));
    for (const deletionId of taken.toReversed()) expect((await restore(server.workspace, { deletionId })).status).toBe(200);
    expect(await wholeOf(server.workspace, tree.ids)).toEqual(before);
  });

  it('takes the newest deletion of an instance that was deleted twice', async () => {
    const tree = await newTree(server.workspace);
    await deleted(server.workspace, tree.grandchild);
    await restore(server.workspace, { instanceId: tree.grandchild });
    const newest = await deleted(server.workspace, tree.first);
    expect((await restore(server.workspace, { instanceId: tree.grandchild })).json).toMatchObject({
      deletionId: newest,
      restored: 2,
    });
  });
});

describe('a restore by somebody who does not see all of it', () => {
  it('is 403 forbidden for whoever sees the root of the tree and not everything in it', async () => {
    const tree = await newTree(server.workspace, { access: both() });
    await hide(tree.grandchild);
    const deletionId = await deleted(server.workspace, tree.root);
    for (const request of [{ deletionId }, { instanceId: tree.root }]) {
      const answer = await restore(other.workspace, request);
      expectProblem(answer, 403, 'forbidden', { command: 'restore-instance', concept: policy });
      expect(answer.text).not.toContain(tree.grandchild);
    }
    expect((await restore(server.workspace, { deletionId })).status).toBe(200);
  });

  it('is 404, as for a deletion that is not there, for whoever sees none of it', async () => {
    const tree = await newTree(server.workspace);
    const deletionId = await deleted(server.workspace, tree.root);
    const absent = await restore(other.workspace, { deletionId: newId() });
    expectProblem(absent, 404, 'not-found');
    expect((await restore(other.workspace, { deletionId })).text).toBe(absent.text);
    expect((await restore(other.workspace, { instanceId: tree.root })).text).toBe(absent.text);
    expect((await restore(other.workspace, { instanceId: newId() })).text).toBe(absent.text);
    expect(await live(tree.root)).toBe(false);
  });

  it('is 409 parent-not-found when the parent is hidden from whoever sees all of the tree', async () => {
    const root = await newRoot(server.workspace);
    const child = await newChild(server.workspace, root, { name: 'Shared', access: both() });
    const deletionId = await deleted(other.workspace, child);
    expectProblem(await restore(other.workspace, { deletionId }), 409, 'parent-not-found', { parentId: root });
    expect((await restore(server.workspace, { deletionId })).status).toBe(200);
  });

  it('goes through for another user who sees all of it, and shows him what he saw', async () => {
    const tree = await newTree(server.workspace, { access: both() });
    const before = await wholeOf(other.workspace, tree.ids);
    const deletionId = await deleted(server.workspace, tree.root);
    expect((await restore(other.workspace, { deletionId })).json).toMatchObject({ restored: 4 });
    expect(await wholeOf(other.workspace, tree.ids)).toEqual(before);
  });

  it('keeps hidden what was hidden in the tree', async () => {
    const tree = await newTree(server.workspace, { access: both() });
    await hide(tree.first);
    await deleted(server.workspace, tree.root);
    await restore(server.workspace, { instanceId: tree.root });
    expectProblem(await other.workspace.read(tree.first), 404, 'not-found');
    const listed = (await other.workspace.children(tree.root)).items.map((item) => item['instanceId']);
    expect(listed).toEqual([tree.second]);
  });
});

describe('a restore of what was never deleted', () => {
  it('is 404 for what lives, for what is not there and for an id of an instance as one of a deletion', async () => {
    const root = await newRoot(server.workspace);
    expectProblem(await restore(server.workspace, { instanceId: root }), 404, 'not-found');
    expectProblem(await restore(server.workspace, { deletionId: root }), 404, 'not-found');
    expectProblem(await restore(server.workspace, { instanceId: newId() }), 404, 'not-found');
    expectProblem(await restore(server.workspace, { deletionId: newId() }), 404, 'not-found');
    expectProblem(await restore(server.workspace, { instanceId: server.workspace.workspaceId }), 404, 'not-found');
  });

  it('is 404 for a deletion of another workspace', async () => {
    const root = await newRoot(server.workspace);
    const deletionId = await deleted(server.workspace, root);
    expectProblem(await restore(server.serverOwner, { deletionId }), 404, 'not-found');
    expectProblem(await restore(server.serverOwner, { instanceId: root }), 404, 'not-found');
  });
});

describe('a request to restore', () => {
  it('names either a deletion or an instance: neither and both are 400', async () => {
    expectProblem(await restore(server.workspace, {}), 400, 'invalid-request');
    expectProblem(await restore(server.workspace, { deletionId: newId(), instanceId: newId() }), 400, 'invalid-request');
  });

  it('has no field that is unknown and none that is not valid', async () => {
    const instanceId = newId();
    expectInvalid(await server.workspace.command('restore-instance', { instanceId: 'none' }), '/instanceId');
    expectInvalid(await server.workspace.command('restore-instance', { deletionId: 7 }), '/deletionId');
    expectInvalid(await restore(server.workspace, { instanceId, instanceName: ' ' }), '/instanceName');
    expectInvalid(await restore(server.workspace, { instanceId, reason: 'r'.repeat(1_001) }), '/reason');
    expectProblem(await server.workspace.command('restore-instance', { instanceId, expectedVersion: 1 }), 400, 'invalid-request');
  });
});

describe('a tree that came back', () => {
  it('can be deleted in part or whole, and lists one deletion for each', async () => {
    const tree = await newTree(server.workspace);
    await deleted(server.workspace, tree.root);
    await restore(server.workspace, { instanceId: tree.root });
    const inner = await deleted(server.workspace, tree.first);
    const outer = await deleteTree(server.workspace, tree.root, { expectedVersion: 3 });
    expect(outer.json).toMatchObject({ deleted: 2 });
    const { items } = await deletions(server.workspace, { limit: 2 });
    expect(items.map((item) => item['deletionId'])).toEqual([outer.json['deletionId'], inner]);
  });
});
