import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deleteTree, restore } from '../support/deletions-api.js';
import { newTree } from '../support/trees.js';
import {
  expectProblem,
  newChild,
  newId,
  otherUser,
  startTestServer,
  xmlOf,
  type Answer,
  type Person,
  type TestServer,
  type WorkspaceApi,
} from '../support/index.js';

let server: TestServer;
let other: Person;

beforeAll(async () => {
  server = await startTestServer();
  other = await otherUser(server);
});
afterAll(() => server.close());

const check = (workspace: WorkspaceApi, instanceId: string): Promise<Answer> =>
  workspace.client.get(workspace.path(`instances/${instanceId}/deletion-check`));
const revisionOf = async (instanceId: string): Promise<unknown> =>
  (await check(server.workspace, instanceId)).json['treeRevision'];
const removeAt = (instanceId: string, treeRevision: unknown) =>
  server.workspace.command('delete-instance', { instanceId, expectedVersion: 'any', treeRevision });
const save = (instanceId: string, changed: object = {}) =>
  server.workspace.save({ instanceId, xml: xmlOf('again'), expectedVersion: 'any', ...changed });

describe('a deletion-check', () => {
  it('tells how many instances a delete would take, and changes nothing', async () => {
    const tree = await newTree(server.workspace);
    const answer = await check(server.workspace, tree.root);
    expect(answer.json).toEqual({
      allowed: true,
      count: 4,
      treeRevision: expect.stringMatching(/^.{10,64}$/),
      blockers: [],
      hiddenBlockers: 0,
    });
    expect((await check(server.workspace, tree.first)).json).toMatchObject({ allowed: true, count: 2 });
    expect((await check(server.workspace, tree.root)).json).toEqual(answer.json);
    expect((await deleteTree(server.workspace, tree.root)).json).toMatchObject({ deleted: 4 });
  });

  it('lists what keeps the tree, each with its reason, as the refusal of the delete does', async () => {
    const tree = await newTree(server.workspace);
    await save(tree.grandchild, { status: 'Locked' });
    const answer = await check(server.workspace, tree.root);
    const refused = await deleteTree(server.workspace, tree.root);
    expectProblem(refused, 409, 'deletion-blocked');
    expect(answer.json).toMatchObject({ allowed: false, count: 4, blockers: refused.json['blockers'], hiddenBlockers: 0 });
    expect(answer.json['blockers']).toMatchObject([{ instanceId: tree.grandchild, status: 'Locked' }]);
  });

  it('only counts what the caller does not see', async () => {
    const tree = await newTree(server.workspace);
    await newChild(server.workspace, tree.second, { name: 'Hidden', access: [other.userId] });
    const answer = await check(server.workspace, tree.root);
    expect(answer.json).toMatchObject({ allowed: false, count: 4, blockers: [], hiddenBlockers: 1 });
    expect(answer.text).not.toContain(other.userId);
  });

  it('finds nothing where a read finds nothing, in the same bytes', async () => {
    const tree = await newTree(server.workspace);
    const gone = await newTree(server.workspace);
    await deleteTree(server.workspace, gone.root);
    const absent = await check(server.workspace, newId());
    expectProblem(absent, 404, 'not-found');
    for (const answer of [await check(other.workspace, tree.root), await check(server.workspace, gone.first)]) {
      expect(answer.text).toBe(absent.text);
    }
  });

  it('is forbidden where the delete is: of the workspace and of its users', async () => {
    for (const id of [server.owner.workspaceId, other.userId]) {
      const reader = id === other.userId ? other.workspace : server.workspace;
      expectProblem(await check(reader, id), 403, 'forbidden', { command: 'delete-instance' });
    }
  });
});

describe('a delete with the revision of a tree', () => {
  it('goes through while nothing of the tree has changed', async () => {
    const tree = await newTree(server.workspace);
    const revision = await revisionOf(tree.root);
    await newTree(server.workspace);
    expect((await removeAt(tree.root, revision)).json).toMatchObject({ deleted: 4 });
  });

  it.each<[string, (tree: Awaited<ReturnType<typeof newTree>>) => Promise<unknown>]>([
    ['a descendant was saved', (tree) => save(tree.grandchild)],
    ['a descendant was added', (tree) => newChild(server.workspace, tree.second, { name: 'Late' })],
    ['a descendant was deleted', (tree) => deleteTree(server.workspace, tree.grandchild)],
    ['the root was renamed', (tree) => save(tree.root, { instanceName: `Renamed ${newId()}` })],
    [
      'a descendant was deleted and restored',
      async (tree) => {
        await deleteTree(server.workspace, tree.first);
        return restore(server.workspace, { instanceId: tree.first });
      },
    ],
    ['something was added that the caller does not see', (tree) => addHidden(tree.first)],
  ])('is 412 when %s, tells the present revision, and takes nothing', async (_what, change) => {
    const tree = await newTree(server.workspace);
    const revision = await revisionOf(tree.root);
    await change(tree);
    const present = await revisionOf(tree.root);
    const refused = await removeAt(tree.root, revision);
    expectProblem(refused, 412, 'version-mismatch', { currentVersion: expect.any(Number), treeRevision: present });
    expect((await server.workspace.read(tree.second)).status).toBe(200);
  });

  it('is not moved by what changes among the hidden, which are only counted', async () => {
    const tree = await newTree(server.workspace);
    const hidden = await addHidden(tree.first);
    const before = await revisionOf(tree.root);
    const changed = await other.workspace.save({ instanceId: hidden, xml: xmlOf('changed'), expectedVersion: 1 });
    expect(changed.status).toBe(200);
    expect(await revisionOf(tree.root)).toBe(before);
  });
});

const addHidden = (parent: string) => newChild(server.workspace, parent, { name: 'Hidden', access: [other.userId] });
