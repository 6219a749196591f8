import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deleted } from '../support/deletions-api.js';
import {
  coverage,
  expectProblem,
  newChild,
  newId,
  newRoot,
  otherUser,
  policy,
  startTestServer,
  WorkspaceApi,
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

/** A create under this id, as a root or below a parent, with every way of saying that it is one. */
function creates(workspace: WorkspaceApi, id: string, parent?: string) {
  const parameters = { name: `Wants ${newId()}`, concept: coverage, parent };
  return [
    workspace.put(id, xmlOf('1'), parameters),
    workspace.put(id, xmlOf('1'), parameters, { 'if-match': '*' }),
    workspace.put(id, xmlOf('1'), parameters, { 'if-none-match': '*' }),
  ];
}

async function expectTaken(workspace: WorkspaceApi, id: string, parent?: string): Promise<void> {
  for (const answer of creates(workspace, id, parent)) expectProblem(await answer, 409, 'id-taken', { instanceId: id });
}

describe('an id that is taken', () => {
  it('is refused with 409 id-taken where it was deleted, as a root, below and in another data set', async () => {
    const root = await newRoot(server.workspace);
    const elsewhere = await newRoot(server.workspace);
    const child = await newChild(server.workspace, root, { name: 'Deleted child' });
    await deleted(server.workspace, child);
    await expectTaken(server.workspace, child);
    await expectTaken(server.workspace, child, root);
    await expectTaken(server.workspace, child, elsewhere);
    await deleted(server.workspace, root);
    await expectTaken(server.workspace, root);
    await expectTaken(server.workspace, root, elsewhere);
    expect((await server.workspace.children(elsewhere)).items).toEqual([]);
  });

  it('is refused with 409 id-taken where it is hidden, as a root, below and in another data set', async () => {
    const root = await newRoot(server.workspace);
    const chosen = newId();
    await server.workspace.put(chosen, xmlOf('1'), { name: 'Hidden child', concept: coverage, parent: root });
    const own = await newRoot(other.workspace);
    for (const hidden of [root, chosen]) {
      await expectTaken(other.workspace, hidden);
      await expectTaken(other.workspace, hidden, own);
    }
    expect((await other.workspace.children(own)).items).toEqual([]);
  });

  it("of the server's own making is refused as well, hidden and deleted", async () => {
    const root = await newRoot(server.workspace);
    const derived = await newChild(server.workspace, root, { name: 'Derived' });
    expect(derived[14]).toBe('8');
    const own = await newRoot(other.workspace);
    await expectTaken(other.workspace, derived);
    await expectTaken(other.workspace, derived, own);
    await deleted(server.workspace, derived);
    await expectTaken(server.workspace, derived);
    await expectTaken(server.workspace, derived, own);
  });

  it('is saved over where it is seen, and never becomes a second instance in another data set', async () => {
    const root = await newRoot(server.workspace);
    const elsewhere = await newRoot(server.workspace);
    for (const id of [newId(), await newChild(server.workspace, root, { name: 'Derived' })]) {
      const create = { name: `Seen ${id}`, concept: coverage, parent: root };
      await server.workspace.put(id, xmlOf('1'), create, { 'if-match': '*' });
      const before = (await server.workspace.history(id)).items.length;
      expectProblem(await server.workspace.put(id, xmlOf('2'), { ...create, parent: elsewhere }), 428, 'version-required');
      const moved = await server.workspace.put(id, xmlOf('2'), { ...create, parent: elsewhere }, { 'if-match': '*' });
      expectProblem(moved, 409, 'use-move-instance', { parentId: root });
      const absent = await server.workspace.put(id, xmlOf('2'), { ...create, parent: elsewhere }, { 'if-none-match': '*' });
      expectProblem(absent, 412, 'version-mismatch');
      expect((await server.workspace.history(id)).items).toHaveLength(before);
    }
    expect((await server.workspace.children(elsewhere)).items).toEqual([]);
  });

  it('is free in another workspace', async () => {
    const root = await newRoot(server.workspace);
    const created = await server.serverOwner.command('create-workspace', { name: 'Where ids are others' });
    const workspace = new WorkspaceApi(server.api, String(created.json['workspaceId']));
    expect((await workspace.put(root, xmlOf('1'), { name: 'Same id', concept: policy })).status).toBe(201);
  });
});

describe('an id that was chosen for a create that was refused', () => {
  it('is free again: under a parent that is not there, and under a taken name', async () => {
    const root = await newRoot(server.workspace);
    await newChild(server.workspace, root, { name: 'Taken' });
    const id = newId();
    const put = (name: string, parent: string | undefined) =>
      server.workspace.put(id, xmlOf('1'), { name, concept: coverage, parent });
    expectProblem(await put('New', newId()), 409, 'parent-not-found');
    expectProblem(await put('Taken', root), 409, 'name-taken');
    const name = `Root ${newId()}`;
    expect((await put(name, undefined)).status).toBe(201);
  });
});

describe('64 who want one id at once, some as a root and some below', () => {
  it('are one 201 and one instance; nobody is told of a fault', async () => {
    const id = newId();
    const parents = [undefined, await newRoot(server.workspace), await newRoot(server.workspace)];
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, client) =>
        server.workspace.put(id, xmlOf('1'), { name: `Client ${client}`, concept: coverage, parent: parents[client % 3] }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 201).map(({ problem }) => problem);
    expect(refused).toHaveLength(63);
    expect(refused.filter((problem) => problem !== 'version-required' && problem !== 'id-taken')).toEqual([]);
    expect((await server.workspace.history(id)).items).toHaveLength(1);
  });
});
