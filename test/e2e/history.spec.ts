import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectInvalid, expectProblem, newId, newRoot, startTestServer, xmlOf, type TestServer } from '../support/index.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

async function rootWithVersions(count: number): Promise<string> {
  const id = await newRoot(server.workspace, `History ${newId()}`);
  for (let version = 2; version <= count; version += 1) {
    await server.workspace.put(id, xmlOf(String(version)), {}, { 'if-match': `"${version - 1}"` });
  }
  return id;
}

describe('the history of an instance', () => {
  it('lists its versions, newest first, each with who, when, why and by which command', async () => {
    const root = await newRoot(server.workspace, 'Version one');
    const headers = { 'if-match': '"1"', 'datakeep-reason': 'because' };
    const saved = await server.workspace.put(root, xmlOf('2'), { name: 'Version two', status: 'Locked' }, headers);
    const { items, next } = await server.workspace.history(root);
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({
      dataVersion: 2,
      change: 'saved',
      instanceName: 'Version two',
      parentId: server.owner.workspaceId,
      status: 'Locked',
      insertedBy: server.owner.userId,
      commandId: saved.json['commandId'],
      reason: 'because',
    });
    expect(items[1]).toMatchObject({
      dataVersion: 1,
      change: 'created',
      instanceName: 'Version one',
      status: 'Active',
      reason: null,
    });
    expect(next).toBeNull();
  });

  it('comes in pages that together are the whole', async () => {
    const id = await rootWithVersions(7);
    const versions: unknown[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await server.workspace.history(id, { limit: 3, cursor });
      versions.push(...page.items.map((item) => item['dataVersion']));
      cursor = page.next ?? undefined;
      pages += 1;
    } while (cursor !== undefined);
    expect(versions).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(pages).toBe(3);
  });

  it('has no next page when the last one is exactly full', async () => {
    const id = await rootWithVersions(4);
    const { next } = await server.workspace.history(id, { limit: 2 });
    const last = await server.workspace.history(id, { limit: 2, cursor: next! });
    expect([last.items.length, last.next]).toEqual([2, null]);
  });

  it('is 404 for what is not there', async () => {
    expectProblem(await server.workspace.history(newId()), 404, 'not-found');
  });

  it.each([
    ['limit', '0'],
    ['limit', '1001'],
    ['limit', 'ten'],
    ['limit', '1.5'],
    ['limit', ''],
    ['colour', 'red'],
    ['cursor', 'AAAA'],
  ])('does not take %s=%s', async (name, value) => {
    const id = await newRoot(server.workspace);
    expectInvalid(await server.workspace.history(id, { [name]: value }), `/query/${name}`);
  });

  it('does not take a parameter twice', async () => {
    const id = await newRoot(server.workspace);
    expectInvalid(await server.api.get(`${server.workspace.path(`instances/${id}/history`)}?limit=1&limit=2`), '/query/limit');
  });

  it('does not take the cursor of another instance, or one that was changed', async () => {
    const id = await rootWithVersions(2);
    const other = await rootWithVersions(2);
    const cursor = (await server.workspace.history(id, { limit: 1 })).next!;
    expect((await server.workspace.history(id, { limit: 1, cursor })).items).toHaveLength(1);
    expectInvalid(await server.workspace.history(other, { limit: 1, cursor }), '/query/cursor');
    const changed = `${cursor.startsWith('A') ? 'B' : 'A'}${cursor.slice(1)}`;
    expectInvalid(await server.workspace.history(id, { limit: 1, cursor: changed }), '/query/cursor');
  });
});

describe('one version of an instance', () => {
  it('is read as it was saved, as XML with its own ETag', async () => {
    const id = await rootWithVersions(3);
    for (const [version, text] of [
      [1, '1'],
      [2, '2'],
      [3, '3'],
    ] as const) {
      const read = await server.workspace.version(id, version);
      expect([read.status, read.text, read.header('etag')]).toEqual([200, xmlOf(text), `"${version}"`]);
      expect((await server.workspace.version(id, version, { 'if-none-match': `"${version}"` })).status).toBe(304);
    }
  });

  it('is read as JSON with the metadata of that version', async () => {
    const id = await newRoot(server.workspace, 'Once');
    await server.workspace.put(id, xmlOf('2'), { name: 'Twice', status: 'Locked' }, { 'if-match': '"1"' });
    const read = await server.workspace.version(id, 1, { accept: 'application/json' });
    expect(read.json).toMatchObject({ instanceId: id, dataVersion: 1, instanceName: 'Once', status: 'Active', xml: xmlOf('1') });
    expect(read.header('etag')).toMatch(/^W\/"1-\d+"$/);
  });

  it('is 404 for a version that there is not yet', async () => {
    const id = await newRoot(server.workspace);
    expectProblem(await server.workspace.version(id, 2), 404, 'not-found');
    expectProblem(await server.workspace.version(newId(), 1), 404, 'not-found');
  });

  it.each(['0', '-1', '1.0', 'one', '01'])('is no version when it is %s', async (version) => {
    const id = await newRoot(server.workspace);
    expectInvalid(await server.workspace.version(id, version), '/path/version');
  });
});
