import { asXml, datakeepClient, dataOf, itemsOf, type DatakeepClient } from '@datakeep/client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, otherUser, policy, startTestServer, type TestServer } from '../support/index.js';

const ws = '/v1/workspaces/{workspaceId}';
const at = `${ws}/instances/{instanceId}` as const;

let server: TestServer;
let client: DatakeepClient;
let workspaceId: string;
/** What was asked, as method and path. */
const asked: string[] = [];

beforeAll(async () => {
  server = await startTestServer();
  ({ workspaceId } = server.owner);
  client = datakeepClient({
    baseUrl: server.url,
    token: server.owner.token,
    fetch: (request) => {
      asked.push(`${request.method} ${new URL(request.url).pathname}`);
      return fetch(request);
    },
  });
});
afterAll(() => server.close());

const inWorkspace = () => ({ params: { path: { workspaceId } } });
const of = (instanceId: string) => ({ params: { path: { workspaceId, instanceId } } });
const save = async (instanceName: string, parentId?: string): Promise<string> => {
  const body = {
    instanceName,
    conceptId: policy,
    xml: `<p n="${instanceName}"/>`,
    ...(parentId === undefined ? {} : { parentId }),
  };
  return (await dataOf(client.POST(`${ws}/commands/save-instance`, { ...inWorkspace(), body }))).instanceId;
};

