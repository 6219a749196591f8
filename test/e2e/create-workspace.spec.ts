import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  expectInvalid,
  expectProblem,
  newId,
  newRoot,
  startTestServer,
  WorkspaceApi,
  xmlOf,
  type TestServer,
} from '../support/index.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('create-workspace', () => {
  it('answers 201 with a Location that shows the workspace', async () => {
    const created = await server.serverOwner.command('create-workspace', {
      name: 'North',
      kind: 'customer',
      reason: 'a new office',
    });
    expect(created.status).toBe(201);
    const workspaceId = String(created.json['workspaceId']);
    expect(created.json).toMatchObject({ instanceId: workspaceId, dataVersion: 1 });
    expect(created.header('location')).toBe(`/v1/workspaces/${workspaceId}/instances/${workspaceId}`);
    const read = await server.api.get(created.header('location')!, { accept: 'application/json' });
    expect(read.json).toMatchObject({ instanceId: workspaceId, instanceName: 'North', parentId: null, hierarchy: '/' });
  });

  it('makes its creator a user who can save, read and list there at once', async () => {
    const created = await server.serverOwner.command('create-workspace', { name: 'South' });
    const workspace = new WorkspaceApi(server.api, String(created.json['workspaceId']));
    const id = await newRoot(workspace, 'First');
    expect((await workspace.read(id)).text).toBe(xmlOf('1'));
    expect((await workspace.history(id)).items).toHaveLength(1);
    expectProblem(await server.workspace.read(id), 404, 'not-found');
  });

  it('takes an id that the client chose, in any case', async () => {
    const workspaceId = newId();
    const created = await server.serverOwner.command('create-workspace', {
      workspaceId: workspaceId.toUpperCase(),
      name: 'Chosen',
    });
    expect(created.status).toBe(201);
    expect(created.json['workspaceId']).toBe(workspaceId);
  });

  it('refuses an id that is taken: 409 id-taken', async () => {
    const { workspaceId } = server.owner;
    const refused = await server.serverOwner.command('create-workspace', { workspaceId, name: 'Again' });
    expectProblem(refused, 409, 'id-taken', { instanceId: workspaceId });
  });

  it('lets the same id exist in two workspaces, each with an instance of its own', async () => {
    const created = await server.serverOwner.command('create-workspace', { name: 'Twins' });
    const other = new WorkspaceApi(server.api, String(created.json['workspaceId']));
    const id = await newRoot(server.workspace);
    const name = 'The same id elsewhere';
    const saved = await other.put(id, xmlOf('elsewhere'), { name, concept: newId() });
    expect(saved.status).toBe(201);
    expect([(await server.workspace.read(id)).text, (await other.read(id)).text]).toEqual([xmlOf('1'), xmlOf('elsewhere')]);
  });

  it('is for the Server Owner workspace only: 403 forbidden elsewhere', async () => {
    const refused = await server.workspace.command('create-workspace', { name: 'Here' });
    expectProblem(refused, 403, 'forbidden', { command: 'create-workspace' });
  });

  it('is 404 in a workspace that is not there', async () => {
    const absent = new WorkspaceApi(server.api, newId());
    expectProblem(await absent.command('create-workspace', { name: 'Nowhere' }), 404, 'not-found');
  });

  it('gives the first answer again for the same Idempotency-Key, and makes one workspace', async () => {
    const create = (name: string) =>
      server.serverOwner.command('create-workspace', { name }, { 'idempotency-key': 'one office' });
    const first = await create('One office');
    const second = await create('One office');
    expect([second.status, second.text, second.header('location')]).toEqual([201, first.text, first.header('location')]);
    expectProblem(await create('Another office'), 422, 'idempotency-key-reused');
  });

  it.each([
    [{}, '/name'],
    [{ name: '' }, '/name'],
    [{ name: 'n'.repeat(256) }, '/name'],
    [{ name: 7 }, '/name'],
    [{ name: 'Kind', kind: 'server-owner' }, '/kind'],
    [{ name: 'Id', workspaceId: 'one' }, '/workspaceId'],
    [{ name: 'Field', colour: 'red' }, '/colour'],
    [{ name: 'Reason', reason: 'r'.repeat(1_001) }, '/reason'],
  ])('does not take %j', async (request, pointer) => {
    expectInvalid(await server.serverOwner.command('create-workspace', request), pointer);
  });

  it('takes no parameters', async () => {
    expectInvalid(
      await server.api.post(server.serverOwner.path('commands/create-workspace', { dry: '1' }), { name: 'P' }),
      '/query/dry',
    );
  });
});
