import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Program } from '../crash/built-server.js';
import { makeFolder, newRoot, removeFolder, startTestServer, xmlOf } from '../support/index.js';

async function rebuild(folder: string): Promise<{ readonly code: number | null; readonly printed: string }> {
  const program = Program.start('rebuild.js', folder);
  await program.exited;
  return { code: program.exitCode, printed: program.printed };
}

async function expectRefused(folder: string, ...words: readonly string[]): Promise<void> {
  const { code, printed } = await rebuild(folder);
  expect(code).toBe(1);
  expect(printed).toMatch(/^datakeep: [^\n]+\n$/);
  for (const word of words) expect(printed).toContain(word);
}

const rebuiltIn = (folder: string) => readdirSync(folder).filter((name) => name.includes('rebuilt'));

/** A folder with one root, on which a server was started and ended. */
async function usedFolder(): Promise<{ readonly folder: string; readonly root: string }> {
  const server = await startTestServer();
  const root = await newRoot(server.workspace);
  await server.repository.views.reached(await server.repository.events.reachHead(), { timeoutMsMax: 60_000 });
  await server.stop();
  return { folder: server.folder, root };
}

describe('npm run rebuild', () => {
  it('refuses a folder without a log in one line, and makes nothing there', async () => {
    const folder = makeFolder();
    await expectRefused(folder, 'there is no log', folder);
    expect(readdirSync(folder)).toEqual([]);
    const absent = join(folder, 'absent');
    await expectRefused(absent, 'there is no log', absent);
    expect(existsSync(absent)).toBe(false);
    removeFolder(folder);
  });

  it('refuses a folder whose naming key is another one or is gone, and leaves its views as they are', async () => {
    const { folder } = await usedFolder();
    const views = readFileSync(join(folder, 'views.sqlite'));
    writeFileSync(join(folder, 'naming.key'), randomBytes(32));
    await expectRefused(folder, 'naming.key', 'not the key');
    rmSync(join(folder, 'naming.key'));
    await expectRefused(folder, 'naming.key', 'missing');
    expect(existsSync(join(folder, 'naming.key'))).toBe(false);
    expect(readFileSync(join(folder, 'views.sqlite')).equals(views)).toBe(true);
    expect(rebuiltIn(folder)).toEqual([]);
    removeFolder(folder);
  });

  it('leaves no file of its own behind, and views that a server reads', async () => {
    const { folder, root } = await usedFolder();
    for (const suffix of ['', '-wal', '-shm'])
      writeFileSync(join(folder, `views-rebuilt.sqlite${suffix}`), 'of a rebuild that was killed');
    const before = readdirSync(folder).filter((name) => !name.includes('rebuilt'));
    const { code, printed } = await rebuild(folder);
    expect([code, printed]).toEqual([0, expect.stringMatching(/^rebuilt all views from [1-9]\d* events [^\n]+\n$/)]);
    expect(rebuiltIn(folder)).toEqual([]);
    expect(readdirSync(folder).filter((name) => !/-(?:wal|shm)$/.test(name))).toEqual(
      before.filter((name) => !/-(?:wal|shm)$/.test(name)),
    );
    const server = await startTestServer({ folder });
    expect((await server.workspace.read(root)).text).toBe(xmlOf('1'));
    await server.close();
  });
});
