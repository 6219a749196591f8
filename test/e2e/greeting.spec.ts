import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeFolder, projectFile, removeFolder, startBuiltServer, type BuiltServer } from '../support/index.js';

let folder: string;
let dataFolder: string;
let server: BuiltServer;

beforeAll(async () => {
  folder = makeFolder();
  // A shell would take such a name apart, were it not quoted.
  dataFolder = join(folder, `it's "the" $HOME data`);
  mkdirSync(dataFolder);
  server = await startBuiltServer({ DATAKEEP_DATA: dataFolder });
});
afterAll(async () => {
  await server.stop();
  removeFolder(folder);
});

const linesOf = (greeting: string): string[] => greeting.split('\n').filter((line) => line.startsWith('curl '));

/** Pastes a line as it is into a shell, asks curl for the status as well, and gives both. */
function paste(line: string): { readonly status: number; readonly body: Buffer } {
  const shell = spawnSync('bash', ['-c', `${line} -w '\\n%{http_code}'`], { cwd: folder });
  expect([shell.status, shell.stderr.toString()]).toEqual([0, '']);
  const end = shell.stdout.lastIndexOf('\n');
  return { status: Number(shell.stdout.subarray(end + 1).toString()), body: shell.stdout.subarray(0, end) };
}

const example = readFileSync(projectFile('examples/home-insurance-policy.xml'));

describe('the lines that a start prints', () => {
  it('name the address and the folder, and are three', () => {
    expect(server.greeting).toContain(server.url);
    expect(server.greeting).toContain(dataFolder);
    expect(linesOf(server.greeting)).toHaveLength(3);
  });

  it('save the example, give its bytes back and show its history, pasted as they are', () => {
    const [save, read, history] = linesOf(server.greeting) as [string, string, string];
    const saved = paste(save);
    expect([saved.status, JSON.parse(saved.body.toString())]).toEqual([201, expect.objectContaining({ dataVersion: 1 })]);
    const back = paste(read);
    expect([back.status, back.body.equals(example)]).toEqual([200, true]);
    const versions = paste(history);
    const { items } = JSON.parse(versions.body.toString()) as { readonly items: readonly object[] };
    expect([versions.status, items]).toEqual([200, [expect.objectContaining({ dataVersion: 1, change: 'created' })]]);
  });

  it('are told which header to send when the first is pasted once more: 428 names If-Match', () => {
    const [save] = linesOf(server.greeting) as [string];
    const refused = paste(save);
    expect(refused.status).toBe(428);
    expect(JSON.parse(refused.body.toString())).toMatchObject({
      type: '/problems/version-required',
      currentVersion: 1,
      detail: expect.stringContaining('If-Match: "1"'),
    });
  });

  it('save over the example, once the server was started again', async () => {
    await server.stop();
    server = await startBuiltServer({ DATAKEEP_DATA: dataFolder });
    const [save, read, history] = linesOf(server.greeting) as [string, string, string];
    expect(save).toContain('If-Match: "1"');
    expect(paste(save).status).toBe(200);
    expect(paste(read).body.equals(example)).toBe(true);
    const { items } = JSON.parse(paste(history).body.toString()) as {
      readonly items: readonly { readonly dataVersion: number }[];
    };
    expect(items.map((item) => item.dataVersion)).toEqual([2, 1]);
  });
});
