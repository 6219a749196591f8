import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A second process of a test: its lines as they come, and its end by kill -9. */
export interface TestChild {
  readonly pid: number;
  /** The lines it has written so far, and more as they come. */
  readonly lines: readonly string[];
  /** Resolves when it has written so many lines; rejects when it ends before. */
  wrote(lineCount: number): Promise<void>;
  /** Kills it with SIGKILL and resolves when it is gone and all it wrote was read. */
  kill(): Promise<void>;
}

/** Starts a script of this folder with `--expose-gc`. */
export function startChild(script: string, args: readonly string[]): TestChild {
  const path = fileURLToPath(new URL(`./${script}`, import.meta.url));
  const child = spawn(process.execPath, ['--expose-gc', path, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  const ended = once(child, 'close');
  const closed = once(reader, 'close');

  return {
    pid: child.pid ?? NaN,
    lines,
    wrote: async (lineCount) => {
      while (lines.length < lineCount) {
        const next = await Promise.race([once(reader, 'line').then(() => 'line'), closed.then(() => 'closed')]);
        if (next === 'closed') throw new Error(`the child ended after ${String(lines.length)} lines`);
      }
    },
    kill: async () => {
      child.kill('SIGKILL');
      await Promise.all([ended, closed]);
    },
  };
}
