import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Ended } from './built-server.js';
import { projectFile } from './folders.js';

/** One line for a shell that the demo printed, and what it says that the line shows. */
export interface PrintedQuery {
  readonly shows: string;
  readonly line: string;
}

/** The built demo as a process of its own; what it prints is kept. */
export class DemoProgram {
  readonly ended: Promise<Ended>;
  private output = '';
  private errors = '';

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.errors += text));
    this.ended = once(child, 'close').then(([code]): Ended => ({
      code: code as number | null,
      output: this.output,
      errors: this.errors,
    }));
  }

  /** In an environment that names no other server. */
  static start(args: readonly string[], environment: Readonly<Record<string, string>> = {}): DemoProgram {
    const others = Object.entries(process.env).filter(([name]) => !name.startsWith('DATAKEEP_') && name !== 'NODE_OPTIONS');
    const env = { ...Object.fromEntries(others), ...environment };
    const program = projectFile('apps/demo/dist/main.js');
    return new DemoProgram(spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  /** Everything printed so far, once it has these words in it; throws when the demo ends before. */
  async printed(words: string): Promise<string> {
    while (!this.output.includes(words)) {
      if (this.child.stdout === null) throw new Error('it has no output');
      const ended = await Promise.race([once(this.child.stdout, 'data').then(() => undefined), this.ended]);
      if (ended !== undefined && !this.output.includes(words)) throw new Error(`it ended: ${ended.errors}`);
    }
    return this.output;
  }

  signal(signal: 'SIGINT' | 'SIGKILL'): void {
    this.child.kill(signal);
  }
}

/** The two lines that set what the others use, and the others, as they were printed. */
export function printedLines(output: string): { readonly settings: string; readonly queries: readonly PrintedQuery[] } {
  const settings = /^TOKEN=.*\nBOOK=.*$/m.exec(output)?.[0];
  if (settings === undefined) throw new Error(`no settings: ${output}`);
  const queries = [...output.matchAll(/^(.+):\n(curl .*)$/gm)].map(([, shows, line]) => ({ shows: shows!, line: line! }));
  return { settings, queries };
}
