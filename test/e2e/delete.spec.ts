import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemConcepts } from '@datakeep/kernel';
import { deletedInstance, deletions, deleteTree } from '../support/deletions-api.js';
import { everyRead, newTree } from '../support/trees.js';
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

const lock = (instanceId: string) =>
  server.workspace.save({ instanceId, status: 'Locked', xml: xmlOf('locked'), expectedVersion: 'any' });

/** True when nothing of these is gone. */
async function allLive(ids: readonly string[]): Promise<boolean> {
  const reads = await Promise.all(ids.map((id) => server.workspace.read(id)));
  return reads.every((read) => read.status === 200);
}

describe('a delete', () => {
  it('takes the whole tree, says how many and by which deletion, and makes no version', async () => {
    const tree = await newTree(server.workspace);
    const answer = await deleteTree(server.workspace, tree.root, { expectedVersion: 3 });
    expect(answer.status).toBe(200);
    expect(answer.header('location')).toBeNull();
    expect(answer.json).toMatchObject({ instanceId: tree.root, dataVersion: 3, deleted: 4 });
    expect((await deletedInstance(server.workspace, tree.grandchild, { accept: 'application/json' })).json).toMatchObject({
      dataVersion: 2,
      deletionId: answer.json['deletionId'],
    });
  });

  it('leaves nothing to be read: every answer has the bytes of one that was never there', async () => {
    const tree = await newTree(server.workspace);
    await deleteTree(server.workspace, tree.root);
    const absent = (await everyRead(server.workspace, newId())).map((answer) => answer.whole);
    expect(absent.every((whole) => (whole as { status: number }).status === 404)).toBe(true);
    const position = { 'datakeep-position': 'any' };
    const comparable = (whole: object) => {
      const { headers, ...rest } = whole as { headers: readonly (readonly [string, string])[] };
      return { ...rest, headers: { ...Object.fromEntries(headers), ...position } };
    };
    for (const id of tree.ids) {
      const gone = (await everyRead(server.workspace, id)).map((answer) => comparable(answer.whole));
      expect(gone).toEqual(absent.map(comparable));
    }
    const { items } = await server.workspace.children(server.workspace.workspaceId, { limit: 1_000 });
    expect(items.map((item) => item['instanceId'])).not.toContain(tree.root);
  });

  it('of a part of a tree leaves its siblings, its parent and their histories as they are', async () => {
    const tree = await newTree(server.workspace);
    const before = (await everyRead(server.workspace, tree.second)).map((answer) => answer.text);
    const history = (await server.workspace.history(tree.root)).text;
    expect((await deleteTree(server.workspace, tree.first)).json).toMatchObject({ instanceId: tree.first, deleted: 2 });
    for (const id of [tree.first, tree.grandchild]) expectProblem(await server.workspace.read(id), 404, 'not-found');
    expect((await everyRead(server.workspace, tree.second)).map((answer) => answer.text)).toEqual(before);
    expect((await server.workspace.history(tree.root)).text).toBe(history);
    expect((await server.workspace.children(tree.root)).items.map((item) => item['instanceId'])).toEqual([tree.second]);
  });

  it('moves lastUpdated of what it stood under, and of nothing beside it', async () => {
    const tree = await newTree(server.workspace);
    const lastUpdated = async (id: string) => (await server.workspace.readJson(id)).json['lastUpdated'];
    const tagOf = async (id: string) => (await server.workspace.readJson(id)).header('etag');
    const before = [await tagOf(tree.root), await tagOf(tree.first), await tagOf(tree.second)];
    const deletion = await deleteTree(server.workspace, tree.grandchild);
    const { deletedOn } = (await server.api.get(server.workspace.path(`deletions/${String(deletion.json['deletionId'])}`))).json;
    expect([await lastUpdated(tree.root), await lastUpdated(tree.first)]).toEqual([deletedOn, deletedOn]);
    const behind = [await tagOf(tree.root), await tagOf(tree.first), await tagOf(tree.second)];
    expect(behind.map((tag, index) => tag === before[index])).toEqual([false, false, true]);
  });

  it('is seen at once in the lists that follow, in one step: never half a tree', async () => {
    const root = await newRoot(server.workspace);
    for (let round = 0; round < 5; round += 1) {
      const parent = await newChild(server.workspace, root, { name: `Round ${round}` });
      const leaf = await newChild(server.workspace, parent, { name: 'Leaf' });
      const deleting = deleteTree(server.workspace, parent);
      const lookTwice = async () => [await server.workspace.read(leaf), await server.workspace.read(parent)] as const;
      for (const [leafRead, parentRead] of await Promise.all(Array.from({ length: 10 }, lookTwice))) {
        expect(leafRead.status === 404 && parentRead.status === 200).toBe(false);
      }
      expect((await deleting).json).toMatchObject({ deleted: 2 });
    }
  });

  it('takes thousands of instances at once', async () => {
    const root = await newRoot(server.workspace);
    const children: string[] = [];
    for (let hundred = 0; hundred < 15; hundred += 1) {
      const names = Array.from({ length: 100 }, (_, index) => `Child ${hundred}-${index}`);
      children.push(...(await Promise.all(names.map((name) => newChild(server.workspace, root, { name })))));
    }
    expect((await deleteTree(server.workspace, root)).json).toMatchObject({ deleted: 1_501 });
    expectProblem(await server.workspace.read(children.at(-1)!), 404, 'not-found');
  });
});

