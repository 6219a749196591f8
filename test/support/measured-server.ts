import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Owner } from '@datakeep/workspaces';
import { projectFile } from './folders.js';

const megabyte = 1024 * 1024;
/** Between two looks at the memory of the process. */
const lookMs = 5;

/** The built server as a process of its own, whose memory is looked at. */
export interface MeasuredServer {
  readonly url: string;
  readonly owner: Owner;
  /** Resident memory, in MB, after every thread has collected its garbage. */
  settledMegabytes(): Promise<number>;
  /** The largest resident memory, in MB, that was seen while `work` ran, and what it gave. */
  peakOf<Result>(work: () => Promise<Result>): Promise<{ readonly megabytes: number; readonly result: Result }>;
  stop(): Promise<void>;
}

/** Starts `apps/server/dist/main.js` on a folder and waits until it listens. */
export async function startMeasuredServer(folder: string): Promise<MeasuredServer> {
  const probe = new URL('./memory-probe.js', import.meta.url).href;
  const args = ['--expose-gc', '--import', probe, projectFile('apps/server/dist/main.js')];
  const env = { ...process.env, DATAKEEP_DATA: folder, DATAKEEP_PORT: '0' };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const ended = once(child, 'close');
  const urlOf = () => /listens on (http:\S+);/.exec(printed)?.[1];
  while (urlOf() === undefined) {
    if (child.exitCode !== null || child.stdout === null) throw new Error(`it ended before it listened: ${printed}`);
    await Promise.race([once(child.stdout, 'data'), ended]);
  }
  const owner = JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')) as Owner;
  const resident = () => residentMegabytes(child.pid);
  return {
    url: urlOf() ?? '',
    owner,
    settledMegabytes: async () => {
      child.send('collect');
      await once(child, 'message');
      return resident();
    },
    peakOf: async (work) => {
      let megabytes = resident();
      const looking = setInterval(() => (megabytes = Math.max(megabytes, resident())), lookMs);
      try {
        const result = await work();
        return { megabytes: Math.max(megabytes, resident()), result };
      } finally {
        clearInterval(looking);
      }
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      if (child.exitCode !== 0) throw new Error(`it ended with ${String(child.exitCode)}: ${printed}`);
    },
  };
}

/** Resident memory of a process by what the kernel tells of it; by `ps`, which takes longer, where there is no /proc. */
function residentMegabytes(pid: number | undefined): number {
  const status = `/proc/${String(pid)}/status`;
  const kilobytes = existsSync(status)
    ? /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1]
    : /(\d+)/.exec(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout)?.[1];
  if (kilobytes === undefined) throw new Error('nothing tells of the memory of the process');
  return (Number(kilobytes) * 1024) / megabyte;
}
