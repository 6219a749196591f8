import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { NamingKey } from '@datakeep/kernel';
import { ownerOf } from '@datakeep/workspaces';
import { makeFolder, newRoot, removeFolder, startTestServer, xmlOf } from '../support/index.js';

it('owner.json of another repository in a fresh folder lends its token; its ids become those of this repository', async () => {
  const lender = await startTestServer();
  await lender.stop();
  const folder = makeFolder();
  copyFileSync(join(lender.folder, 'owner.json'), join(folder, 'owner.json'));
  const server = await startTestServer({ folder });
  const key = new NamingKey(readFileSync(join(folder, 'naming.key')));
  expect(server.owner).toEqual(ownerOf(key, lender.owner.token));
  expect(server.owner.workspaceId).not.toBe(lender.owner.workspaceId);
  const root = await newRoot(server.workspace);
  expect((await server.workspace.read(root)).text).toBe(xmlOf('1'));
  expect((await server.serverOwner.command('create-workspace', { name: 'By the lent token' })).status).toBe(201);
  await server.close();
  removeFolder(lender.folder);
});
