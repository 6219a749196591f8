import { existsSync, renameSync, rmSync } from 'node:fs';
import { openSqliteEventLogReader, openSqliteEventStore } from '@datakeep/event-store-sqlite';
import { projectedStreams } from '@datakeep/kernel';
import { runProjector, type ParkedEvent } from '@datakeep/projector';
import { openSqliteViewWriter } from '@datakeep/view-store-sqlite';
import { readConfig, StartRefused } from './config.js';
import { parkedLine } from './roles/parked-line.js';
import { openNamingKey } from './start/naming-key.file.js';
import { logFile, rebuiltViewsFile, viewsFile } from './wiring/files.js';
import { takeFolder } from './wiring/repository.js';
import { projections, viewDeclarations } from './wiring/views.js';

/** `npm run rebuild`: builds all views from the log into a new file, which then takes the place of the old one. */
async function rebuild(dataFolder: string): Promise<string> {
  if (!existsSync(logFile(dataFolder)))
    throw new StartRefused(`there is no log in ${dataFolder}: ${logFile(dataFolder)} is missing`);
  const lock = takeFolder(dataFolder);
  const file = rebuiltViewsFile(dataFolder);
  remove(file);
  const writing = await openSqliteEventStore({ folder: dataFolder });
  await openNamingKey(dataFolder, writing);
  const head = await writing.reachHead();
  await writing.close();
  const log = await openSqliteEventLogReader({ folder: dataFolder });
  const views = await openSqliteViewWriter({ file, declarations: viewDeclarations, log: { logId: log.logId, head } });
  const stop = new AbortController();
  const startedMs = performance.now();
  let events = 0;
  if (head > 0) {
    const onApplied = (applied: { position: number; events: number }): void => {
      events += applied.events;
      if (applied.position >= head) stop.abort();
    };
    const onParked = (event: ParkedEvent): void => {
      process.stderr.write(parkedLine(event));
    };
    await runProjector({ log, views, projections, streamPrefixes: projectedStreams, signal: stop.signal, onApplied, onParked });
  }
  const seconds = (performance.now() - startedMs) / 1_000;
  await views.close();
  await log.close();
  remove(viewsFile(dataFolder));
  renameSync(file, viewsFile(dataFolder));
  remove(file);
  lock.release();
  const rate = Math.round(events / seconds);
  const others = `the other ${String(head - events)} of the log are claims, which make no rows`;
  return `rebuilt all views from ${String(events)} events in ${seconds.toFixed(2)} s: ${String(rate)} events a second; ${others}`;
}

function remove(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
}

process.umask(0o077);
try {
  process.stdout.write(`${await rebuild(readConfig(process.env).dataFolder)}\n`);
} catch (fault) {
  const what =
    fault instanceof StartRefused ? fault.message : fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
  process.stderr.write(`datakeep: ${what}\n`);
  process.exit(1);
}
