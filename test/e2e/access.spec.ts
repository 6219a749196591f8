import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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

/** What the other user is told about an id, in every way there is to ask without changing anything. */
async function everythingAbout(id: string): Promise<readonly object[]> {
  const { workspace } = other;
  const answers: Answer[] = [
    await workspace.read(id),
    await workspace.readJson(id),
    await workspace.read(id, { 'if-none-match': '"1"' }),
    await workspace.read(id, { accept: 'text/html' }),
    await workspace.history(id),
    await workspace.version(id, 1),
    await workspace.version(id, 2),
    await workspace.children(id),
    await workspace.children(id, { include: 'xml', limit: 1 }),
    await workspace.put(id, xmlOf('2'), {}, { 'if-match': '"1"' }),
    await workspace.put(id, xmlOf('2'), { name: 'N', concept: policy }, { 'if-match': '"9"' }),
    await workspace.save({ instanceId: id, xml: xmlOf('2'), expectedVersion: 1 }),
  ];
  return answers.map((answer) => answer.whole);
}

describe('an instance that a user may not see', () => {
  it('is answered exactly as one that is not there, byte for byte, headers included', async () => {
    const root = await newRoot(server.workspace);
    await server.workspace.put(root, xmlOf('2'), {}, { 'if-match': '"1"' });
    const child = await newChild(server.workspace, root, { name: 'Hidden too' });
    const absent = await everythingAbout(newId());
    expect(absent).toHaveLength(12);
    expect(absent.every((whole) => (whole as { status: number }).status === 404)).toBe(true);
    expect(await everythingAbout(root)).toEqual(absent);
    expect(await everythingAbout(child)).toEqual(absent);
  });

  it('keeps its id: 409 id-taken without a version, with "any", * and If-None-Match', async () => {
    const root = await newRoot(server.workspace);
    const parameters = { name: 'Mine', concept: policy };
    const taken = { instanceId: root };
    expectProblem(await other.workspace.put(root, xmlOf('2'), parameters), 409, 'id-taken', taken);
    expectProblem(await other.workspace.put(root, xmlOf('2'), parameters, { 'if-match': '*' }), 409, 'id-taken', taken);
    expectProblem(await other.workspace.put(root, xmlOf('2'), parameters, { 'if-none-match': '*' }), 409, 'id-taken', taken);
    const command = { instanceId: root, instanceName: 'Mine', conceptId: policy, xml: xmlOf('2') };
    expectProblem(await other.workspace.save(command), 409, 'id-taken', taken);
    expectProblem(await other.workspace.save({ ...command, expectedVersion: 'any' }), 409, 'id-taken', taken);
    expect((await server.workspace.history(root)).items).toHaveLength(1);
  });

  it('keeps its id below a parent of the other user as well', async () => {
    const hidden = await newChild(server.workspace, await newRoot(server.workspace), { name: 'Hidden' });
    const own = await newRoot(other.workspace);
    const taken = await other.workspace.put(hidden, xmlOf('1'), { name: 'Below', concept: coverage, parent: own });
    expectProblem(taken, 409, 'id-taken', { instanceId: hidden });
  });

  it('is no parent: 409 parent-not-found, the same but for the id that was sent', async () => {
    const hidden = await newRoot(server.workspace);
    const absent = newId();
    const below = (parentId: string, instanceId?: string) =>
      other.workspace.save({ instanceId, instanceName: 'Below', conceptId: coverage, parentId, xml: xmlOf('1') });
    for (const instanceId of [undefined, newId()]) {
      const answers = [await below(absent, instanceId), await below(hidden, instanceId)];
      expectProblem(answers[0]!, 409, 'parent-not-found', { parentId: absent });
      expectProblem(answers[1]!, 409, 'parent-not-found', { parentId: hidden });
      const [whole, wholeOfHidden] = answers.map((answer) => JSON.stringify(answer.whole));
      expect(wholeOfHidden!.replaceAll(hidden, absent)).toBe(whole);
    }
    expect((await server.workspace.children(hidden)).items).toEqual([]);
  });

  it('leaves no claim on an id that was sent for a child of it', async () => {
    const hidden = await newRoot(server.workspace);
    const id = newId();
    await other.workspace.put(id, xmlOf('1'), { name: 'Below', concept: coverage, parent: hidden });
    expect((await other.workspace.put(id, xmlOf('1'), { name: `Root ${id}`, concept: policy })).status).toBe(201);
  });

  it('does not move lastUpdated or the ETag of an ancestor that the reader sees', async () => {
    const { userId } = server.owner;
    const request = { instanceName: `Shared ${newId()}`, conceptId: policy, xml: xmlOf('1'), access: [userId, other.userId] };
    const root = String((await server.workspace.save(request)).json['instanceId']);
    const before = await other.workspace.readJson(root);
    const child = await newChild(server.workspace, root, { name: 'Hidden', access: [userId] });
    const after = await other.workspace.readJson(root);
    expect([after.text, after.header('etag')]).toEqual([before.text, before.header('etag')]);
    expect((await server.workspace.readJson(root)).json['lastUpdated']).toBe(
      (await server.workspace.readJson(child)).json['insertedOn'],
    );
  });
});