describe('a delete that says which version it follows', () => {
  it('is told the header to send when it says none: 428 version-required', async () => {
    const root = await newRoot(server.workspace);
    const answer = await server.workspace.command('delete-instance', { instanceId: root });
    expectProblem(answer, 428, 'version-required', { currentVersion: 1 });
    expect(answer.json['detail']).toMatch(/If-Match: "1"/);
    expect(await allLive([root])).toBe(true);
  });

  it('is told the current version when its own is stale: 412 version-mismatch', async () => {
    const tree = await newTree(server.workspace);
    for (const expectedVersion of [1, 2, 4]) {
      expectProblem(await deleteTree(server.workspace, tree.root, { expectedVersion }), 412, 'version-mismatch', {
        currentVersion: 3,
      });
    }
    expect(await allLive(tree.ids)).toBe(true);
  });

  it('takes the version from If-Match as well, and no two that contradict each other', async () => {
    const root = await newRoot(server.workspace);
    const remove = (request: object, tag: string) =>
      server.workspace.command('delete-instance', { instanceId: root, ...request }, { 'if-match': tag });
    expectProblem(await remove({}, '"2"'), 412, 'version-mismatch', { currentVersion: 1 });
    expectInvalid(await remove({ expectedVersion: 2 }, '"1"'), '/expectedVersion');
    expect((await remove({ expectedVersion: 1 }, '"1"')).status).toBe(200);
  });

  it('asks for versions before it looks for what blocks it, and for neither where nothing is seen', async () => {
    const root = await newRoot(server.workspace);
    await lock(root);
    expectProblem(await server.workspace.command('delete-instance', { instanceId: root }), 428, 'version-required');
    expectProblem(await deleteTree(server.workspace, root, { expectedVersion: 1 }), 412, 'version-mismatch');
    expectProblem(await other.workspace.command('delete-instance', { instanceId: root }), 404, 'not-found');
  });
});

describe('a delete of what is not there for the caller', () => {
  it('is 404 with one body for what is absent, hidden and deleted', async () => {
    const hidden = await newTree(server.workspace);
    const gone = await newTree(other.workspace);
    await deleteTree(other.workspace, gone.root);
    const bodyOf = async (id: string, expectedVersion: number | 'any') => {
      const answer = await deleteTree(other.workspace, id, { expectedVersion });
      expectProblem(answer, 404, 'not-found');
      return answer.text;
    };
    const bodies = [];
    for (const id of [newId(), ...hidden.ids, ...gone.ids]) bodies.push(await bodyOf(id, 1), await bodyOf(id, 'any'));
    expect(new Set(bodies).size).toBe(1);
    expect(await allLive(hidden.ids)).toBe(true);
  });

  it('is 404 the second time, and leaves the first deletion as it is', async () => {
    const tree = await newTree(server.workspace);
    const first = await deleteTree(server.workspace, tree.root);
    for (const id of tree.ids) expectProblem(await deleteTree(server.workspace, id), 404, 'not-found');
    expect((await deletions(server.workspace, { limit: 1 })).items[0]).toMatchObject({ deletionId: first.json['deletionId'] });
  });

  it('is done once when eight send it at once without a key: one 200 and seven 404', async () => {
    const tree = await newTree(server.workspace);
    const answers = await Promise.all(Array.from({ length: 8 }, () => deleteTree(server.workspace, tree.root)));
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, ...Array<number>(7).fill(404)]);
  });
});

