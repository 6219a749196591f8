import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Owner } from '@datakeep/workspaces';
import { Program } from '../crash/built-server.js';
import { Client } from './client.js';
import { WorkspaceApi } from './workspace-api.js';

/** The built server as a process of its own, asked by its owner, that a test kills. */
export interface KillableServer {
  readonly workspace: WorkspaceApi;
  readonly serverOwner: WorkspaceApi;
  /** kill -9: nothing of it gets to say a word. */
  kill(): Promise<void>;
}

/** Starts `apps/server/dist/main.js` on a folder and waits until it listens. */
export async function startKillableServer(folder: string): Promise<KillableServer> {
  const program = Program.start('main.js', folder);
  const url = await program.listening();
  const owner = JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')) as Owner;
  const api = Client.of(url, owner.token);
  return {
    workspace: new WorkspaceApi(api, owner.workspaceId),
    serverOwner: new WorkspaceApi(api, owner.serverOwnerWorkspaceId),
    kill: () => program.kill(),
  };
}
