import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deleteTree } from '../support/deletions-api.js';
import {
  expectInvalid,
  expectProblem,
  newId,
  newRoot,
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

/** A root with three versions; the second has another name and status, the third is seen by the other user too. */
async function threeVersions(): Promise<string> {
  const { workspace, owner } = server;
  const id = await newRoot(workspace, `First ${newId()}`, '<policy number="1"><a>x</a></policy>');
  const second = { instanceName: `Second ${id}`, status: 'Locked', xml: '<policy number="2"><a>x</a></policy>' };
  await workspace.save({ instanceId: id, expectedVersion: 1, ...second });
  const access = [owner.userId, other.userId];
  await workspace.save({ instanceId: id, expectedVersion: 2, status: 'Active', xml: '<policy number="2"><b/></policy>', access });
  return id;
}

const revert = (workspace: WorkspaceApi, instanceId: string, toVersion: number, changed: object = {}): Promise<Answer> =>
  workspace.command('revert-instance', { instanceId, toVersion, expectedVersion: 3, ...changed });
const diff = (workspace: WorkspaceApi, id: string, from: number | string, to: number | string): Promise<Answer> =>
  workspace.client.get(workspace.path(`instances/${id}/diff`, { from, to }));

describe('a revert', () => {
  it('saves the XML of the old version as a new one, byte for byte, and leaves name and status', async () => {
    const id = await threeVersions();
    const answer = await revert(server.workspace, id, 1, { reason: 'Wrong file' });
    expect(answer.json).toMatchObject({ instanceId: id, dataVersion: 4 });
    const read = await server.workspace.readJson(id);
    expect(read.json).toMatchObject({
      xml: '<policy number="1"><a>x</a></policy>',
      instanceName: `Second ${id}`,
      status: 'Active',
    });
    const [newest] = (await server.workspace.history(id)).items;
    expect(newest).toMatchObject({ dataVersion: 4, change: 'reverted', reason: 'Wrong file' });
  });

  it('can be reverted itself', async () => {
    const id = await threeVersions();
    await revert(server.workspace, id, 1);
    await revert(server.workspace, id, 3, { expectedVersion: 4 });
    expect((await server.workspace.read(id)).text).toBe('<policy number="2"><b/></policy>');
  });

  it('sees the version that was saved just before', async () => {
    const id = await newRoot(server.workspace);
    await Promise.all([
      server.workspace.save({ instanceId: id, xml: xmlOf('2'), expectedVersion: 1 }),
      server.workspace.save({ instanceId: id, xml: xmlOf('3'), expectedVersion: 'any' }),
    ]);
    const { dataVersion } = (await server.workspace.readJson(id)).json;
    expect((await revert(server.workspace, id, Number(dataVersion), { expectedVersion: dataVersion })).status).toBe(200);
  });

  it('finds no version that is not there, or that the caller does not see in the history', async () => {
    const id = await threeVersions();
    expectProblem(await revert(server.workspace, id, 9), 404, 'not-found');
    expectProblem(await revert(other.workspace, id, 2), 404, 'not-found');
    expectProblem(await revert(server.workspace, newId(), 1), 404, 'not-found');
    expectProblem(await revert(server.workspace, id, 1, { expectedVersion: 2 }), 412, 'version-mismatch', { currentVersion: 3 });
    expectProblem(await revert(server.workspace, id, 9, { expectedVersion: undefined }), 428, 'version-required');
    expectInvalid(await revert(server.workspace, id, 0), '/toVersion');
    expect((await server.workspace.history(id)).items).toHaveLength(3);
    expect((await revert(other.workspace, id, 3)).status).toBe(200);
  });
});

describe('a diff', () => {
  it('tells what differs between two versions, in metadata and in XML, either way', async () => {
    const id = await threeVersions();
    const answer = await diff(server.workspace, id, 1, 3);
    expect(answer.json).toEqual({
      metadata: [{ field: 'instanceName', from: expect.stringContaining('First'), to: `Second ${id}` }],
      xml: [
        { path: '/policy/@number', change: 'changed', from: '1', to: '2' },
        { path: expect.stringMatching(/^\/policy\/a/), change: 'removed', from: '<a>x</a>', to: null },
        { path: expect.stringMatching(/^\/policy\/b/), change: 'added', from: null, to: '<b/>' },
      ],
    });
    expect((await diff(server.workspace, id, 2, 1)).json).toMatchObject({
      metadata: [{ field: 'instanceName' }, { field: 'status', from: 'Locked', to: 'Active' }],
      xml: [{ path: '/policy/@number', change: 'changed', from: '2', to: '1' }],
    });
  });

  it('of a version with itself is empty', async () => {
    const id = await threeVersions();
    expect((await diff(server.workspace, id, 2, 2)).json).toEqual({ metadata: [], xml: [] });
  });

  it('finds nothing when one of the versions is hidden or absent, or the instance deleted', async () => {
    const id = await threeVersions();
    const absent = await diff(server.workspace, newId(), 1, 2);
    expectProblem(absent, 404, 'not-found');
    for (const answer of [await diff(other.workspace, id, 2, 3), await diff(server.workspace, id, 1, 4)]) {
      expect(answer.text).toBe(absent.text);
    }
    await deleteTree(server.workspace, id);
    expect((await diff(server.workspace, id, 1, 2)).text).toBe(absent.text);
    expectInvalid(await diff(server.workspace, id, 'x', 2), '/query/from');
  });
});

describe('the content of an instance in JSON', () => {
  it('is its XML as objects, of one instance, of a version and of a deleted one alike', async () => {
    const xml = '<p:policy xmlns:p="urn:p" n="007"><a>1</a><a>&amp;</a><b/></p:policy>';
    const id = await newRoot(server.workspace, `Content ${newId()}`, xml);
    const content = { 'p:policy': { '@xmlns:p': 'urn:p', '@n': '007', a: ['1', '&'], b: '' } };
    expect((await server.workspace.readJson(id)).json['content']).toEqual(content);
    expect((await server.workspace.version(id, 1, { accept: 'application/json' })).json['content']).toEqual(content);
    await deleteTree(server.workspace, id);
    const deleted = await server.workspace.client.get(server.workspace.path(`deleted-instances/${id}`), {
      accept: 'application/json',
    });
    expect(deleted.json['content']).toEqual(content);
  });
});
