import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  coverage,
  expectInvalid,
  expectProblem,
  newChild,
  newId,
  newRoot,
  policy,
  startTestServer,
  xmlOf,
  WorkspaceApi,
  type TestServer,
} from '../support/index.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const namesOf = (items: readonly Readonly<Record<string, unknown>>[]) => items.map((item) => item['instanceName']);

/** All pages of the children, one after another. */
async function pagesOf(parent: string, parameters: Readonly<Record<string, string | number>>): Promise<unknown[][]> {
  const pages: unknown[][] = [];
  let cursor: string | undefined;
  do {
    const page = await server.workspace.children(parent, { ...parameters, cursor });
    pages.push(namesOf(page.items));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return pages;
}

describe('the children of an instance', () => {
  it('are listed by name in the order of code points, and not their own children', async () => {
    const root = await newRoot(server.workspace);
    const names = ['b', 'a', 'B', 'ä', 'a b', '\u{1D51E}', '\uFFFD', '10', '9'];
    const ids: string[] = [];
    for (const name of names) ids.push(await newChild(server.workspace, root, { name }));
    await newChild(server.workspace, ids[0]!, { name: 'below b' });
    const { items, next } = await server.workspace.children(root);
    expect(namesOf(items)).toEqual(['10', '9', 'B', 'a', 'a b', 'b', 'ä', '\uFFFD', '\u{1D51E}']);
    expect(next).toBeNull();
  });

  it('are listed by id where two concepts have one name', async () => {
    const root = await newRoot(server.workspace);
    const same = { instanceName: 'Same', parentId: root, xml: xmlOf('1') };
    const ids = [];
    for (const conceptId of [coverage, policy, newId()])
      ids.push((await server.workspace.save({ ...same, conceptId })).json['instanceId']);
    const { items } = await server.workspace.children(root);
    expect(items.map((item) => item['instanceId'])).toEqual(ids.toSorted());
  });

  it('come with their metadata, and with their XML when it is asked for', async () => {
    const root = await newRoot(server.workspace);
    const id = await newChild(server.workspace, root, { name: 'Only' });
    const [plain] = (await server.workspace.children(root)).items;
    expect(plain).toMatchObject({ instanceId: id, parentId: root, conceptId: coverage, dataVersion: 1, status: 'Active' });
    expect(plain).not.toHaveProperty('xml');
    const [whole] = (await server.workspace.children(root, { include: 'xml' })).items;
    expect(whole).toEqual({ ...plain, xml: xmlOf('Only') });
  });

  it('come in pages that together are the whole, each once', async () => {
    const root = await newRoot(server.workspace);
    for (const name of ['e', 'c', 'a', 'd', 'b']) await newChild(server.workspace, root, { name });
    expect(await pagesOf(root, { limit: 2 })).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(await pagesOf(root, { limit: 5 })).toEqual([['a', 'b', 'c', 'd', 'e']]);
  });

  it('come in pages as they were at the first page, whatever is saved in between', async () => {
    const root = await newRoot(server.workspace);
    for (const name of ['a', 'c', 'e']) await newChild(server.workspace, root, { name });
    const first = await server.workspace.children(root, { limit: 1 });
    const e = (await server.workspace.children(root)).items[2]!['instanceId'];
    await newChild(server.workspace, root, { name: 'b' });
    await server.workspace.put(String(e), xmlOf('2'), { name: 'A first now' }, { 'if-match': '"1"' });
    const rest = await server.workspace.children(root, { limit: 10, cursor: first.next! });
    expect([...namesOf(first.items), ...namesOf(rest.items)]).toEqual(['a', 'c', 'e']);
    expect(namesOf((await server.workspace.children(root)).items)).toEqual(['A first now', 'a', 'b', 'c']);
  });

  it('can be asked for by concept and by status, alone and together, in pages too', async () => {
    const root = await newRoot(server.workspace);
    const child = (name: string, conceptId: string, status: string) =>
      server.workspace.save({ instanceName: name, conceptId, status, parentId: root, xml: xmlOf('1') });
    await child('1', coverage, 'Active');
    await child('2', policy, 'Active');
    await child('3', coverage, 'Locked');
    await child('4', policy, 'Locked');
    await child('5', coverage, 'Active');
    const namesFor = async (parameters: Readonly<Record<string, string>>) =>
      namesOf((await server.workspace.children(root, parameters)).items);
    expect(await namesFor({ concept: coverage })).toEqual(['1', '3', '5']);
    expect(await namesFor({ concept: coverage.toUpperCase() })).toEqual(['1', '3', '5']);
    expect(await namesFor({ status: 'Locked' })).toEqual(['3', '4']);
    expect(await namesFor({ concept: coverage, status: 'Active' })).toEqual(['1', '5']);
    expect(await namesFor({ concept: newId() })).toEqual([]);
    expect(await pagesOf(root, { concept: coverage, status: 'Active', limit: 1 })).toEqual([['1'], ['5']]);
    expect(await pagesOf(root, { status: 'Locked', limit: 1 })).toEqual([['3'], ['4']]);
  });

  it('are those of the moment that is asked for, page by page, by every filter', async () => {
    const root = await newRoot(server.workspace);
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c']) ids.push(await newChild(server.workspace, root, { name }));
    const asOf = (await server.workspace.children(root)).header('datakeep-position')!;
    const change = { instanceId: ids[0], expectedVersion: 1 };
    await server.workspace.save({ ...change, instanceName: 'z', xml: xmlOf('z'), status: 'Locked' });
    await server.workspace.command('delete-instance', { instanceId: ids[1], expectedVersion: 1 });
    await newChild(server.workspace, root, { name: 'd' });
    expect(await pagesOf(root, {})).toEqual([['c', 'd', 'z']]);
    expect(await pagesOf(root, { asOf, limit: 1 })).toEqual([['a'], ['b'], ['c']]);
    expect(await pagesOf(root, { asOf, limit: 2, concept: coverage, status: 'Active' })).toEqual([['a', 'b'], ['c']]);
    expect(await pagesOf(root, { asOf, status: 'Locked' })).toEqual([[]]);
    const [then] = (await server.workspace.children(root, { asOf, include: 'xml' })).items;
    expect(then).toMatchObject({ instanceId: ids[0], dataVersion: 1, status: 'Active', xml: xmlOf('a') });
  });

  it('are none where there are none', async () => {
    const root = await newRoot(server.workspace);
    expect((await server.workspace.children(root)).json).toEqual({ items: [], next: null });
  });

  it('are 404 for what is not there', async () => {
    expectProblem(await server.workspace.children(newId()), 404, 'not-found');
  });

  it('are 100 to a page when no limit is sent', async () => {
    const root = await newRoot(server.workspace);
    await Promise.all(Array.from({ length: 101 }, (_, index) => newChild(server.workspace, root, { name: String(index) })));
    const page = await server.workspace.children(root);
    expect(page.items).toHaveLength(100);
    expect(page.next).not.toBeNull();
    expect((await server.workspace.children(root, { limit: 1_000 })).items).toHaveLength(101);
  });

  it.each([
    ['limit', '0'],
    ['limit', '1001'],
    ['concept', 'policy'],
    ['status', 'active'],
    ['include', 'all'],
    ['cursor', ''],
    ['cursor', 'not a cursor'],
    ['asOf', 'yesterday'],
    ['colour', 'red'],
  ])('cannot be asked for with %s=%s', async (name, value) => {
    const root = await newRoot(server.workspace);
    expectInvalid(await server.workspace.children(root, { [name]: value }), `/query/${name}`);
  });

  it('does not go on with the cursor of another question', async () => {
    const root = await newRoot(server.workspace);
    const other = await newRoot(server.workspace);
    for (const parent of [root, other]) for (const name of ['a', 'b']) await newChild(server.workspace, parent, { name });
    const cursor = (await server.workspace.children(root, { limit: 1 })).next!;
    expectInvalid(await server.workspace.children(other, { limit: 1, cursor }), '/query/cursor');
    expectInvalid(await server.workspace.children(root, { limit: 1, cursor, status: 'Active' }), '/query/cursor');
    expectInvalid(await server.workspace.children(root, { limit: 1, cursor, include: 'xml' }), '/query/cursor');
    const asOf = (await server.workspace.children(root)).header('datakeep-position')!;
    expectInvalid(await server.workspace.children(root, { limit: 1, cursor, asOf }), '/query/cursor');
    expect((await server.workspace.children(root, { limit: 9, cursor })).status).toBe(200);
  });
});

describe('the children of a workspace', () => {
  it('are its roots: the user of its creator and what was saved', async () => {
    const created = await server.serverOwner.command('create-workspace', { name: 'Roots' });
    const workspace = new WorkspaceApi(server.api, String(created.json['workspaceId']));
    const root = await newRoot(workspace, 'A policy');
    await newChild(workspace, root, { name: 'Not a root' });
    const { items } = await workspace.children(workspace.workspaceId);
    expect(namesOf(items)).toEqual(['A policy', 'Owner']);
    expect(items.map((item) => item['parentId'])).toEqual([workspace.workspaceId, workspace.workspaceId]);
    expect(namesOf((await workspace.children(workspace.workspaceId, { concept: policy })).items)).toEqual(['A policy']);
  });

  it('does not go on with the cursor of another workspace', async () => {
    await newRoot(server.workspace);
    const cursor = (await server.workspace.children(server.owner.workspaceId, { limit: 1 })).next!;
    const created = await server.serverOwner.command('create-workspace', { name: 'Cursors' });
    const other = new WorkspaceApi(server.api, String(created.json['workspaceId']));
    expectInvalid(await other.children(other.workspaceId, { limit: 1, cursor }), '/query/cursor');
  });
});