describe('the access rows of a new instance', () => {
  it('are the ones that the command names: access [other user] gives the row to the other', async () => {
    const request = { instanceName: `For the other ${newId()}`, conceptId: policy, xml: xmlOf('1'), access: [other.userId] };
    const saved = await server.workspace.save(request);
    expect(saved.status).toBe(201);
    const id = String(saved.json['instanceId']);
    expect((await other.workspace.read(id)).text).toBe(xmlOf('1'));
    expectProblem(await server.workspace.read(id), 404, 'not-found');
    expect((await other.workspace.put(id, xmlOf('2'), {}, { 'if-match': '"1"' })).status).toBe(200);
    expect((await other.workspace.readJson(id)).json).toMatchObject({ createdBy: server.owner.userId, insertedBy: other.userId });
  });

  it('are those of its parent when none are named', async () => {
    const both = [server.owner.userId, other.userId];
    const request = { instanceName: `For both ${newId()}`, conceptId: policy, xml: xmlOf('1'), access: both };
    const root = String((await server.workspace.save(request)).json['instanceId']);
    const child = await newChild(server.workspace, root, { name: 'Inherits' });
    const byOther = await newChild(other.workspace, root, { name: 'Inherits too' });
    expect((await other.workspace.read(child)).status).toBe(200);
    expect((await server.workspace.read(byOther)).status).toBe(200);
  });

  it('are the creator alone for a root when none are named', async () => {
    const root = await newRoot(other.workspace);
    expect((await other.workspace.read(root)).status).toBe(200);
    expectProblem(await server.workspace.read(root), 404, 'not-found');
  });

  it('can be replaced by a later save, from which moment on they say who sees all of it', async () => {
    const root = await newRoot(server.workspace);
    const handOver = { instanceId: root, xml: xmlOf('2'), expectedVersion: 1, access: [other.userId] };
    expect((await server.workspace.save(handOver)).status).toBe(200);
    expectProblem(await server.workspace.read(root), 404, 'not-found');
    expectProblem(await server.workspace.version(root, 1), 404, 'not-found');
    expect((await other.workspace.read(root)).text).toBe(xmlOf('2'));
  });

  it('name users of this workspace only: 400 with the place of the one that is none', async () => {
    const created = await server.serverOwner.command('create-workspace', { name: 'Elsewhere' });
    const stranger = await otherUser(server, { workspaceId: String(created.json['workspaceId']) });
    const request = { instanceName: 'Strangers', conceptId: policy, xml: xmlOf('1') };
    const access = [server.owner.userId, newId(), other.userId, stranger.userId];
    expectInvalid(await server.workspace.save({ ...request, access }), '/access/1', '/access/3');
    expectInvalid(await server.workspace.save({ ...request, access: [] }), '/access');
    expectInvalid(await server.workspace.save({ ...request, access: ['everybody'] }), '/access/0');
  });
});

