import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { limits, systemConcepts } from '@datakeep/kernel';
import { deleted, deleteTree, restore } from '../support/deletions-api.js';
import { childrenOf, grant, move, moved } from '../support/trees-api.js';
import { newTree, type Tree } from '../support/trees.js';
import {
  coverage,
  expectInvalid,
  expectProblem,
  newChild,
  newId,
  newRoot,
  otherUser,
  startTestServer,
  xmlOf,
  type Person,
  type TestServer,
  type WorkspaceApi,
} from '../support/index.js';

let server: TestServer;
let workspace: WorkspaceApi;
let other: Person;

beforeAll(async () => {
  server = await startTestServer();
  workspace = server.workspace;
  other = await otherUser(server);
});
afterAll(() => server.close());

const hide = (instanceId: string) =>
  workspace.save({ instanceId, xml: xmlOf('hidden'), access: [server.owner.userId], expectedVersion: 'any' });

describe('a move', () => {
  it('puts an instance and everything below it under another parent: one version of it, none of the others', async () => {
    const { root, first, second, grandchild } = await newTree(workspace);
    const historyBelow = (await workspace.history(grandchild)).text;
    const before = (await workspace.readJson(first)).json;
    const answer = await move(workspace, { instanceId: first, parentId: second, expectedVersion: 1, reason: 'Belongs there' });
    const place = `/${workspace.workspaceId}/${root}/${second}/`;
    expect({ status: answer.status, ...answer.json }).toMatchObject({
      status: 200,
      instanceId: first,
      dataVersion: 2,
      hierarchy: place,
      moved: 2,
    });
    const after = (await workspace.readJson(first)).json;
    const { insertedOn, lastUpdated } = after;
    expect(after).toEqual({ ...before, dataVersion: 2, parentId: second, hierarchy: place, insertedOn, lastUpdated });
    expect((await workspace.read(first)).header('etag')).toBe('"2"');
    expect((await workspace.readJson(grandchild)).json).toMatchObject({
      dataVersion: 2,
      parentId: first,
      hierarchy: `${place}${first}/`,
    });
    expect((await workspace.history(grandchild)).text).toBe(historyBelow);
    expect((await workspace.history(first)).items).toMatchObject([
      { dataVersion: 2, change: 'moved', parentId: second, reason: 'Belongs there', commandId: answer.json['commandId'] },
      { dataVersion: 1, change: 'created', parentId: root, reason: null },
    ]);
    expect((await workspace.version(first, 2)).text).toBe((await workspace.version(first, 1)).text);
    expect((await workspace.version(first, 1, { accept: 'application/json' })).json).toMatchObject({ parentId: root });
  });

  it('is seen at once in the lists of both parents', async () => {
    const { root, first, second, grandchild } = await newTree(workspace);
    expect(await childrenOf(workspace, root)).toEqual([first, second]);
    await moved(workspace, second, grandchild);
    expect(await childrenOf(workspace, root)).toEqual([first]);
    expect(await childrenOf(workspace, grandchild)).toEqual([second]);
    expect(await childrenOf(workspace, first)).toEqual([grandchild]);
  });

  it('may rename, and to where it stands already only renames; without a name it is a version all the same', async () => {
    const { root, first, second } = await newTree(workspace);
    const rename = { instanceId: first, parentId: root, instanceName: 'Renamed' };
    expect((await move(workspace, rename)).json).toMatchObject({ dataVersion: 2, moved: 2 });
    expect((await move(workspace, { instanceId: first, parentId: root })).json).toMatchObject({ dataVersion: 3 });
    expect((await move(workspace, { ...rename, parentId: second, instanceName: 'Again' })).json).toMatchObject({
      dataVersion: 4,
    });
    expect((await workspace.history(first)).items.map((item) => [item['instanceName'], item['parentId']])).toEqual([
      ['Again', second],
      ['Renamed', root],
      ['Renamed', root],
      ['First', root],
    ]);
    expect(await newChild(workspace, root, { name: 'First' })).not.toBe(first);
  });

  it('is followed by saves, deletes and restores in the new place', async () => {
    const { root, first, second, grandchild } = await newTree(workspace);
    await moved(workspace, first, second);
    const saved = await workspace.save({ instanceId: grandchild, xml: xmlOf('later'), expectedVersion: 2 });
    expect(saved.json).toMatchObject({ dataVersion: 3, hierarchy: `/${workspace.workspaceId}/${root}/${second}/${first}/` });
    expect((await deleteTree(workspace, second)).json).toMatchObject({ deleted: 3 });
    expect((await restore(workspace, { instanceId: grandchild })).json).toMatchObject({ instanceId: second, restored: 3 });
    expect((await workspace.readJson(grandchild)).json).toMatchObject({ hierarchy: saved.json['hierarchy'], dataVersion: 3 });
    expect(await childrenOf(workspace, second)).toEqual([first]);
  });

  it('of an ancestor brings a deleted part back under the new place', async () => {
    const { root, first, second, grandchild } = await newTree(workspace);
    const leaf = await newChild(workspace, grandchild, { name: 'Leaf' });
    const deletionId = await deleted(workspace, grandchild);
    expect((await move(workspace, { instanceId: first, parentId: second })).json).toMatchObject({ moved: 1 });
    expect((await restore(workspace, { deletionId })).json).toMatchObject({ instanceId: grandchild, restored: 2 });
    const place = `/${workspace.workspaceId}/${root}/${second}/${first}/`;
    expect((await workspace.readJson(grandchild)).json).toMatchObject({ hierarchy: place, parentId: first, dataVersion: 2 });
    expect((await workspace.readJson(leaf)).json).toMatchObject({ hierarchy: `${place}${grandchild}/`, dataVersion: 1 });
    expect(await childrenOf(workspace, first)).toEqual([grandchild]);
    expect(await childrenOf(workspace, grandchild)).toEqual([leaf]);
  });

  it('is the newest event on what it came under, up to the root', async () => {
    const { root, first, second, grandchild } = await newTree(workspace);
    await moved(workspace, grandchild, second);
    const { insertedOn } = (await workspace.readJson(grandchild)).json;
    for (const id of [root, second, grandchild]) expect((await workspace.readJson(id)).json['lastUpdated']).toBe(insertedOn);
    await moved(workspace, grandchild, first);
    expect((await workspace.readJson(second)).json['lastUpdated']).toBe(insertedOn);
  });
});

