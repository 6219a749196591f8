import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  endOfBuiltServer,
  makeFolder,
  removeFolder,
  startBuiltServer,
  startTestServer,
  type BuiltServer,
  type Ended,
} from '../support/index.js';

/** Expects that the start ended with one clear line that has these words, and nothing else. */
function expectOneLine({ code, output, errors }: Ended, ...words: readonly string[]): void {
  expect({ code, output }).toEqual({ code: 1, output: '' });
  expect(errors).toMatch(/^datakeep: [^\n]+\n$/);
  for (const word of words) expect(errors).toContain(word);
}

/** A folder that a server was started on and ended. */
async function usedFolder(): Promise<string> {
  const server = await startTestServer();
  await server.stop();
  return server.folder;
}

describe('a start with a bad setting', () => {
  let folder: string;

  beforeAll(() => {
    folder = makeFolder();
  });
  afterAll(() => removeFolder(folder));

  it('ends with one line for a port that is no number from 0 to 65535', async () => {
    const ports = ['http', '-1', '65536', '80.5', '0x50', ' ', ''];
    const ends = await Promise.all(ports.map((port) => endOfBuiltServer({ DATAKEEP_DATA: folder, DATAKEEP_PORT: port })));
    for (const [index, end] of ends.entries()) expectOneLine(end, 'DATAKEEP_PORT', `"${ports[index]!}"`);
  });

  it('ends with one line for an address that is none of this machine', async () => {
    expectOneLine(await endOfBuiltServer({ DATAKEEP_DATA: folder, DATAKEEP_HOST: '192.0.2.1' }), 'DATAKEEP_HOST', '192.0.2.1');
  });

  it('ends with one line for what is no address at all', async () => {
    expectOneLine(
      await endOfBuiltServer({ DATAKEEP_DATA: folder, DATAKEEP_HOST: 'http://here' }),
      'DATAKEEP_HOST',
      'http://here',
    );
  });

  it('ends with one line for an empty DATAKEEP_DATA, and one that is a file', async () => {
    const file = join(folder, 'a file');
    writeFileSync(file, '');
    const dataFolders = ['', file, join(file, 'below')];
    const ends = await Promise.all(dataFolders.map((dataFolder) => endOfBuiltServer({ DATAKEEP_DATA: dataFolder })));
    for (const [index, end] of ends.entries()) expectOneLine(end, 'DATAKEEP_DATA', dataFolders[index]!);
  });

  it('ends with one line for a port that is taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const port = String((holder.address() as AddressInfo).port);
    const end = await endOfBuiltServer({ DATAKEEP_DATA: folder, DATAKEEP_PORT: port });
    holder.close();
    expectOneLine(end, 'DATAKEEP_PORT', `port ${port}`, 'taken');
  });
});

describe('a start on a folder that it must not use', () => {
  it('ends with one line while another server uses it, which goes on; and starts once that one has ended', async () => {
    const folder = makeFolder();
    const first: BuiltServer = await startBuiltServer({ DATAKEEP_DATA: folder });
    const refused = await endOfBuiltServer({ DATAKEEP_DATA: folder });
    const live = (await fetch(`${first.url}/health/live`)).status;
    expect(await first.stop()).toMatchObject({ code: 0, errors: '' });
    expectOneLine(refused, folder, 'in use');
    expect(live).toBe(200);
    const second = await startBuiltServer({ DATAKEEP_DATA: folder });
    expect(await second.stop()).toMatchObject({ code: 0, errors: '' });
    removeFolder(folder);
  });

  it('ends with one line when its naming key is gone', async () => {
    const folder = await usedFolder();
    rmSync(join(folder, 'naming.key'));
    expectOneLine(await endOfBuiltServer({ DATAKEEP_DATA: folder }), 'naming.key', 'missing');
    removeFolder(folder);
  });

  it('ends with one line when its naming key is another one', async () => {
    const folder = await usedFolder();
    writeFileSync(join(folder, 'naming.key'), randomBytes(32));
    expectOneLine(await endOfBuiltServer({ DATAKEEP_DATA: folder }), 'naming.key', 'not the key');
    removeFolder(folder);
  });

  it('ends with one line when its naming key is cut short', async () => {
    const folder = await usedFolder();
    writeFileSync(join(folder, 'naming.key'), randomBytes(31));
    expectOneLine(await endOfBuiltServer({ DATAKEEP_DATA: folder }), 'naming.key', '32');
    removeFolder(folder);
  });

  it('ends with one line when owner.json of an unfinished first start is no JSON', async () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'owner.json'), 'not JSON');
    expectOneLine(await endOfBuiltServer({ DATAKEEP_DATA: folder }), 'owner.json');
    removeFolder(folder);
  });

  it('starts without owner.json once its first start is over: the token is the owner’s to keep', async () => {
    const folder = await usedFolder();
    rmSync(join(folder, 'owner.json'));
    const server = await startBuiltServer({ DATAKEEP_DATA: folder });
    expect(await server.stop()).toMatchObject({ code: 0, errors: '' });
    removeFolder(folder);
  });
});