describe('a tree that cannot be deleted', () => {
  it('is kept whole by what is Locked in it, at its root and below, and each blocker is listed', async () => {
    const tree = await newTree(server.workspace);
    await lock(tree.grandchild);
    await lock(tree.second);
    const below = await deleteTree(server.workspace, tree.root);
    const reason = expect.any(String);
    const blocker = (instanceId: string, instanceName: string) => ({
      instanceId,
      instanceName,
      conceptId: coverage,
      status: 'Locked',
      reason,
    });
    expectProblem(below, 409, 'deletion-blocked', { hiddenBlockers: 0 });
    expect(
      (below.json['blockers'] as { instanceName: string }[]).toSorted((a, b) => (a.instanceName < b.instanceName ? -1 : 1)),
    ).toEqual([blocker(tree.grandchild, 'Grandchild'), blocker(tree.second, 'Second')]);
    await lock(tree.root);
    const all = await deleteTree(server.workspace, tree.root);
    expect((all.json['blockers'] as unknown[]).length).toBe(3);
    expect(await allLive(tree.ids)).toBe(true);
    expect((await deletions(server.workspace)).items.map((item) => item['instanceId'])).not.toContain(tree.root);
  });

  it('can be deleted when nothing in it is Locked any more', async () => {
    const tree = await newTree(server.workspace);
    await lock(tree.grandchild);
    expectProblem(await deleteTree(server.workspace, tree.first), 409, 'deletion-blocked');
    await server.workspace.save({ instanceId: tree.grandchild, status: 'Active', xml: xmlOf('4'), expectedVersion: 'any' });
    expect((await deleteTree(server.workspace, tree.first)).json).toMatchObject({ deleted: 2 });
  });

  it('is kept whole by what the caller may not see in it, which is counted and not told, Locked or not', async () => {
    const tree = await newTree(server.workspace, { access: [server.owner.userId, other.userId] });
    const hide = (instanceId: string, status: string) =>
      server.workspace.save({ instanceId, status, xml: xmlOf('hidden'), access: [server.owner.userId], expectedVersion: 'any' });
    await hide(tree.grandchild, 'Active');
    await hide(tree.second, 'Locked');
    const answer = await deleteTree(other.workspace, tree.root);
    expectProblem(answer, 409, 'deletion-blocked', { blockers: [], hiddenBlockers: 2 });
    for (const id of [tree.grandchild, tree.second]) expect(answer.text).not.toContain(id);
    for (const text of ['Grandchild', 'Second', 'Locked']) expect(answer.text).not.toContain(text);
    expectProblem(await deleteTree(other.workspace, tree.first), 409, 'deletion-blocked', { blockers: [], hiddenBlockers: 1 });
    expect(await allLive(tree.ids)).toBe(true);
  });

  it('tells seen and hidden blockers apart in one refusal', async () => {
    const tree = await newTree(server.workspace, { access: [server.owner.userId, other.userId] });
    await lock(tree.first);
    await server.workspace.save({
      instanceId: tree.second,
      xml: xmlOf('h'),
      access: [server.owner.userId],
      expectedVersion: 'any',
    });
    const answer = await deleteTree(other.workspace, tree.root);
    expectProblem(answer, 409, 'deletion-blocked', { hiddenBlockers: 1 });
    expect((answer.json['blockers'] as { instanceId: string }[]).map(({ instanceId }) => instanceId)).toEqual([tree.first]);
  });

  it('is none for a hidden instance that was deleted before', async () => {
    const tree = await newTree(server.workspace, { access: [server.owner.userId, other.userId] });
    await server.workspace.save({
      instanceId: tree.grandchild,
      xml: xmlOf('h'),
      access: [server.owner.userId],
      expectedVersion: 'any',
    });
    await deleteTree(server.workspace, tree.grandchild);
    expect((await deleteTree(other.workspace, tree.root)).json).toMatchObject({ deleted: 3 });
  });
});

