import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { DatakeepClient } from '@datakeep/client';
import type { Owner } from '@datakeep/workspaces';
import { Client } from './client.js';
import { makeFolder, removeFolder } from './folders.js';
import { routesOf, type Route } from './routes.js';
import { createHttpServer, openRepository, readConfig, type Repository } from './server-parts.js';
import { WorkspaceApi } from './workspace-api.js';

export interface TestServer {
  readonly url: string;
  readonly folder: string;
  readonly owner: Owner;
  /** The stores behind the server, for what cannot be brought about over HTTP. */
  readonly repository: Repository;
  /** The whole of `/v1`, as the owner. */
  readonly api: Client;
  /** The generated client that users have, as the owner; `api.as(token).typed` is somebody else's. */
  readonly client: DatakeepClient;
  /** The owner's Customer workspace, as the owner. */
  readonly workspace: WorkspaceApi;
  /** The owner's Server Owner workspace, as the owner. */
  readonly serverOwner: WorkspaceApi;
  readonly routes: readonly Route[];
  /** Ends the server and keeps its folder. Throws when it logged a fault that no test looked at. */
  stop(): Promise<void>;
  /** Ends the server and removes its folder. */
  close(): Promise<void>;
}

export interface TestServerOptions {
  /** A folder that a server was started on before; a new one when left out. */
  readonly folder?: string;
}

/** Starts the real server in this process, on a free port, and reads who its owner is. */
export async function startTestServer({ folder = makeFolder() }: TestServerOptions = {}): Promise<TestServer> {
  const config = readConfig({ DATAKEEP_DATA: folder, DATAKEEP_PORT: '0' });
  const faults: string[] = [];
  const repository = await openRepository(config);
  const app = await createHttpServer(repository, config, (line) => faults.push(line)).catch(async (fault: unknown) => {
    // Its threads would keep the test run from ending.
    await repository.close();
    throw fault;
  });
  const routes = routesOf(app.getHttpAdapter().getInstance());
  await app.listen(config.port, config.host);
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://${config.host}:${port}`;
  const owner = JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')) as Owner;
  const api = Client.of(url, owner.token);
  const stop = async () => {
    await app.close();
    await repository.close();
    if (faults.length > 0) throw new Error(`the server logged ${faults.length} faults:\n${faults.join('\n')}`);
  };
  return {
    url,
    folder,
    owner,
    repository,
    api,
    client: api.typed,
    workspace: new WorkspaceApi(api, owner.workspaceId),
    serverOwner: new WorkspaceApi(api, owner.serverOwnerWorkspaceId),
    routes,
    stop,
    close: () => stop().finally(() => removeFolder(folder)),
  };
}