describe('the children of an instance, for two users', () => {
  it('are for each only those that he sees, in pages that are full', async () => {
    const both = [server.owner.userId, other.userId];
    const request = { instanceName: `Mixed ${newId()}`, conceptId: policy, xml: xmlOf('1'), access: both };
    const root = String((await server.workspace.save(request)).json['instanceId']);
    const access = { a: both, b: [server.owner.userId], c: [server.owner.userId], d: both, e: [other.userId], f: both };
    for (const [name, rows] of Object.entries(access)) await newChild(server.workspace, root, { name, access: rows });
    const names = async (workspace: WorkspaceApi) => {
      const first = await workspace.children(root, { limit: 2 });
      const second = await workspace.children(root, { limit: 2, cursor: first.next! });
      const rest = second.next === null ? [] : (await workspace.children(root, { limit: 2, cursor: second.next })).items;
      return [first.items, second.items, rest].map((items) => items.map((item) => item['instanceName']).join());
    };
    expect(await names(server.workspace)).toEqual(['a,b', 'c,d', 'f']);
    expect(await names(other.workspace)).toEqual(['a,d', 'e,f', '']);
  });

  it('cannot be gone on with by the cursor of the other', async () => {
    const both = [server.owner.userId, other.userId];
    const request = { instanceName: `Cursors ${newId()}`, conceptId: policy, xml: xmlOf('1'), access: both };
    const root = String((await server.workspace.save(request)).json['instanceId']);
    for (const name of ['a', 'b']) await newChild(server.workspace, root, { name });
    const cursor = (await server.workspace.children(root, { limit: 1 })).next!;
    expectInvalid(await other.workspace.children(root, { limit: 1, cursor }), '/query/cursor');
  });

  it('are for the workspace the roots that each one sees', async () => {
    const mine = await newRoot(server.workspace);
    const theirs = await newRoot(other.workspace);
    const idsFor = async (workspace: WorkspaceApi) => {
      const { items } = await workspace.children(server.owner.workspaceId, { concept: policy, limit: 1_000 });
      return items.map((item) => item['instanceId']);
    };
    expect(await idsFor(server.workspace)).toEqual(expect.arrayContaining([mine]));
    expect(await idsFor(server.workspace)).not.toContain(theirs);
    expect(await idsFor(other.workspace)).toEqual(expect.arrayContaining([theirs]));
    expect(await idsFor(other.workspace)).not.toContain(mine);
  });
});

describe('a workspace that a profile is no user of', () => {
  it('is answered exactly as one that is not there, byte for byte, headers included', async () => {
    const created = await server.serverOwner.command('create-workspace', { name: 'Foreign' });
    const foreign = String(created.json['workspaceId']);
    const asOwner = new WorkspaceApi(server.api, foreign);
    const root = await newRoot(asOwner);
    const everything = async (workspaceId: string): Promise<readonly object[]> => {
      const workspace = new WorkspaceApi(server.api.as(other.token), workspaceId);
      const answers: Answer[] = [
        await workspace.read(root),
        await workspace.readJson(root),
        await workspace.read(workspaceId),
        await workspace.history(root),
        await workspace.version(root, 1),
        await workspace.children(root),
        await workspace.children(workspaceId),
        await workspace.put(root, xmlOf('2'), {}, { 'if-match': '"1"' }),
        await workspace.put(root, xmlOf('2')),
        await workspace.save({ instanceName: 'N', conceptId: policy, xml: xmlOf('1') }),
        await workspace.command('create-workspace', { name: 'N' }),
      ];
      return answers.map((answer) => answer.whole);
    };
    const absent = await everything(newId());
    expect(absent.every((whole) => (whole as { status: number }).status === 404)).toBe(true);
    expect(await everything(foreign)).toEqual(absent);
    expect(await everything(server.owner.serverOwnerWorkspaceId)).toEqual(absent);
    expect((await asOwner.history(root)).items).toHaveLength(1);
  });
});