describe('what belongs to the repository itself', () => {
  it("is not deleted: 403 forbidden for the caller's own user", async () => {
    const answer = await deleteTree(server.workspace, server.owner.userId);
    expectProblem(answer, 403, 'forbidden', { command: 'delete-instance', concept: systemConcepts.user });
    expect((await server.workspace.read(server.owner.userId)).status).toBe(200);
  });

  it('is not deleted: 403 forbidden for the workspace, and 404 for another one', async () => {
    const answer = await deleteTree(server.workspace, server.workspace.workspaceId);
    expectProblem(answer, 403, 'forbidden', { command: 'delete-instance', concept: systemConcepts.workspace });
    expectProblem(await deleteTree(server.workspace, server.serverOwner.workspaceId), 404, 'not-found');
    expect((await server.workspace.read(server.workspace.workspaceId)).status).toBe(200);
  });
});

describe('below and over what was deleted', () => {
  it('no child is made: 409 parent-not-found, with an id of the server and a chosen one', async () => {
    const tree = await newTree(server.workspace);
    await deleteTree(server.workspace, tree.root);
    for (const parentId of [tree.root, tree.grandchild]) {
      const request = { instanceName: 'New', conceptId: coverage, parentId, xml: xmlOf('1') };
      expectProblem(await server.workspace.save(request), 409, 'parent-not-found', { parentId });
      const id = newId();
      expectProblem(await server.workspace.save({ ...request, instanceId: id }), 409, 'parent-not-found', { parentId });
      const free = await server.workspace.put(id, xmlOf('1'), { name: `Free ${id}`, concept: policy });
      expect(free.status).toBe(201);
    }
  });

  it('a save with a number is 404, and without one or with "any" 409 id-taken', async () => {
    const tree = await newTree(server.workspace);
    await deleteTree(server.workspace, tree.root);
    for (const id of tree.ids) {
      expectProblem(await server.workspace.put(id, xmlOf('4'), {}, { 'if-match': '"3"' }), 404, 'not-found');
      expectProblem(await server.workspace.save({ instanceId: id, xml: xmlOf('4'), expectedVersion: 1 }), 404, 'not-found');
      const create = { name: 'Over it', concept: coverage };
      expectProblem(await server.workspace.put(id, xmlOf('4'), create), 409, 'id-taken', { instanceId: id });
      expectProblem(await server.workspace.put(id, xmlOf('4'), create, { 'if-match': '*' }), 409, 'id-taken', { instanceId: id });
    }
  });

  it('the name below a live parent is free for another', async () => {
    const tree = await newTree(server.workspace);
    await deleteTree(server.workspace, tree.second);
    expect(await newChild(server.workspace, tree.root, { name: 'Second' })).not.toBe(tree.second);
  });
});

describe('a request to delete', () => {
  it('has an instanceId, and no field that is unknown', async () => {
    expectInvalid(await server.workspace.command('delete-instance', { expectedVersion: 1 }), '/instanceId');
    expectInvalid(await server.workspace.command('delete-instance', { instanceId: 'none', expectedVersion: 1 }), '/instanceId');
    const unknown = { instanceId: newId(), expectedVersion: 1, force: true };
    expect((await server.workspace.command('delete-instance', unknown)).problem).toBe('invalid-request');
    expectInvalid(
      await server.workspace.command('delete-instance', { instanceId: newId(), expectedVersion: 0 }),
      '/expectedVersion',
    );
    const long = { instanceId: newId(), expectedVersion: 1, reason: 'r'.repeat(1_001) };
    expectInvalid(await server.workspace.command('delete-instance', long), '/reason');
  });

  it('takes the id in any case', async () => {
    const root = await newRoot(server.workspace);
    expect((await deleteTree(server.workspace, root.toUpperCase())).json).toMatchObject({ instanceId: root });
  });
});
