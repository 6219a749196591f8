import { parentPort, workerData } from 'node:worker_threads';
import { openSqliteEventLogReader } from '@datakeep/event-store-sqlite';
import { projectedStreams } from '@datakeep/kernel';
import { runProjector, type ParkedEvent } from '@datakeep/projector';
import { openSqliteViewWriter } from '@datakeep/view-store-sqlite';
import { viewsFile } from '../wiring/files.js';
import { projections, viewDeclarations } from '../wiring/views.js';
import { parkedLine } from './parked-line.js';

/** The projector off the HTTP thread: says 'ready' when the views' tables exist, ends on 'stop'. */
const { dataFolder } = workerData as { readonly dataFolder: string };
const port = parentPort;
if (port === null) throw new Error('the projector runs in a worker thread');

const stop = new AbortController();
port.once('message', () => {
  stop.abort();
});

const log = await openSqliteEventLogReader({ folder: dataFolder });
const source = { logId: log.logId, head: await log.reachHead() };
const views = await openSqliteViewWriter({ file: viewsFile(dataFolder), declarations: viewDeclarations, log: source });
port.postMessage('ready');
const onHeldUp = (fault: Error): void => {
  process.stderr.write(`datakeep: the views wait: ${fault.message}\n`);
};
const onParked = (event: ParkedEvent): void => {
  process.stderr.write(parkedLine(event));
};
await runProjector({ log, views, projections, streamPrefixes: projectedStreams, signal: stop.signal, onHeldUp, onParked });
await log.close();
await views.close();
port.close();
