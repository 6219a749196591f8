import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemConcepts } from '@datakeep/kernel';
import { deleteTree } from '../support/deletions-api.js';
import { newTree } from '../support/trees.js';
import {
  expectInvalid,
  expectProblem,
  newId,
  newRoot,
  otherUser,
  startTestServer,
  xmlOf,
  type HeaderFields,
  type TestServer,
  type WorkspaceApi,
} from '../support/index.js';

let server: TestServer;
let workspace: WorkspaceApi;

beforeAll(async () => {
  server = await startTestServer();
  workspace = server.workspace;
});
afterAll(() => server.close());

const change = (request: object, headers: HeaderFields = {}, of = workspace) => of.command('change-status', request, headers);

describe('a change of status', () => {
  it('is a version that differs from the one before in its status only', async () => {
    const id = await newRoot(workspace);
    const before = (await workspace.readJson(id)).json;
    const answer = await change({ instanceId: id, status: 'Locked', expectedVersion: 1, reason: 'Under review' });
    expect({ code: answer.status, ...answer.json }).toMatchObject({
      code: 200,
      instanceId: id,
      dataVersion: 2,
      status: 'Locked',
    });
    const after = (await workspace.readJson(id)).json;
    expect(after).toEqual({
      ...before,
      status: 'Locked',
      dataVersion: 2,
      insertedOn: after['insertedOn'],
      lastUpdated: after['insertedOn'],
    });
    const asXml = await workspace.read(id);
    expect([asXml.text, asXml.header('etag')]).toEqual([xmlOf('1'), '"2"']);
    expect((await workspace.version(id, 2)).text).toBe(xmlOf('1'));
    expect((await workspace.history(id)).items).toMatchObject([
      { dataVersion: 2, change: 'status-changed', status: 'Locked', reason: 'Under review', commandId: answer.json['commandId'] },
      { dataVersion: 1, change: 'created', status: 'Active', reason: null },
    ]);
  });

  it('to the same status is a version too, and a save behind it keeps the status', async () => {
    const id = await newRoot(workspace);
    for (const dataVersion of [2, 3]) {
      expect((await change({ instanceId: id, status: 'Locked', expectedVersion: 'any' })).json).toMatchObject({ dataVersion });
    }
    expect((await workspace.put(id, xmlOf('4'), {}, { 'if-match': '"3"' })).json).toMatchObject({ dataVersion: 4 });
    expect((await workspace.readJson(id)).json).toMatchObject({ status: 'Locked', dataVersion: 4, xml: xmlOf('4') });
    expect((await workspace.version(id, 3)).text).toBe(xmlOf('1'));
  });

  it('concerns nothing below it, and shows in the list of its siblings', async () => {
    const tree = await newTree(workspace);
    const below = (await workspace.history(tree.grandchild)).text;
    await change({ instanceId: tree.first, status: 'Locked', expectedVersion: 1 });
    expect((await workspace.history(tree.grandchild)).text).toBe(below);
    const locked = await workspace.children(tree.root, { status: 'Locked' });
    expect(locked.items.map((item) => item['instanceId'])).toEqual([tree.first]);
  });

  it('blocks and allows the deletion of a tree', async () => {
    const tree = await newTree(workspace);
    await change({ instanceId: tree.grandchild, status: 'Locked', expectedVersion: 'any' });
    const blocked = await deleteTree(workspace, tree.root);
    expectProblem(blocked, 409, 'deletion-blocked', { blockers: [{ instanceId: tree.grandchild, status: 'Locked' }] });
    await change({ instanceId: tree.grandchild, status: 'Active', expectedVersion: 'any' });
    expect((await deleteTree(workspace, tree.root)).json).toMatchObject({ deleted: 4 });
  });

  it('says which version it follows, in the body or by If-Match: else 428, 412 or 400', async () => {
    const id = await newRoot(workspace);
    const request = { instanceId: id, status: 'Locked' };
    expectProblem(await change(request), 428, 'version-required', { currentVersion: 1 });
    expectProblem(await change({ ...request, expectedVersion: 2 }), 412, 'version-mismatch', { currentVersion: 1 });
    expectProblem(await change(request, { 'if-none-match': '*' }), 412, 'version-mismatch', { currentVersion: 1 });
    expectInvalid(await change({ ...request, expectedVersion: 2 }, { 'if-match': '"1"' }), '/expectedVersion');
    expect((await change(request, { 'if-match': '"1"' })).json).toMatchObject({ dataVersion: 2 });
  });

  it('gives one of the statuses there are', async () => {
    const id = await newRoot(workspace);
    for (const status of ['Gone', 'locked', '', null]) {
      expectInvalid(await change({ instanceId: id, status, expectedVersion: 1 }), '/status');
    }
    expectInvalid(await change({ instanceId: id, expectedVersion: 1 }), '/status');
    expect((await workspace.history(id)).items).toHaveLength(1);
  });

  it('finds nothing that is absent, hidden or deleted, with the same bytes', async () => {
    const other = await otherUser(server);
    const gone = await newRoot(other.workspace);
    await deleteTree(other.workspace, gone);
    const bodies = [];
    for (const instanceId of [newId(), await newRoot(workspace), gone]) {
      const answer = await change({ instanceId, status: 'Locked' }, {}, other.workspace);
      expectProblem(answer, 404, 'not-found');
      bodies.push(answer.text);
    }
    expect(new Set(bodies).size).toBe(1);
  });

  it('does not touch what the repository itself stands on: 403', async () => {
    const command = 'change-status';
    for (const [instanceId, conceptId] of [
      [server.owner.userId, systemConcepts.user],
      [workspace.workspaceId, systemConcepts.workspace],
    ]) {
      expectProblem(await change({ instanceId, status: 'Locked' }), 403, 'forbidden', { command, concept: conceptId });
    }
  });
});
