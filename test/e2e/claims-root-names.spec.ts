import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemConcepts } from '@datakeep/kernel';
import { claimOnly } from '../support/claims.js';
import { deleted, restore } from '../support/deletions-api.js';
import {
  coverage,
  expectProblem,
  newChild,
  newId,
  newRoot,
  policy,
  startTestServer,
  WorkspaceApi,
  xmlOf,
  type Answer,
  type TestServer,
} from '../support/index.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** A root of the concept `policy` with this name, under an id that the server makes. */
const create = (name: string, workspace: WorkspaceApi = server.workspace): Promise<Answer> =>
  workspace.save({ instanceName: name, conceptId: policy, xml: xmlOf(name) });

const rename = (id: string, name: string): Promise<Answer> =>
  server.workspace.save({ instanceId: id, instanceName: name, xml: xmlOf(name), expectedVersion: 'any' });

async function newWorkspace(name: string): Promise<WorkspaceApi> {
  const answer = await server.serverOwner.command('create-workspace', { name });
  return new WorkspaceApi(server.api, String(answer.json['workspaceId']));
}

describe('the name of a root', () => {
  it('is taken by a create: 409 name-taken names it, through both doors', async () => {
    await newRoot(server.workspace, 'Taken by a create');
    const refused = { instanceName: 'Taken by a create' };
    expectProblem(await create('Taken by a create'), 409, 'name-taken', refused);
    const put = await server.workspace.put(newId(), xmlOf('1'), { name: 'Taken by a create', concept: policy });
    expectProblem(put, 409, 'name-taken', refused);
  });

  it('is taken by a rename, and the old one is free from then on', async () => {
    const id = await newRoot(server.workspace, 'Before the rename');
    expect((await rename(id, 'Behind the rename')).status).toBe(200);
    expectProblem(await create('Behind the rename'), 409, 'name-taken');
    expect((await create('Before the rename')).status).toBe(201);
  });

  it('can be had back by a rename while nobody else has it, and is taken again then', async () => {
    const id = await newRoot(server.workspace, 'There and back');
    expect((await rename(id, 'There')).status).toBe(200);
    expect((await rename(id, 'There and back')).status).toBe(200);
    expectProblem(await create('There and back'), 409, 'name-taken');
    expect((await create('There')).status).toBe(201);
  });

  it('cannot be had back by a rename when somebody else took it in between', async () => {
    const id = await newRoot(server.workspace, 'Lost');
    expect((await rename(id, 'Elsewhere')).status).toBe(200);
    const taker = await create('Lost');
    expect(taker.status).toBe(201);
    expectProblem(await rename(id, 'Lost'), 409, 'name-taken', { instanceName: 'Lost' });
    await deleted(server.workspace, String(taker.json['instanceId']));
    expect((await rename(id, 'Lost')).status).toBe(200);
  });

  it('is kept by a save that does not rename, with the name left out and with the same name', async () => {
    const id = await newRoot(server.workspace, 'Kept');
    expect((await server.workspace.put(id, xmlOf('2'), {}, { 'if-match': '"1"' })).status).toBe(200);
    expect((await rename(id, 'Kept')).json).toMatchObject({ dataVersion: 3 });
    expectProblem(await create('Kept'), 409, 'name-taken');
  });

  it('is freed by a delete, taken again by a restore, and by no restore when somebody else has it', async () => {
    const id = await newRoot(server.workspace, 'Deleted');
    await deleted(server.workspace, id);
    const taker = await create('Deleted');
    expect(taker.status).toBe(201);
    expectProblem(await restore(server.workspace, { instanceId: id }), 409, 'name-taken', { instanceName: 'Deleted' });
    await deleted(server.workspace, String(taker.json['instanceId']));
    expect((await restore(server.workspace, { instanceId: id })).status).toBe(200);
    expectProblem(await create('Deleted'), 409, 'name-taken');
    expectProblem(await restore(server.workspace, { instanceId: String(taker.json['instanceId']) }), 409, 'name-taken');
  });

  it('is one name in all spellings that NFC makes one, and another in another case', async () => {
    await newRoot(server.workspace, 'Z\u00fcrich');
    expectProblem(await create('Zu\u0308rich'), 409, 'name-taken', { instanceName: 'Z\u00fcrich' });
    expect((await create('z\u00fcrich')).status).toBe(201);
  });

  it('does not collide with that of another concept, of another workspace or of a child', async () => {
    const root = await newRoot(server.workspace, 'Everywhere');
    expect((await server.workspace.save({ instanceName: 'Everywhere', conceptId: coverage, xml: xmlOf('1') })).status).toBe(201);
    expect((await create('Everywhere', await newWorkspace('Where names are others'))).status).toBe(201);
    const child = { instanceName: 'Everywhere', conceptId: policy, parentId: root, xml: xmlOf('1') };
    expect((await server.workspace.save(child)).status).toBe(201);
  });

  it('is not taken by a save that was refused for another reason', async () => {
    const id = await newRoot(server.workspace, 'Refuses');
    const stale = { instanceId: id, instanceName: 'Never saved', xml: xmlOf('2'), expectedVersion: 9 };
    expectProblem(await server.workspace.save(stale), 412, 'version-mismatch');
    expect((await create('Never saved')).status).toBe(201);
  });
});

