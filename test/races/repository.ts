import { setTimeout as pause } from 'node:timers/promises';
import { accessViews, projectAccess, type Caller } from '@datakeep/access';
import type { EventStore } from '@datakeep/event-store';
import { openMemoryEventStore } from '@datakeep/event-store-sqlite';
import { instanceViews, projectInstances } from '@datakeep/instances';
import { NamingKey, projectedStreams, randomGuid } from '@datakeep/kernel';
import { runProjector } from '@datakeep/projector';
import type { ViewStore } from '@datakeep/view-store';
import { openSqliteViewStore, openSqliteViewWriter } from '@datakeep/view-store-sqlite';
import { Random } from '../crash/random.js';
import { makeFolder, removeFolder } from '../support/folders.js';
import { processOn, type Process } from './process.js';
import { uneasyStore, type Unease, type UneasyStore } from './uneasy-store.js';

/** One log, its views behind it by a projector that takes its time, and as many processes on them as a test wants. */
export interface Repository {
  readonly events: EventStore;
  readonly views: ViewStore;
  readonly namingKey: NamingKey;
  /** A process that reaches the log at once. */
  process(options?: { readonly claimGraceMs?: number; readonly events?: EventStore }): Process;
  /** A process that reaches the log through pauses, and may die. */
  uneasyProcess(unease: Unease & { readonly claimGraceMs?: number | undefined }): Process & Pick<UneasyStore, 'died' | 'settled'>;
  close(): Promise<void>;
}

const declarations = [...Object.values(accessViews), ...Object.values(instanceViews)];
const projectorPauseMsMax = 5;

export async function openRepository(): Promise<Repository> {
  const folder = makeFolder();
  const file = `${folder}/views.sqlite`;
  const events = await openMemoryEventStore();
  const writer = await openSqliteViewWriter({ file, declarations, log: { logId: events.logId, head: 0 } });
  const views = await openSqliteViewStore({ file, declarations, logId: events.logId });
  const namingKey = new NamingKey(Buffer.alloc(32, 7));
  const stop = new AbortController();
  const projecting = runProjector({
    log: { subscribe: (request) => lagging(events.subscribe(request)) },
    views: writer,
    projections: [projectAccess, projectInstances],
    streamPrefixes: projectedStreams,
    signal: stop.signal,
  });
  const stores = { events, views, namingKey };
  return {
    ...stores,
    process: (options = {}) => processOn({ ...stores, ...options }),
    uneasyProcess: ({ claimGraceMs, ...unease }) => {
      const store = uneasyStore(events, unease);
      return { ...processOn({ ...stores, events: store, claimGraceMs }), died: store.died, settled: () => store.settled() };
    },
    close: async () => {
      stop.abort();
      await projecting;
      await views.close();
      await writer.close();
      await events.close();
      removeFolder(folder);
    },
  };
}

/** Somebody who sees what he makes, in a workspace that no other caller shares. */
export function newCaller(): Caller {
  const userId = randomGuid<Caller['userId']>();
  return {
    profileId: randomGuid<Caller['profileId']>(),
    workspaceId: randomGuid<Caller['workspaceId']>(),
    workspaceKind: 'customer',
    userId,
    principals: [userId],
  };
}

async function* lagging<Batch>(batches: AsyncIterable<Batch>): AsyncGenerator<Batch> {
  const random = new Random(1);
  for await (const batch of batches) {
    await pause(random.below(projectorPauseMsMax + 1));
    yield batch;
  }
}
