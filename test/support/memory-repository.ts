import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { accessViews, projectAccess } from '@datakeep/access';
import type { EventStore } from '@datakeep/event-store';
import { openMemoryEventStore } from '@datakeep/event-store-sqlite';
import { instanceViews, projectInstances } from '@datakeep/instances';
import { NamingKey, projectedStreams } from '@datakeep/kernel';
import { runProjector } from '@datakeep/projector';
import type { ViewStore } from '@datakeep/view-store';
import { openSqliteViewStore, openSqliteViewWriter } from '@datakeep/view-store-sqlite';
import { firstStart, ownerOf, projectWorkspaces, type Owner } from '@datakeep/workspaces';
import { Client } from './client.js';
import { Contract, type OpenApi } from './contract.js';
import { makeFolder, removeFolder } from './folders.js';
import { createHttpServer, readConfig, type Config } from './server-parts.js';
import { WorkspaceApi } from './workspace-api.js';

export const viewDeclarations = [...Object.values(accessViews), ...Object.values(instanceViews)];
export const projections = [projectAccess, projectWorkspaces, projectInstances];

/** One server process over HTTP: its own caches and mailboxes on stores that others may use too. */
export interface ServedProcess {
  readonly url: string;
  readonly api: Client;
  readonly workspace: WorkspaceApi;
  readonly serverOwner: WorkspaceApi;
  /** Ends it as a kill would, as far as its memory goes: its stores stay open. Throws when it logged a fault. */
  end(): Promise<void>;
}

/** A log in memory and its views in a file, with a projector that a test can stop: the parts of a repository one by one. */
export interface MemoryRepository {
  readonly events: EventStore;
  readonly views: ViewStore;
  readonly viewsFile: string;
  readonly namingKey: NamingKey;
  readonly owner: Owner;
  /** A new process on these stores, or on stand-ins for them, with limits of its own where some are given. */
  serve(standIns?: {
    readonly events?: EventStore;
    readonly views?: ViewStore;
    readonly limits?: Partial<Config>;
  }): Promise<ServedProcess>;
  /** The views stand still from here on. */
  stopProjector(): Promise<void>;
  /** The views go on from where they stand. */
  startProjector(): Promise<void>;
  close(): Promise<void>;
}

export interface MemoryRepositoryOptions {
  /** `by-hand`: the test applies the log to `viewsFile` itself. */
  readonly projector?: 'running' | 'by-hand';
}

/** The same key in each, so that two repositories give the same command the same ids. */
export const sameNamingKey = new NamingKey(Buffer.alloc(32, 42));
const token = 'dk_the_owner_of_a_repository_in_memory';
const catchUpMsMax = 10_000;
let contract: Promise<Contract> | undefined;

/** Opens an empty repository and makes its first start. */
export async function openMemoryRepository({ projector = 'running' }: MemoryRepositoryOptions = {}): Promise<MemoryRepository> {
  const folder = makeFolder();
  const viewsFile = join(folder, 'views.sqlite');
  const namingKey = sameNamingKey;
  const events = await openMemoryEventStore();
  const owner = ownerOf(namingKey, token);
  const place = await firstStart(events, namingKey, owner);
  const tables = await openSqliteViewWriter({ file: viewsFile, declarations: viewDeclarations, log: await sourceOf(events) });
  await tables.close();
  const views = await openSqliteViewStore({ file: viewsFile, declarations: viewDeclarations, logId: events.logId });
  const served: ServedProcess[] = [];
  let running: { stop(): Promise<void> } | undefined;
  const stopProjector = async () => {
    await running?.stop();
    running = undefined;
  };
  const startProjector = async () => {
    running ??= await project(events, viewsFile);
  };
  if (projector === 'running') {
    await startProjector();
    if (!(await views.reached(place, { timeoutMsMax: catchUpMsMax })))
      throw new Error('the views did not hear of the first start');
  }
  return {
    events,
    views,
    viewsFile,
    namingKey,
    owner,
    stopProjector,
    startProjector,
    serve: async ({ limits, ...standIns } = {}) => {
      const process = await serve({ events, views, namingKey, ...standIns }, owner, limits);
      served.push(process);
      return process;
    },
    close: async () => {
      for (const process of served) await process.end();
      await stopProjector();
      await views.close();
      await events.close();
      removeFolder(folder);
    },
  };
}

/** The log as the views' file must know it. */
export async function sourceOf(
  log: Pick<EventStore, 'logId' | 'reachHead'>,
): Promise<{ readonly logId: string; readonly head: number }> {
  return { logId: log.logId, head: await log.reachHead() };
}

async function project(log: EventStore, file: string): Promise<{ stop(): Promise<void> }> {
  const writer = await openSqliteViewWriter({ file, declarations: viewDeclarations, log: await sourceOf(log) });
  const stop = new AbortController();
  const done = runProjector({ log, views: writer, projections, streamPrefixes: projectedStreams, signal: stop.signal });
  return {
    stop: async () => {
      stop.abort();
      await done;
      await writer.close();
    },
  };
}

async function serve(
  stores: Parameters<typeof createHttpServer>[0],
  owner: Owner,
  limits: Partial<Config> = {},
): Promise<ServedProcess> {
  const faults: string[] = [];
  const config = { ...readConfig({ DATAKEEP_PORT: '0' }), ...limits };
  const app = await createHttpServer(stores, config, (line) => faults.push(line));
  await app.listen(config.port, config.host);
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://${config.host}:${String(port)}`;
  // Every process of this program has the same contract, and compiling it takes longer than a test.
  const api = new Client(url, owner.token, () => (contract ??= contractOf(url)));
  let ended = false;
  return {
    url,
    api,
    workspace: new WorkspaceApi(api, owner.workspaceId),
    serverOwner: new WorkspaceApi(api, owner.serverOwnerWorkspaceId),
    end: async () => {
      if (ended) return;
      ended = true;
      await app.close();
      if (faults.length > 0) throw new Error(`the process logged ${String(faults.length)} faults:\n${faults.join('\n')}`);
    },
  };
}

async function contractOf(url: string): Promise<Contract> {
  const response = await fetch(`${url}/openapi.json`);
  return new Contract((await response.json()) as OpenApi);
}