/** Operations of the document that nothing was asked of. */
async function unasked(): Promise<string[]> {
  const document = (await server.api.get('/openapi.json')).json as { paths: Readonly<Record<string, object>> };
  return Object.entries(document.paths).flatMap(([path, methods]) => {
    const pattern = new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`);
    return Object.keys(methods)
      .map((method) => method.toUpperCase())
      .filter((method) => !asked.some((one) => one.startsWith(`${method} `) && pattern.test(one.slice(method.length + 1))))
      .map((method) => `${method} ${path}`);
  });
}

describe('through the generated client', () => {
  it('a tree is saved, changed, moved, shared and looked at in every way that there is', async () => {
    const root = await save(`Root ${newId()}`);
    const [first, second] = [await save('First', root), await save('Second', root)];
    const leaf = await save('Leaf', first);
    const before = (await dataOf(client.GET(`${at}/deletion-check`, of(root)))).treeRevision;

    const changes = [{ xpath: '/p/@n', replace: 'patched' }];
    const patch = { instanceId: leaf, expectedVersion: 1, changes };
    expect((await dataOf(client.POST(`${ws}/commands/patch-instance`, { ...inWorkspace(), body: patch }))).dataVersion).toBe(2);
    const status = { instanceId: leaf, status: 'Locked' as const, expectedVersion: 2 };
    expect((await dataOf(client.POST(`${ws}/commands/change-status`, { ...inWorkspace(), body: status }))).status).toBe('Locked');
    const move = { instanceId: leaf, parentId: second, expectedVersion: 3 };
    const moved = await dataOf(client.POST(`${ws}/commands/move-instance`, { ...inWorkspace(), body: move }));
    expect([moved.moved, moved.hierarchy]).toEqual([1, `/${workspaceId}/${root}/${second}/`]);
    const revert = { instanceId: leaf, toVersion: 1, expectedVersion: 4 };
    expect((await dataOf(client.POST(`${ws}/commands/revert-instance`, { ...inWorkspace(), body: revert }))).dataVersion).toBe(5);
    const put = { params: { ...of(leaf).params, header: { 'If-Match': '"5"' } }, body: '<p n="put"/>' };
    expect((await dataOf(client.PUT(at, put))).dataVersion).toBe(6);

    const { userId } = await otherUser(server);
    const share = { instanceId: root, principals: [userId], withDescendants: true };
    expect((await dataOf(client.POST(`${ws}/commands/grant-access`, { ...inWorkspace(), body: share }))).granted).toBe(4);
    expect((await dataOf(client.GET(`${at}/access`, of(leaf)))).items).toHaveLength(2);
    expect((await dataOf(client.POST(`${ws}/commands/revoke-access`, { ...inWorkspace(), body: share }))).revoked).toBe(4);

    const read = await dataOf(client.GET(at, of(leaf)));
    expect(read).toMatchObject({ instanceName: 'Leaf', status: 'Locked', dataVersion: 6, content: { p: { '@n': 'put' } } });
    expect((await dataOf(client.GET(`${at}/history`, of(leaf)))).items.map(({ change }) => change)).toEqual([
      'saved',
      'reverted',
      'moved',
      'status-changed',
      'patched',
      'created',
    ]);
    const version = { params: { path: { workspaceId, instanceId: leaf, version: 2 } } };
    expect(await dataOf(client.GET(`${at}/history/{version}`, { ...version, ...asXml }))).toBe('<p n="patched"/>');
    const versions = { params: { ...of(leaf).params, query: { from: 1, to: 2 } } };
    expect((await dataOf(client.GET(`${at}/diff`, versions))).xml).toMatchObject([
      { path: '/p/@n', from: 'Leaf', to: 'patched' },
    ]);
    expect((await dataOf(client.GET(`${at}/children`, of(root)))).items.map(({ instanceName }) => instanceName)).toEqual([
      'First',
      'Second',
    ]);
    const deep = { params: { ...of(root).params, query: { depth: 2 } } };
    expect((await dataOf(client.GET(`${at}/descendants`, deep))).items).toHaveLength(3);
    const document = await dataOf(client.GET(`${at}/data-set`, { ...of(root), ...asXml }));
    expect(document.match(/<dk:content>/g)).toHaveLength(4);
    expect((await dataOf(client.GET(`${at}/events`, of(leaf)))).items.map(({ type }) => type)).toContain('InstanceMoved');
    const all = itemsOf(({ cursor }) => {
      const query = cursor === undefined ? { limit: 5 } : { limit: 5, after: cursor };
      return client.GET(`${ws}/events`, { params: { path: { workspaceId }, query } });
    });
    const types: string[] = [];
    for await (const { type } of all) types.push(type);
    expect(types).toEqual(
      expect.arrayContaining(['WorkspaceCreated', 'AccessGranted', 'AccessRevoked', 'InstanceStatusChanged']),
    );

    const check = await dataOf(client.GET(`${at}/deletion-check`, of(root)));
    expect(check).toMatchObject({ allowed: false, count: 4, blockers: [{ instanceId: leaf }] });
    expect(check.treeRevision).not.toBe(before);
  });

  it('a tree is deleted as it was looked at, listed, and restored', async () => {
    const root = await save(`Gone ${newId()}`);
    await save('Below', root);
    const { treeRevision } = await dataOf(client.GET(`${at}/deletion-check`, of(root)));
    const remove = { instanceId: root, expectedVersion: 1, treeRevision };
    const { deletionId, deleted } = await dataOf(
      client.POST(`${ws}/commands/delete-instance`, { ...inWorkspace(), body: remove }),
    );
    expect(deleted).toBe(2);
    expect((await dataOf(client.GET(`${ws}/deletions`, inWorkspace()))).items[0]).toMatchObject({ deletionId, instanceId: root });
    const one = { params: { path: { workspaceId, deletionId } } };
    expect((await dataOf(client.GET(`${ws}/deletions/{deletionId}`, one))).instanceId).toBe(root);
    expect((await dataOf(client.GET(`${ws}/deleted-instances/{instanceId}`, of(root)))).deletionId).toBe(deletionId);
    expect((await dataOf(client.GET(`${ws}/deleted-instances/{instanceId}/history`, of(root)))).items).toHaveLength(1);
    const back = await dataOf(client.POST(`${ws}/commands/restore-instance`, { ...inWorkspace(), body: { deletionId } }));
    expect(back.restored).toBe(2);
  });

  it('a workspace is created, and the health of the server asked', async () => {
    const path = { workspaceId: server.owner.serverOwnerWorkspaceId };
    const made = await dataOf(
      client.POST(`${ws}/commands/create-workspace`, { params: { path }, body: { name: `Customer ${newId()}` } }),
    );
    expect(made.workspaceId).not.toBe(workspaceId);
    expect((await client.GET('/health/live')).response.status).toBe(200);
    expect((await client.GET('/health/ready')).response.status).toBe(200);
  });

  it('no operation of the contract was left out', async () => {
    expect(await unasked()).toEqual([]);
  });
});
