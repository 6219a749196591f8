import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  coverage,
  makeFolder,
  newChild,
  newId,
  newRoot,
  removeFolder,
  startTestServer,
  xmlOf,
  type Answer,
  type TestServer,
} from '../support/index.js';

describe('a server that is started again on its folder', () => {
  it('keeps the owner, every version, the histories, the lists and the answers to known keys', async () => {
    const first = await startTestServer();
    const root = await newRoot(first.workspace, 'Kept');
    const key = { 'if-match': '"1"', 'idempotency-key': 'second version', 'datakeep-reason': 'kept' };
    const saved = await first.workspace.put(root, xmlOf('2'), { status: 'Locked' }, key);
    for (const name of ['a', 'b', 'c']) await newChild(first.workspace, root, { name });
    const created = await first.serverOwner.command('create-workspace', { name: 'Kept too' });

    const everything = async ({ workspace, api, owner }: TestServer) => {
      const answers: Answer[] = [
        await workspace.read(root),
        await workspace.readJson(root),
        await workspace.version(root, 1),
        await workspace.history(root),
        await workspace.children(root, { include: 'xml' }),
        await workspace.children(owner.workspaceId),
        await api.get(created.header('location')!),
      ];
      return [owner, ...answers.map((answer) => answer.whole)];
    };
    const before = await everything(first);
    const { next } = await first.workspace.children(root, { limit: 1 });
    await first.stop();

    const second = await startTestServer({ folder: first.folder });
    expect(await everything(second)).toEqual(before);
    const page = await second.workspace.children(root, { limit: 1, cursor: next! });
    expect(page.items[0]).toMatchObject({ instanceName: 'b' });
    const again = await second.workspace.put(root, xmlOf('2'), { status: 'Locked' }, key);
    expect([again.status, again.text]).toEqual([200, saved.text]);
    await second.close();
  });

  it('goes on where it was: versions, names and ids are still taken', async () => {
    const first = await startTestServer();
    const root = await newRoot(first.workspace);
    const child = await newChild(first.workspace, root, { name: 'Taken' });
    await first.stop();

    const second = await startTestServer({ folder: first.folder });
    const { workspace } = second;
    const sibling = { instanceName: 'Taken', conceptId: coverage, parentId: root, xml: xmlOf('1') };
    expect((await workspace.save(sibling)).problem).toBe('name-taken');
    expect((await workspace.put(child, xmlOf('2'))).problem).toBe('version-required');
    expect((await workspace.put(child, xmlOf('2'), {}, { 'if-match': '"1"' })).json['dataVersion']).toBe(2);
    expect((await workspace.put(newId(), xmlOf('1'), { name: 'New', concept: coverage, parent: root })).status).toBe(201);
    await second.close();
  });
});

describe('the files of a first start', () => {
  it('are readable by their owner only, and owner.json says all that the owner needs', async () => {
    const server = await startTestServer();
    const { folder } = server;
    for (const name of ['owner.json', 'naming.key']) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    const owner = JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')) as Record<string, unknown>;
    expect(Object.keys(owner).toSorted()).toEqual(['profileId', 'serverOwnerWorkspaceId', 'token', 'userId', 'workspaceId']);
    await server.stop();
    const log = ['events.sqlite', 'events.sqlite-wal', 'views.sqlite', 'views.sqlite-wal'].map((name) => join(folder, name));
    const held = log.filter((file) => existsSync(file)).map((file) => readFileSync(file));
    expect(held.length).toBeGreaterThan(0);
    expect(held.some((bytes) => bytes.includes(String(owner['token'])))).toBe(false);
    removeFolder(folder);
  });

  it('are in a folder of their own for each repository: two folders, two owners', async () => {
    const folders = [makeFolder(), makeFolder()];
    const servers = await Promise.all(folders.map((folder) => startTestServer({ folder })));
    const [one, two] = servers.map((server) => server.owner);
    expect(one!.token).not.toBe(two!.token);
    expect(one!.workspaceId).not.toBe(two!.workspaceId);
    await Promise.all(servers.map((server) => server.close()));
  });
});
