import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const programs = fileURLToPath(new URL('../../../apps/server/dist/', import.meta.url));

/** A built program on a data folder, as its own process; what it prints is kept. */
export class Program {
  readonly exited: Promise<void>;
  private output = '';
  private hasEnded = false;

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.exited = once(child, 'close').then(() => void (this.hasEnded = true));
  }

  static start(program: 'main.js' | 'rebuild.js', dataFolder: string): Program {
    const env = { ...process.env, DATAKEEP_DATA: dataFolder, DATAKEEP_PORT: '0' };
    return new Program(spawn(process.execPath, [programs + program], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  get printed(): string {
    return this.output;
  }

  get exitCode(): number | null {
    return this.child.exitCode;
  }

  /** Kills without a word, as a power cut or the kernel would; resolves when the process is gone. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  /** Asks it to stop; throws when it does not end well. */
  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.exited;
    if (this.exitCode !== 0) throw new Error(`it ended with ${String(this.exitCode)}: ${this.output}`);
  }

  /** Resolves with the address it prints; throws when it ends before. */
  async listening(): Promise<string> {
    for (;;) {
      const url = /listens on (http:\S+);/.exec(this.output)?.[1];
      if (url !== undefined) return url;
      if (this.hasEnded || this.child.stdout === null) throw new Error(`it ended before it listened: ${this.output}`);
      await Promise.race([once(this.child.stdout, 'data'), this.exited]);
    }
  }
}
