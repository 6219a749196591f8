import { mkdirSync } from 'node:fs';
import { StoreUnavailable, type EventStore } from '@datakeep/event-store';
import { FolderInUse, lockFolder, openSqliteEventStore } from '@datakeep/event-store-sqlite';
import type { NamingKey } from '@datakeep/kernel';
import { ViewsUnavailable, type SnapshotStore, type ViewStore } from '@datakeep/view-store';
import { openSqliteSnapshotStore, openSqliteViewStore } from '@datakeep/view-store-sqlite';
import { StartRefused, type Config } from '../config.js';
import { ProjectorDied, startProjector } from '../roles/projector.role.js';
import { openNamingKey } from '../start/naming-key.file.js';
import { ensureFirstStart } from '../start/owner.file.js';
import { logFile, snapshotsFile, viewsFile } from './files.js';
import { viewDeclarations } from './views.js';

/** The opened stores of one embedded repository and the projector between them. */
export interface Repository {
  readonly events: EventStore;
  readonly views: ViewStore;
  readonly snapshots: SnapshotStore;
  readonly namingKey: NamingKey;
  /** Rejects when the writer of the log or the projector died. */
  readonly died: Promise<never>;
  close(): Promise<void>;
}

/** Takes the folder for this process; throws StartRefused when it cannot be had. */
export function takeFolder(folder: string): { release(): void } {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return lockFolder(folder);
  } catch (error) {
    if (error instanceof FolderInUse) throw new StartRefused(error.message);
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new StartRefused(`the data folder ${folder} cannot be used (${message}); set DATAKEEP_DATA to one that can`);
  }
}

/** Opens the folder: lock, log, naming key, first start, projector, views, in this order. */
export async function openRepository({ dataFolder }: Pick<Config, 'dataFolder'>): Promise<Repository> {
  const lock = takeFolder(dataFolder);
  const opened: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const step of opened.splice(0).reverse()) await step();
    lock.release();
  };
  try {
    const events = await openSqliteEventStore({ folder: dataFolder });
    opened.push(() => events.close());
    const namingKey = await openNamingKey(dataFolder, events);
    await ensureFirstStart(dataFolder, events, namingKey);
    const projector = await startProjector(dataFolder);
    opened.push(() => projector.stop());
    const views = await openSqliteViewStore({ file: viewsFile(dataFolder), declarations: viewDeclarations, logId: events.logId });
    opened.push(() => views.close());
    const snapshots = await openSqliteSnapshotStore({ file: snapshotsFile(dataFolder), logId: events.logId });
    opened.push(() => snapshots.close());
    const died = Promise.race([projector.died, events.died]);
    // Whoever does not wait for it is told by what the stores answer.
    died.catch(() => undefined);
    return { events, views, snapshots, namingKey, died, close };
  } catch (error) {
    await close();
    throw refusedOpening(error, dataFolder) ?? error;
  }
}

function refusedOpening(error: unknown, folder: string): StartRefused | undefined {
  const why =
    error instanceof Error && error.cause instanceof Error ? error.cause.message : String((error as Error | undefined)?.message);
  if (error instanceof StoreUnavailable) return new StartRefused(`the log ${logFile(folder)} cannot be opened: ${why}`);
  if (error instanceof ProjectorDied || error instanceof ViewsUnavailable) {
    return new StartRefused(`the views ${viewsFile(folder)} cannot be opened: ${why}; remove the file, and they are built again`);
  }
  return undefined;
}
