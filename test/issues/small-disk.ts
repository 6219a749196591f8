import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Owner } from '@datakeep/workspaces';
import { makeFolder, projectFile, removeFolder } from '../support/index.js';

/** Ways to a mount that only one process and its children see: as any user, or as root where users may not. */
const ways = ['-rm', '-m'] as const;
type Way = (typeof ways)[number];

/** A built server whose folder is a disk of its own, with a ballast of 2 MiB on it. */
export interface ServerOnSmallDisk {
  readonly url: string;
  readonly owner: Owner;
  /** True until its process has ended. */
  lives(): boolean;
  removeBallast(): void;
  /** Ends the server and its disk. */
  close(): Promise<void>;
}

/** How a disk of its own can be had on this machine; undefined where it cannot. */
export function wayToADisk(): Way | undefined {
  const folder = makeFolder();
  const found = ways.find((way) => spawnSync('unshare', [way, 'mount', '-t', 'tmpfs', 'tmpfs', folder]).status === 0);
  removeFolder(folder);
  return found;
}

const script = [
  'mount -t tmpfs -o "size=$DISK_SIZE" tmpfs "$DATAKEEP_DATA"',
  'head -c 2097152 /dev/zero > "$DATAKEEP_DATA/ballast"',
  'exec "$0" "$1"',
].join(' && ');

/** Starts the server on a tmpfs of that size, such as `6m`, and waits until it listens. */
export async function startOnSmallDisk(way: Way, { size }: { readonly size: string }): Promise<ServerOnSmallDisk> {
  const folder = makeFolder();
  const env = { ...process.env, DATAKEEP_DATA: folder, DATAKEEP_PORT: '0', DISK_SIZE: size };
  const main = projectFile('apps/server/dist/main.js');
  const child = spawn('unshare', [way, 'sh', '-c', script, process.execPath, main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const ended = once(child, 'close');
  const lives = () => child.exitCode === null && child.signalCode === null;
  const urlOf = () => /listens on (http:[^\s;]+);/.exec(printed)?.[1];
  while (urlOf() === undefined) {
    if (!lives()) throw new Error(`it ended before it listened: ${printed}`);
    await Promise.race([once(child.stdout, 'data'), ended]);
  }
  // The mount is seen from outside through the process that has it.
  const onDisk = (name: string) => join(`/proc/${String(child.pid)}/root`, folder, name);
  return {
    url: urlOf() ?? '',
    owner: JSON.parse(readFileSync(onDisk('owner.json'), 'utf8')) as Owner,
    lives,
    removeBallast: () => {
      rmSync(onDisk('ballast'));
    },
    close: async () => {
      child.kill('SIGKILL');
      await ended;
      removeFolder(folder);
    },
  };
}
