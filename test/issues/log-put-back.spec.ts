import { copyFileSync, existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { dumpViews } from '@datakeep/view-store-sqlite';
import {
  endOfBuiltServer,
  makeFolder,
  newChild,
  newRoot,
  removeFolder,
  startTestServer,
  expectProblem,
  xmlOf,
  type TestServer,
} from '../support/index.js';
import { expectOneLine } from './one-line.js';

const untilThere = { timeoutMsMax: 60_000 };

/** Everything of the log is in the views, and the server says so. */
async function expectReady(server: TestServer): Promise<void> {
  const { events, views } = server.repository;
  expect(await views.reached(await events.reachHead(), untilThere)).toBe(true);
  expect(await views.position()).toBe(await events.reachHead());
  const ready = await server.api.get('/health/ready');
  expect([ready.status, ready.json]).toEqual([200, { status: 'ready', eventsBehind: 0, parkedStreams: 0 }]);
}

async function rootsOf({ workspace }: TestServer): Promise<readonly unknown[]> {
  const { items } = await workspace.children(workspace.workspaceId);
  return items.filter((item) => String(item['instanceName']).startsWith('Policy')).map((item) => item['instanceId']);
}

/** Copies a database whose write-ahead log is folded into it, which a clean stop leaves behind. */
function copyFolded(from: string, to: string): void {
  for (const suffix of ['-wal', '-shm']) {
    const beside = `${from}${suffix}`;
    if (existsSync(beside) && suffix === '-wal') expect(statSync(beside).size).toBe(0);
    rmSync(`${to}${suffix}`, { force: true });
  }
  copyFileSync(from, to);
}

describe('an older log that is put back beside newer views', () => {
  it('has its views built again: nothing of the lost future is shown, and what is saved from then on can be read', async () => {
    const first = await startTestServer();
    const { folder } = first;
    const [log, copy] = [join(folder, 'events.sqlite'), join(folder, 'copy of the log')];
    const kept = await newRoot(first.workspace);
    await first.stop();
    copyFolded(log, copy);

    const second = await startTestServer({ folder });
    const lost = await newRoot(second.workspace);
    const lostChild = await newChild(second.workspace, kept, { name: 'Lost child' });
    await second.workspace.put(kept, xmlOf('lost'), {}, { 'if-match': '"1"' });
    await expectReady(second);
    await second.stop();
    copyFolded(copy, log);

    const third = await startTestServer({ folder });
    await expectReady(third);
    expect((await third.workspace.read(kept)).text).toBe(xmlOf('1'));
    expect((await third.workspace.history(kept)).items).toHaveLength(1);
    for (const id of [lost, lostChild]) expectProblem(await third.workspace.read(id), 404, 'not-found');
    expect((await third.workspace.children(kept)).items).toEqual([]);
    const after = await newRoot(third.workspace);
    expect((await third.workspace.read(after)).text).toBe(xmlOf('1'));
    expect((await third.workspace.put(kept, xmlOf('2'), {}, { 'if-match': '"1"' })).status).toBe(200);
    expect((await third.workspace.read(kept)).text).toBe(xmlOf('2'));
    expect([...(await rootsOf(third))].sort()).toEqual([kept, after].sort());
    await expectReady(third);
    await third.close();
  });
});

describe('views of another log', () => {
  it('are built anew from this one, although they are behind its head', async () => {
    const other = await startTestServer();
    const foreign = await newRoot(other.workspace);
    await expectReady(other);
    await other.stop();
    const own = await startTestServer();
    const { folder } = own;
    const ids = [await newRoot(own.workspace), await newRoot(own.workspace), await newRoot(own.workspace)];
    await expectReady(own);
    await own.stop();
    const file = join(folder, 'views.sqlite');
    copyFolded(join(other.folder, 'views.sqlite'), file);
    expect((await dumpViews(file)).join('\n')).toContain(foreign);

    const again = await startTestServer({ folder });
    await expectReady(again);
    for (const id of ids) expect((await again.workspace.read(id)).text).toBe(xmlOf('1'));
    await again.stop();
    const rows = (await dumpViews(file)).join('\n');
    expect(rows).not.toContain(foreign);
    for (const id of ids) expect(rows).toContain(id);
    removeFolder(folder);
    removeFolder(other.folder);
  });
});

describe('a log that is gone while its views are there', () => {
  it('stops each start with one line, and nothing new is made in its place', async () => {
    const server = await startTestServer({ folder: makeFolder() });
    const { folder } = server;
    await newRoot(server.workspace);
    await server.stop();
    const log = join(folder, 'events.sqlite');
    const copy = join(folder, 'copy of the log');
    copyFolded(log, copy);
    rmSync(log);
    for (let start = 1; start <= 2; start += 1) {
      expectOneLine(await endOfBuiltServer({ DATAKEEP_DATA: folder }), log, 'is empty', 'views');
    }
    copyFolded(copy, log);
    const back = await startTestServer({ folder });
    expect(back.owner).toEqual(server.owner);
    expect(await rootsOf(back)).toHaveLength(1);
    await back.close();
  });
});
