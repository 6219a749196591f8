import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemConcepts } from '@datakeep/kernel';
import { answerOf } from '../support/keyed-commands.js';
import { deleted, deleteTree, restore } from '../support/deletions-api.js';
import { childrenOf, grant, move, revoke } from '../support/trees-api.js';
import { everyRead, newTree, type Tree } from '../support/trees.js';
import {
  expectInvalid,
  expectProblem,
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
let owner: string;
let [other, third]: Person[] = [];

beforeAll(async () => {
  server = await startTestServer();
  workspace = server.workspace;
  owner = server.owner.userId;
  other = await otherUser(server);
  third = await otherUser(server);
});
afterAll(() => server.close());

const accessOf = async (instanceId: string, of = workspace, parameters: object = {}) =>
  of.client.get(of.path(`instances/${instanceId}/access`, { ...parameters }));

const principalsOf = async (instanceId: string) => (await accessOf(instanceId)).items.map((item) => item['principalId']);

/** A tree of the owner, with the grandchild hidden from the owner and given to the third person alone. */
async function partlyHidden(): Promise<Tree> {
  const tree = await newTree(workspace, { access: [owner, third!.userId] });
  await workspace.save({ instanceId: tree.grandchild, xml: xmlOf('h'), access: [third!.userId], expectedVersion: 'any' });
  return tree;
}

describe('grant-access', () => {
  it('lets somebody see an instance and nothing below it, and makes no version', async () => {
    const tree = await newTree(workspace);
    const [history, tag] = [(await workspace.history(tree.root)).text, (await workspace.read(tree.root)).header('etag')];
    expect((await other!.workspace.read(tree.root)).status).toBe(404);
    const answer = await grant(workspace, { instanceId: tree.root, principals: [other!.userId], reason: 'Takes over' });
    expect({ status: answer.status, ...answer.json }).toMatchObject({
      status: 200,
      instanceId: tree.root,
      dataVersion: 3,
      granted: 1,
    });
    expect(answer.json).not.toHaveProperty('revoked');
    expect((await workspace.history(tree.root)).text).toBe(history);
    expect((await workspace.read(tree.root)).header('etag')).toBe(tag);
    expect((await other!.workspace.readJson(tree.root)).json).toMatchObject({ dataVersion: 3, xml: xmlOf('3') });
    expect(await childrenOf(other!.workspace, tree.root)).toEqual([]);
    expect(await childrenOf(other!.workspace, workspace.workspaceId)).toContain(tree.root);
  });

  it('with descendants lets him see the tree, at once, and changes only what becomes another', async () => {
    const tree = await newTree(workspace);
    await grant(workspace, { instanceId: tree.second, principals: [other!.userId] });
    const request = { instanceId: tree.root, principals: [other!.userId], withDescendants: true };
    expect((await grant(workspace, request)).json).toMatchObject({ granted: 3 });
    expect(await childrenOf(other!.workspace, tree.root)).toEqual([tree.first, tree.second]);
    expect((await other!.workspace.read(tree.grandchild)).text).toBe(xmlOf('grown'));
    expect((await grant(workspace, request)).json).toMatchObject({ granted: 0, dataVersion: 3 });
    for (const id of tree.ids)
      expect((await workspace.history(id)).items.every((item) => item['change'] !== 'granted')).toBe(true);
  });

  it('gives nothing of what the caller does not see, to himself or to others', async () => {
    const tree = await partlyHidden();
    const request = { instanceId: tree.root, withDescendants: true };
    expect((await grant(workspace, { ...request, principals: [owner, other!.userId] })).json).toMatchObject({ granted: 3 });
    for (const of of [workspace, other!.workspace]) expectProblem(await of.read(tree.grandchild), 404, 'not-found');
    expect((await grant(third!.workspace, { ...request, principals: [owner] })).json).toMatchObject({ granted: 1 });
    expect((await workspace.read(tree.grandchild)).status).toBe(200);
  });

  it('is followed by saves and children that keep the rows, and by a history of what he could see', async () => {
    const tree = await newTree(workspace);
    await grant(workspace, { instanceId: tree.first, principals: [other!.userId] });
    const saved = await other!.workspace.save({ instanceId: tree.first, xml: xmlOf('his'), expectedVersion: 1 });
    expect(saved.json).toMatchObject({ dataVersion: 2 });
    expect((await workspace.read(tree.first)).text).toBe(xmlOf('his'));
    expect(await childrenOf(workspace, tree.root)).toEqual([tree.first, tree.second]);
    expect((await other!.workspace.history(tree.first)).items.map((item) => item['dataVersion'])).toEqual([2, 1]);
    expect(await principalsOf(tree.first)).toEqual([owner, other!.userId].toSorted());
  });

  it('of somebody who is no user of the workspace is 400 and names him', async () => {
    const id = await newRoot(workspace);
    const principals = [other!.userId, newId(), newId()];
    expectInvalid(await grant(workspace, { instanceId: id, principals }), '/principals/1', '/principals/2');
    expectInvalid(await grant(workspace, { instanceId: newId(), principals: [newId()] }), '/principals/0');
    expect(await principalsOf(id)).toEqual([owner]);
    expectInvalid(await grant(workspace, { instanceId: id, principals: [] }), '/principals');
  });
});

describe('revoke-access', () => {
  it('hides an instance from somebody from then on, its past and history too', async () => {
    const tree = await newTree(workspace, { access: [owner, other!.userId] });
    const history = (await workspace.history(tree.first)).text;
    const answer = await revoke(workspace, { instanceId: tree.first, principals: [other!.userId], withDescendants: true });
    expect({ status: answer.status, ...answer.json }).toMatchObject({ status: 200, dataVersion: 1, revoked: 2 });
    expect(answer.json).not.toHaveProperty('granted');
    const absent = (await everyRead(other!.workspace, newId())).map((read) => read.whole);
    for (const id of [tree.first, tree.grandchild]) {
      expect((await everyRead(other!.workspace, id)).map((read) => read.whole)).toEqual(absent);
      expectProblem(await accessOf(id, other!.workspace), 404, 'not-found');
    }
    expect(await childrenOf(other!.workspace, tree.root)).toEqual([tree.second]);
    expect((await workspace.history(tree.first)).text).toBe(history);
    expect(await childrenOf(workspace, tree.root)).toEqual([tree.first, tree.second]);
  });

  it('takes nothing of what the caller does not see, and nothing from who has nothing', async () => {
    const tree = await partlyHidden();
    const request = { instanceId: tree.root, principals: [third!.userId], withDescendants: true };
    expect((await revoke(workspace, request)).json).toMatchObject({ revoked: 3 });
    expect((await third!.workspace.read(tree.grandchild)).status).toBe(200);
    expect((await revoke(workspace, request)).json).toMatchObject({ revoked: 0 });
    expect((await revoke(workspace, { ...request, principals: [newId()] })).json).toMatchObject({ revoked: 0 });
  });

  it('leaves nothing without anybody: 409 for all of it, and nothing is revoked', async () => {
    const tree = await newTree(workspace, { access: [owner, other!.userId] });
    await revoke(workspace, { instanceId: tree.grandchild, principals: [other!.userId] });
    const request = { instanceId: tree.root, principals: [owner], withDescendants: true };
    expectProblem(await revoke(workspace, request), 409, 'access-would-be-empty', { instanceId: tree.grandchild, count: 1 });
    const both = { ...request, principals: [owner, other!.userId] };
    expectProblem(await revoke(workspace, both), 409, 'access-would-be-empty', { instanceId: tree.root, count: 4 });
    for (const id of tree.ids) expect((await workspace.read(id)).status).toBe(200);
    for (const id of [tree.root, tree.first, tree.second]) expect((await other!.workspace.read(id)).status).toBe(200);
  });

  it('of his own row answers whoever sends it, and again after he sees nothing more', async () => {
    const id = await newRoot(workspace);
    await grant(workspace, { instanceId: id, principals: [other!.userId] });
    const send = () => revoke(workspace, { instanceId: id, principals: [owner] }, { 'idempotency-key': `leave ${id}` });
    const first = await send();
    expect(first.json).toMatchObject({ revoked: 1 });
    expectProblem(await workspace.read(id), 404, 'not-found');
    expect(answerOf(await send())).toEqual(answerOf(first));
    expectProblem(await revoke(workspace, { instanceId: id, principals: [owner] }), 404, 'not-found');
    expect((await other!.workspace.read(id)).status).toBe(200);
  });
});

describe('rows of access', () => {
  it('are kept by a move, a delete and a restore', async () => {
    const tree = await newTree(workspace);
    await grant(workspace, { instanceId: tree.grandchild, principals: [other!.userId] });
    await move(workspace, { instanceId: tree.first, parentId: tree.second });
    expect((await other!.workspace.read(tree.grandchild)).status).toBe(200);
    const deletionId = await deleted(workspace, tree.first);
    expectProblem(await grant(workspace, { instanceId: tree.first, principals: [third!.userId] }), 404, 'not-found');
    await restore(workspace, { deletionId });
    expect(await principalsOf(tree.grandchild)).toEqual([owner, other!.userId].toSorted());
    expect(await principalsOf(tree.first)).toEqual([owner]);
    expect((await other!.workspace.readJson(tree.grandchild)).json).toMatchObject({
      hierarchy: `/${workspace.workspaceId}/${tree.root}/${tree.second}/${tree.first}/`,
      dataVersion: 2,
    });
  });

  it('are listed by principal, in pages that stay as they were when rows are given meanwhile', async () => {
    const id = await newRoot(workspace);
    await grant(workspace, { instanceId: id, principals: [third!.userId] });
    const rows = [owner, third!.userId].toSorted().map((principalId) => ({ instanceId: id, principalId }));
    const whole = await accessOf(id);
    expect([whole.items, whole.next]).toEqual([rows, null]);
    const first = await accessOf(id, workspace, { limit: 1 });
    await grant(workspace, { instanceId: id, principals: [other!.userId] });
    const second = await accessOf(id, workspace, { limit: 1, cursor: first.next });
    expect([...first.items, ...second.items, second.next]).toEqual([...rows, null]);
    expect(await principalsOf(id)).toEqual([owner, other!.userId, third!.userId].toSorted());
    expectInvalid(await accessOf(id, other!.workspace, { cursor: first.next }), '/query/cursor');
    await revoke(other!.workspace, { instanceId: id, principals: [owner] });
    expectProblem(await accessOf(id, workspace, { limit: 1, cursor: first.next }), 404, 'not-found');
  });

  it('are told of a user and of the workspace too, and of nothing that is absent, hidden or deleted', async () => {
    expect(await principalsOf(owner)).toEqual([owner]);
    expect((await accessOf(workspace.workspaceId)).status).toBe(200);
    const gone = await newRoot(other!.workspace);
    await deleteTree(other!.workspace, gone);
    const bodies = [];
    for (const id of [newId(), await newRoot(workspace), gone]) bodies.push((await accessOf(id, other!.workspace)).whole);
    expect((bodies[0] as { status: number }).status).toBe(404);
    expect(bodies).toEqual([bodies[0], bodies[0], bodies[0]]);
  });
});

describe.each([
  ['grant-access', grant],
  ['revoke-access', revoke],
] as const)('%s', (command, send) => {
  it('finds nothing that is absent, hidden or deleted, with the same bytes, whatever version it follows', async () => {
    const gone = await newRoot(other!.workspace);
    await deleteTree(other!.workspace, gone);
    const bodies = [];
    for (const instanceId of [newId(), await newRoot(workspace), gone]) {
      const answer = await send(other!.workspace, { instanceId, principals: [other!.userId] }, { 'if-match': '"9"' });
      expectProblem(answer, 404, 'not-found');
      bodies.push(answer.text);
    }
    expect(new Set(bodies).size).toBe(1);
  });

  it('does not touch what the repository itself stands on: 403', async () => {
    for (const [instanceId, conceptId] of [
      [owner, systemConcepts.user],
      [workspace.workspaceId, systemConcepts.workspace],
    ]) {
      const answer = await send(workspace, { instanceId: instanceId!, principals: [other!.userId] });
      expectProblem(answer, 403, 'forbidden', { command, concept: conceptId });
    }
  });

  it('needs no version, and keeps to the one of If-Match', async () => {
    const id = await newRoot(workspace);
    const request = { instanceId: id, principals: [other!.userId] };
    expectProblem(await send(workspace, request, { 'if-match': '"2"' }), 412, 'version-mismatch', { currentVersion: 1 });
    expect((await send(workspace, request, { 'if-match': '"1"' })).status).toBe(200);
    const stated = await workspace.command(command, { ...request, expectedVersion: 1 });
    expect(stated.problem).toBe('invalid-request');
  });

  it('answers the same again for its key when the tree has changed since, and 422 for another request', async () => {
    const tree = await newTree(workspace);
    const request = { instanceId: tree.root, principals: [third!.userId], withDescendants: true };
    await (command === 'grant-access' ? revoke : grant)(workspace, request);
    const key = { 'idempotency-key': `${command} ${tree.root}` };
    const first = await send(workspace, request, key);
    expect(Object.values(first.json)).toContain(4);
    await deleteTree(workspace, tree.second);
    await (command === 'grant-access' ? revoke : grant)(workspace, request);
    expect(answerOf(await send(workspace, request, key))).toEqual(answerOf(first));
    expectProblem(await send(workspace, { ...request, withDescendants: false }, key), 422, 'idempotency-key-reused');
  });
});
