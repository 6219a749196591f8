import { parentPort, workerData } from 'node:worker_threads';
import { openSqliteEventLogReader } from '@datakeep/event-store-sqlite';
import { projectedStreams } from '@datakeep/kernel';
import { runProjector } from '@datakeep/projector';
import { openSqliteViewWriter } from '@datakeep/view-store-sqlite';
import { viewsFile } from '../wiring/files.js';
import { projections, viewDeclarations } from '../wiring/views.js';

/** The projector off the HTTP thread: says 'ready' when the views' tables exist, ends on 'stop'. */
const { dataFolder } = workerData as { readonly dataFolder: string };
const port = parentPort;
if (port === null) throw new Error('the projector runs in a worker thread');

const stop = new AbortController();
port.once('message', () => {
  stop.abort();
});

const views = await openSqliteViewWriter({ file: viewsFile(dataFolder), declarations: viewDeclarations });
const log = await openSqliteEventLogReader({ folder: dataFolder });
port.postMessage('ready');
await runProjector({ log, views, projections, streamPrefixes: projectedStreams, signal: stop.signal });
await log.close();
await views.close();
port.close();
