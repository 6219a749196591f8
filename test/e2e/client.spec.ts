import { spawnSync } from 'node:child_process';
import { asXml, dataOf, DatakeepProblem, itemsOf, type DatakeepClient } from '@datakeep/client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { otherUser, projectFile, startTestServer, type TestServer } from '../support/index.js';

const save = '/v1/workspaces/{workspaceId}/commands/save-instance';
const instance = '/v1/workspaces/{workspaceId}/instances/{instanceId}';
const children = '/v1/workspaces/{workspaceId}/instances/{instanceId}/children';
const conceptId = '3b6d3a38-9d2c-4f0b-8a6e-52d5f2f0a001';

let server: TestServer;
let client: DatakeepClient;
let workspaceId: string;

beforeAll(async () => {
  server = await startTestServer();
  ({ client } = server);
  ({ workspaceId } = server.owner);
});
afterAll(() => server.close());

const created = (instanceName: string, parentId?: string) =>
  dataOf(
    client.POST(save, {
      params: { path: { workspaceId } },
      body: { instanceName, conceptId, xml: `<policy name="${instanceName}"/>`, ...(parentId === undefined ? {} : { parentId }) },
    }),
  );

describe('the generated client', () => {
  it('is what the generator gives for this server today', () => {
    const { status, stderr } = spawnSync(process.execPath, [projectFile('tools/client.js'), '--check'], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('saves an instance and reads it, as JSON and as the bytes that were saved', async () => {
    const { instanceId, dataVersion } = await created('Read by a client');
    const path = { workspaceId, instanceId };
    const read = await dataOf(client.GET(instance, { params: { path } }));
    expect([dataVersion, read.instanceName, read.dataVersion]).toEqual([1, 'Read by a client', 1]);
    const xml = await dataOf(client.GET(instance, { params: { path }, ...asXml }));
    expect(xml).toBe('<policy name="Read by a client"/>');
  });

  it('puts XML as text, and as bytes in an encoding of their own', async () => {
    const path = { workspaceId, instanceId: crypto.randomUUID() };
    const query = { name: 'Put by a client', concept: conceptId };
    const first = await client.PUT(instance, { params: { path, query }, body: '<café/>' });
    expect(first.response.status).toBe(201);
    const latin1 = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><caf\u00e9/>', 'latin1');
    const second = await dataOf(client.PUT(instance, { params: { path, header: { 'If-Match': '"1"' } }, body: latin1 }));
    expect(second.dataVersion).toBe(2);
    const bytes = await dataOf(client.GET(instance, { params: { path }, ...asXml, parseAs: 'arrayBuffer' }));
    expect(Buffer.from(bytes).equals(latin1)).toBe(true);
  });

  it('tells problems and their fields apart by their type', async () => {
    const { instanceId } = await created('Refused to a client');
    const { data, error, response } = await client.POST(save, {
      params: { path: { workspaceId } },
      body: { instanceId, xml: '<a/>' },
    });
    expect([data, response.status]).toEqual([undefined, 428]);
    if (error?.type !== '/problems/version-required') throw new Error('another problem was expected');
    expect(error.currentVersion).toBe(1);
  });

  it('throws a problem where its user wants that', async () => {
    const path = { workspaceId, instanceId: crypto.randomUUID() };
    const failed = dataOf(client.GET(instance, { params: { path } }));
    await expect(failed).rejects.toBeInstanceOf(DatakeepProblem);
    await expect(failed).rejects.toMatchObject({ status: 404, type: '/problems/not-found', problem: { title: 'Not found' } });
  });

  it('lists everything, page by page, each item once', async () => {
    const { instanceId } = await created('Parent of a client');
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) await created(name, instanceId);
    const path = { workspaceId, instanceId };
    const cursors: (string | undefined)[] = [];
    const listed: string[] = [];
    const pages = itemsOf((page) => {
      cursors.push(page.cursor);
      return client.GET(children, { params: { path, query: { limit: 2, ...page } } });
    });
    for await (const { instanceName } of pages) listed.push(instanceName);
    expect(listed).toEqual(names);
    expect(cursors).toEqual([undefined, expect.any(String), expect.any(String)]);
  });

  it('stops asking for pages when nobody wants their items, and throws the problem of a page', async () => {
    const path = { workspaceId, instanceId: workspaceId };
    const first = itemsOf((page) => client.GET(children, { params: { path, query: { limit: 1, ...page } } }));
    expect((await first.next()).done).toBe(false);
    expect(await first.return()).toEqual({ done: true, value: undefined });
    const query = { cursor: 'no cursor' };
    const wrong = itemsOf(() => client.GET(children, { params: { path, query } }));
    await expect(wrong.next()).rejects.toMatchObject({ type: '/problems/invalid-request' });
  });

  it('does a command once, however often its key is sent', async () => {
    const body = { instanceName: 'Sent again', conceptId, xml: '<a/>' };
    const header = { 'Idempotency-Key': crypto.randomUUID() };
    const send = () => dataOf(client.POST(save, { params: { path: { workspaceId }, header }, body }));
    expect(await send()).toEqual(await send());
  });

  it('asks as the person whose token it has', async () => {
    const { instanceId } = await created('Of the owner');
    const { token, workspace } = await otherUser(server);
    const path = { workspaceId, instanceId };
    expect((await workspace.client.typed.GET(instance, { params: { path } })).response.status).toBe(404);
    expect((await server.api.as(token).typed.GET(instance, { params: { path } })).response.status).toBe(404);
    expect((await server.api.as(undefined).typed.GET(instance, { params: { path } })).response.status).toBe(401);
  });
});
