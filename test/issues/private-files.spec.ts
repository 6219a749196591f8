import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { makeFolder, removeFolder, startBuiltServer } from '../support/index.js';

it('what a server makes in a folder that everybody may enter is for its owner alone', async () => {
  const folder = makeFolder();
  chmodSync(folder, 0o755);
  const modes = () =>
    Object.fromEntries(readdirSync(folder).map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)]));
  const server = await startBuiltServer({ DATAKEEP_DATA: folder });
  const running = modes();
  const ended = await server.stop();
  const [stopped, folderMode] = [modes(), statSync(folder).mode & 0o777];
  removeFolder(folder);
  expect(ended.code).toBe(0);
  const files = { 'events.sqlite': '600', 'views.sqlite': '600', 'naming.key': '600', 'owner.json': '600' };
  for (const found of [running, stopped]) {
    expect(found).toMatchObject(files);
    expect(Object.entries(found).filter(([, mode]) => mode !== '600')).toEqual([]);
  }
  expect(folderMode).toBe(0o755);
});