describe('a name that a process claimed and died behind', () => {
  const holdersConcept = { conceptId: policy };

  it('can be taken by a create', async () => {
    const name = 'Left by a create';
    const workspaceId = server.workspace.workspaceId;
    await claimOnly(server.repository, server.owner, { ...holdersConcept, workspaceId, name });
    expect((await create(name)).status).toBe(201);
    expectProblem(await create(name), 409, 'name-taken');
  });

  it('can be taken when its holder lives under another name', async () => {
    const holderId = await newRoot(server.workspace, 'Holder');
    const workspaceId = server.workspace.workspaceId;
    await claimOnly(server.repository, server.owner, { ...holdersConcept, workspaceId, name: 'Left by a rename', holderId });
    expect((await create('Left by a rename')).status).toBe(201);
    expectProblem(await rename(holderId, 'Left by a rename'), 409, 'name-taken');
    expectProblem(await create('Holder'), 409, 'name-taken');
  });

  it('can be taken when its holder was deleted, who can come back under another name only', async () => {
    const name = 'Left by a restore';
    const holderId = await newRoot(server.workspace, name);
    await deleted(server.workspace, holderId);
    await claimOnly(server.repository, server.owner, {
      ...holdersConcept,
      workspaceId: server.workspace.workspaceId,
      name,
      holderId,
    });
    expect((await create(name)).status).toBe(201);
    expectProblem(await restore(server.workspace, { instanceId: holderId }), 409, 'name-taken');
    expect((await restore(server.workspace, { instanceId: holderId, instanceName: 'Back' })).status).toBe(200);
  });

  it("is the holder's own to take: its first version is 1, behind a fence too", async () => {
    const { workspaceId } = server.workspace;
    const own = await claimOnly(server.repository, server.owner, { ...holdersConcept, workspaceId, name: 'Own' });
    const put = (name: string) => server.workspace.put(own, xmlOf('1'), { name, concept: policy });
    const fenced = await claimOnly(server.repository, server.owner, { ...holdersConcept, workspaceId, name: 'Taken over' });
    expect((await create('Taken over')).status).toBe(201);
    const late = await server.workspace.put(fenced, xmlOf('1'), { name: 'Taken over', concept: policy });
    expectProblem(late, 409, 'name-taken');
    expect((await put('Own')).json).toMatchObject({ dataVersion: 1 });
    const other = await server.workspace.put(fenced, xmlOf('1'), { name: 'Late', concept: policy });
    expect([other.status, other.json['dataVersion']]).toEqual([201, 1]);
    expect((await server.workspace.history(fenced)).items).toHaveLength(1);
  });

  it('can be taken among the workspaces', async () => {
    const { workspaceId } = server.serverOwner;
    const conceptId = systemConcepts.workspace;
    await claimOnly(server.repository, server.owner, { workspaceId, conceptId, name: 'Left by a create-workspace' });
    const take = () => server.serverOwner.command('create-workspace', { name: 'Left by a create-workspace' });
    expect((await take()).status).toBe(201);
    expectProblem(await take(), 409, 'name-taken');
  });
});

