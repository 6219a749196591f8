import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { LoadPlan } from './load-plan.js';
import { xmlOf } from './load-plan.js';
import { isPinned } from './processes.js';
import { ratioOf, tableOf, type RowResult } from './report.js';
import { startFloor, startServer, xmlBytes, type Measured, type Subject } from './subjects.js';

/**
 * `npm run bench [-- --quick]`: each row of design section 7 that exists, as a ratio to its floor. Floor and server are
 * measured by turns in the same call; the medians of the runs are compared.
 */
const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const [runsMany, durationMs] = values.quick ? [1, 2_000] : [5, 3_000];
const warmUpMs = 2_000;

const results = fileURLToPath(new URL('../results/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'datakeep-bench-'));
const started: Subject[] = [];

try {
  const server = await startServer(join(folder, 'server'));
  started.push(server);
  const appending = JSON.stringify({ folder: join(folder, 'floor'), ...server.sample });
  const appends = await startFloor('floors/append-route.js', appending, server.ids);
  started.push(appends);
  const bytes = await startFloor('floors/bytes-route.js', xmlOf(0, xmlBytes), server.ids);
  started.push(bytes);

  const rows: RowResult[] = [];
  const reads = 'read by id with the access check, XML of 1 KB, 64 clients';
  const saves = 'saves of new versions, 1 KB, 64 clients, 64 data sets';
  rows.push(await compare(reads, 0.6, { thing: [server, 'reads'], floor: [bytes, 'reads'] }));
  rows.push(await compare(saves, 0.5, { thing: [server, 'new-versions'], floor: [appends, 'new-versions'] }));
  const creates = 'creates of roots, 1 KB, 64 clients';
  rows.push(await compare(creates, 0.3, { thing: [server, 'creates'], floor: [appends, 'new-versions'] }));
  console.log(`\n${tableOf(rows)}`);
  console.log(`wrote ${write(rows)}`);
} finally {
  for (const subject of started) await subject.stop();
  rmSync(folder, { recursive: true, force: true });
}

type Side = readonly [Subject, LoadPlan['kind']];

async function compare(row: string, target: number, sides: { readonly thing: Side; readonly floor: Side }): Promise<RowResult> {
  const runs: { thing: Measured[]; floor: Measured[] } = { thing: [], floor: [] };
  for (let run = 0; run <= runsMany; run += 1) {
    for (const side of ['floor', 'thing'] as const) {
      const [subject, kind] = sides[side];
      // The first run of each warms up and does not count.
      const measured = await subject.measure(kind, run === 0 ? warmUpMs : durationMs);
      if (run > 0) runs[side].push(measured);
      console.error(`${row}: ${side} ${run === 0 ? 'warm-up' : String(run)}: ${measured.answersPerSecond.toFixed(0)}/s`);
    }
  }
  return { row, target, ...runs };
}

function write(rows: readonly RowResult[]): string {
  mkdirSync(results, { recursive: true });
  const now = new Date().toISOString();
  const machine = { node: process.version, cpu: cpus()[0]?.model, cpus: cpus().length, isPinned };
  const summary = rows.map((row) => ({ ratio: ratioOf(row), ...withoutVersions(row) }));
  const file = join(results, `${now.replaceAll(':', '-')}.json`);
  writeFileSync(file, `${JSON.stringify({ on: now, machine, runsMany, durationMs, rows: summary }, null, 2)}\n`);
  return file;
}

function withoutVersions(row: RowResult): object {
  const bare = (runs: readonly Measured[]): object[] => runs.map(({ dataVersions: _, ...figures }) => figures);
  return { ...row, thing: bare(row.thing), floor: bare(row.floor) };
}