describe('a move of the root of a data set', () => {
  it('stays under the workspace, and may take another name that it claims', async () => {
    const tree = await newTree(workspace);
    const rename = { instanceId: tree.root, parentId: workspace.workspaceId, instanceName: `Renamed ${tree.root}` };
    expect((await move(workspace, rename)).json).toMatchObject({
      dataVersion: 4,
      moved: 4,
      hierarchy: `/${workspace.workspaceId}/`,
    });
    const { instanceName } = (await workspace.readJson(tree.root)).json;
    expect(instanceName).toBe(rename.instanceName);
    const namesake = await newRoot(workspace);
    expectProblem(await move(workspace, { ...rename, instanceId: namesake }), 409, 'name-taken', { instanceName });
    expect((await move(workspace, { instanceId: tree.root, parentId: workspace.workspaceId })).json).toMatchObject({
      dataVersion: 5,
    });
  });

  it('goes nowhere else: its own tree is inside of it, and everything else is another data set', async () => {
    const tree = await newTree(workspace);
    for (const parentId of tree.ids) {
      const answer = await move(workspace, { instanceId: tree.root, parentId });
      expectProblem(answer, 409, 'parent-inside-subtree', { parentId });
    }
    const parentId = await newRoot(workspace);
    expectProblem(await move(workspace, { instanceId: tree.root, parentId }), 409, 'other-data-set', { parentId });
  });
});

describe('the new parent of a move', () => {
  it('is not the instance itself, nor anything below it', async () => {
    const { first, grandchild } = await newTree(workspace);
    for (const parentId of [first, grandchild]) {
      expectProblem(await move(workspace, { instanceId: first, parentId }), 409, 'parent-inside-subtree', { parentId });
    }
  });

  it('is of the same data set: the workspace and the instances of another one are not', async () => {
    const { first } = await newTree(workspace);
    const elsewhere = await newTree(workspace);
    for (const parentId of [workspace.workspaceId, ...elsewhere.ids]) {
      expectProblem(await move(workspace, { instanceId: first, parentId }), 409, 'other-data-set', { parentId });
    }
  });

  it('is not found when it is absent, deleted or hidden, in this data set or another, with the same bytes', async () => {
    const access = [server.owner.userId, other.userId];
    const tree = await newTree(workspace, { access });
    const elsewhere = await newTree(workspace, { access });
    for (const of of [tree, elsewhere]) {
      await hide(of.second);
      await deleteTree(workspace, of.grandchild);
    }
    const absent = [newId(), server.serverOwner.workspaceId];
    const hidden = [tree.second, elsewhere.second, await newRoot(workspace)];
    const bodies = [];
    for (const parentId of [...absent, tree.grandchild, elsewhere.grandchild, ...hidden]) {
      const answer = await move(other.workspace, { instanceId: tree.first, parentId });
      expectProblem(answer, 409, 'parent-not-found', { parentId });
      bodies.push(answer.text.replaceAll(parentId, 'id'));
    }
    expect(new Set(bodies).size).toBe(1);
    expect((await workspace.history(tree.first)).items).toHaveLength(1);
  });

  it('has no child of that concept and name', async () => {
    const { root, first, second } = await newTree(workspace);
    const namesake = await newChild(workspace, first, { name: 'Second' });
    const refused = await move(workspace, { instanceId: second, parentId: first });
    expectProblem(refused, 409, 'name-taken', { instanceName: 'Second' });
    const free = { instanceId: second, parentId: first, instanceName: 'Another' };
    expect((await move(workspace, free)).status).toBe(200);
    expect((await move(workspace, { instanceId: namesake, parentId: root })).status).toBe(200);
  });

  it('is not what the repository itself stands on: 403 before the version is looked at', async () => {
    const { first } = await newTree(workspace);
    const toUser = { instanceId: first, parentId: server.owner.userId };
    const refusal = { command: 'move-instance', concept: systemConcepts.user };
    expectProblem(await workspace.command('move-instance', toUser), 403, 'forbidden', refusal);
    const ofUser = { instanceId: server.owner.userId, parentId: workspace.workspaceId };
    expectProblem(await workspace.command('move-instance', ofUser), 403, 'forbidden', refusal);
    const ofWorkspace = { instanceId: workspace.workspaceId, parentId: first };
    const conceptId = systemConcepts.workspace;
    expectProblem(await workspace.command('move-instance', ofWorkspace), 403, 'forbidden', { ...refusal, concept: conceptId });
  });

  it('is deep enough above the limit for all of the tree: else 413, and a restore is held to it too', async () => {
    const { root, first, second, grandchild } = await newTree(workspace);
    let deepest = second;
    // The workspace, the root and second stand above the first link, and two more must fit below the last one.
    for (let links = 0; links < limits.hierarchyDepthMax - 4; links += 1) {
      deepest = await newChild(workspace, deepest, { name: 'Link' });
    }
    const limit = { limit: 'hierarchy-depth', max: limits.hierarchyDepthMax };
    const leaf = await newChild(workspace, grandchild, { name: 'Leaf' });
    expectProblem(await move(workspace, { instanceId: first, parentId: deepest }), 413, 'limit-exceeded', limit);
    const deletionId = await deleted(workspace, leaf);
    expect((await move(workspace, { instanceId: first, parentId: deepest })).json).toMatchObject({ moved: 2 });
    expectProblem(await restore(workspace, { deletionId }), 413, 'limit-exceeded', limit);
    await moved(workspace, first, root);
    expect((await restore(workspace, { deletionId })).json).toMatchObject({ restored: 1 });
  });
});