describe('the name of a workspace', () => {
  it('is taken among all workspaces: 409 name-taken, in every spelling that NFC makes one', async () => {
    await newWorkspace('Gen\u00e8ve');
    for (const name of ['Gen\u00e8ve', 'Gene\u0300ve', 'Customer', 'Server Owner']) {
      const answer = await server.serverOwner.command('create-workspace', { name });
      expectProblem(answer, 409, 'name-taken', { instanceName: name.normalize('NFC') });
    }
  });

  it('is free for roots, and names of roots are free for workspaces', async () => {
    await newRoot(server.workspace, 'Root and workspace');
    const workspace = await newWorkspace('Root and workspace');
    expect((await create('Root and workspace', workspace)).status).toBe(201);
    const serverOwners = { instanceName: 'Root and workspace', conceptId: policy, xml: xmlOf('1') };
    expect((await server.serverOwner.save(serverOwners)).status).toBe(201);
  });

  it('is had by one of 64 who want it at once', async () => {
    const want = () => server.serverOwner.command('create-workspace', { name: 'Wanted by all' });
    const answers = await Promise.all(Array.from({ length: 64 }, want));
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([201, ...Array<number>(63).fill(409)]);
    expect(new Set(answers.filter(({ status }) => status === 409).map((answer) => answer.problem))).toEqual(
      new Set(['name-taken']),
    );
  });
});

describe('64 who want one name of a root at once', () => {
  const clients = Array.from({ length: 64 }, (_, client) => client);
  const oneWinner = [201, ...Array<number>(63).fill(409)];
  const outcomes = (answers: readonly Answer[]) => ({
    statuses: answers.map((answer) => answer.status).toSorted(),
    problems: new Set(answers.map((answer) => answer.problem ?? 'none')),
  });
  const expected = { statuses: oneWinner, problems: new Set(['none', 'name-taken']) };

  /** The live roots with this name. */
  async function holdersOf(name: string): Promise<unknown[]> {
    const { items } = await server.workspace.children(server.workspace.workspaceId, { limit: 1_000 });
    return items.filter((item) => item['instanceName'] === name).map((item) => item['instanceId']);
  }

  it('are one 201 and sixty-three 409 name-taken when the server makes the ids', async () => {
    const answers = await Promise.all(clients.map(() => create('Wanted, ids of the server')));
    expect(outcomes(answers)).toEqual(expected);
    const winner = answers.find(({ status }) => status === 201);
    expect(await holdersOf('Wanted, ids of the server')).toEqual([winner?.json['instanceId']]);
  });

  it('are the same when each chose an id', async () => {
    const parameters = { name: 'Wanted, ids of the clients', concept: policy };
    const answers = await Promise.all(clients.map(() => server.workspace.put(newId(), xmlOf('1'), parameters)));
    expect(outcomes(answers)).toEqual(expected);
    expect(await holdersOf('Wanted, ids of the clients')).toHaveLength(1);
  });

  it('are the same when each renames a root of his own, and when a deleted holder is restored among them', async () => {
    const gone = await newRoot(server.workspace, 'Wanted by renames');
    await deleted(server.workspace, gone);
    const roots = await Promise.all(clients.slice(1).map((client) => newRoot(server.workspace, `Renames ${client}`)));
    const answers = await Promise.all([
      restore(server.workspace, { instanceId: gone }),
      ...roots.map((root) => rename(root, 'Wanted by renames')),
    ]);
    expect(outcomes(answers)).toEqual({ ...expected, statuses: [200, ...oneWinner.slice(1)] });
    expect(await holdersOf('Wanted by renames')).toHaveLength(1);
  });

  it('are the same where a dead process had claimed the name', async () => {
    const { workspaceId } = server.workspace;
    await claimOnly(server.repository, server.owner, { workspaceId, conceptId: policy, name: 'Wanted and left' });
    const answers = await Promise.all(clients.map(() => create('Wanted and left')));
    expect(outcomes(answers)).toEqual(expected);
    expect(await holdersOf('Wanted and left')).toHaveLength(1);
  });

  it('are the same below a parent when its deleted holder is restored among them', async () => {
    const root = await newRoot(server.workspace);
    const gone = await newChild(server.workspace, root, { name: 'Wanted' });
    await deleted(server.workspace, gone);
    const request = { instanceName: 'Wanted', conceptId: coverage, parentId: root, xml: xmlOf('1') };
    const answers = await Promise.all([
      restore(server.workspace, { instanceId: gone }),
      ...clients.slice(1).map(() => server.workspace.save(request)),
    ]);
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
    expect(answers.filter(({ problem }) => problem === 'name-taken')).toHaveLength(63);
    expect((await server.workspace.children(root)).items).toHaveLength(1);
  });
});
