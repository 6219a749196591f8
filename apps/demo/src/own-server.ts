import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { DemoFailed } from './demo-failed.js';

const program = fileURLToPath(new URL('../../server/dist/main.js', import.meta.url));
const endWithParent = new URL('./end-with-parent.js', import.meta.url).href;

/** A server that belongs to the demo. */
export interface OwnServer {
  readonly url: string;
  /** Rejects with DemoFailed when it ends before it was stopped. */
  readonly died: Promise<never>;
  /** Lets it finish what is under way; resolves when it has ended. */
  stop(): Promise<void>;
}

/** Starts the built server on a folder and a free port, as a process that ends with this one; throws DemoFailed with its last line. */
export async function startOwnServer(folder: string): Promise<OwnServer> {
  // Settings of another server are none of this one's.
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('DATAKEEP_'));
  const child = spawn(process.execPath, ['--import', endWithParent, program], {
    env: { ...Object.fromEntries(others), DATAKEEP_DATA: folder, DATAKEEP_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Its own group: Ctrl-C is for the demo, which stops the server when it is done with it.
    detached: true,
  });
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new TypeError('a process that was started with pipes has them');
  let [output, errors] = ['', ''];
  stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = once(child, 'close');
  const died = ended.then(() => {
    throw new DemoFailed(`the server ended: ${errors.trim().replace(/^datakeep: /, '') || 'it was killed'}`);
  });
  // Nobody may be listening when it is stopped.
  died.catch(() => undefined);
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  for (;;) {
    const url = /listens on (http:\S+);/.exec(output)?.[1];
    if (url !== undefined) return { url, died, stop };
    await Promise.race([once(stdout, 'data'), died]);
  }
}