describe('who sends a move', () => {
  async function shared(): Promise<Tree> {
    return newTree(workspace, { access: [server.owner.userId, other.userId] });
  }

  it('moves along what he does not see, and is told how many he saw, also when he asks again', async () => {
    const tree = await shared();
    await hide(tree.grandchild);
    const request = { instanceId: tree.first, parentId: tree.second };
    const key = { 'idempotency-key': `move ${tree.root}` };
    const answer = await move(other.workspace, request, key);
    expect(answer.json).toMatchObject({ moved: 1 });
    const place = `/${workspace.workspaceId}/${tree.root}/${tree.second}/${tree.first}/`;
    expect((await workspace.readJson(tree.grandchild)).json).toMatchObject({ hierarchy: place, dataVersion: 3 });
    await grant(workspace, { instanceId: tree.grandchild, principals: [other.userId] });
    expect((await move(other.workspace, request, key)).text).toBe(answer.text);
    expect((await other.workspace.readJson(tree.grandchild)).json).toMatchObject({ hierarchy: place });
    expectProblem(await move(other.workspace, { ...request, parentId: tree.root }, key), 422, 'idempotency-key-reused');
  });

  it('is told 404 of what is absent, hidden or deleted, whatever else is wrong, with the same bytes', async () => {
    const tree = await shared();
    await hide(tree.grandchild);
    await deleteTree(workspace, tree.second);
    const bodies = [];
    for (const instanceId of [newId(), tree.grandchild, tree.second, await newRoot(workspace)]) {
      for (const parentId of [tree.first, newId(), workspace.workspaceId, instanceId]) {
        const answer = await other.workspace.command('move-instance', { instanceId, parentId });
        expectProblem(answer, 404, 'not-found');
        bodies.push(answer.text);
      }
    }
    expect(new Set(bodies).size).toBe(1);
  });

  it('says which version he follows, in the body or by If-Match: else 428, 412 or 400', async () => {
    const { first, second } = await shared();
    const request = { instanceId: first, parentId: second };
    expectProblem(await workspace.command('move-instance', request), 428, 'version-required', { currentVersion: 1 });
    expectProblem(await move(workspace, { ...request, expectedVersion: 2 }), 412, 'version-mismatch', { currentVersion: 1 });
    const both = { ...request, expectedVersion: 2 };
    expectInvalid(await workspace.command('move-instance', both, { 'if-match': '"1"' }), '/expectedVersion');
    expect((await workspace.command('move-instance', request, { 'if-match': '"1"' })).status).toBe(200);
    const inside = { ...request, parentId: first, expectedVersion: 1 };
    expectProblem(await move(workspace, inside), 412, 'version-mismatch', { currentVersion: 2 });
  });

  it('names an instance, a parent, and nothing that is unknown', async () => {
    const { first } = await shared();
    expectInvalid(await workspace.command('move-instance', { instanceId: first }), '/parentId');
    expectInvalid(await workspace.command('move-instance', { parentId: first }), '/instanceId');
    const unknown = { instanceId: first, parentId: first, conceptId: coverage };
    expect((await workspace.command('move-instance', unknown)).problem).toBe('invalid-request');
  });
});
