import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Server, floors and load share these, so that a ratio does not depend on how many more a machine has. */
const cores = '0,1';
export const isPinned = spawnSync('taskset', ['-c', cores, 'true']).status === 0;

/** A Node program of the benchmark on the cores that are measured on. */
export class PinnedProcess {
  readonly child: ChildProcess;
  #output = '';

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const command = [...(isPinned ? ['taskset', '-c', cores] : []), process.execPath, ...args];
    const options = { env: { ...process.env, NODE_ENV: 'production', ...env } };
    this.child = spawn(command[0]!, command.slice(1), { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
  }

  /** Host and port that it prints; throws when it ends before. */
  async listening(): Promise<{ readonly host: string; readonly port: number }> {
    for (;;) {
      const found = /listens on http:\/\/([^:\s]+):(\d+);/.exec(this.#output);
      if (found !== null) return { host: found[1]!, port: Number(found[2]) };
      if (this.child.exitCode !== null || this.child.stdout === null)
        throw new Error(`ended before it listened: ${this.#output}`);
      await Promise.race([once(this.child.stdout, 'data'), once(this.child, 'exit')]);
    }
  }

  /** Everything it prints, when it has ended well. */
  async printed(): Promise<string> {
    await once(this.child, 'close');
    if (this.child.exitCode !== 0) throw new Error(`ended with ${String(this.child.exitCode)}`);
    return this.#output;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}
