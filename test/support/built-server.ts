import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectFile } from './folders.js';

/** How a program ended, and everything that it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface BuiltServer {
  readonly url: string;
  /** All that it printed before it was ready for requests. */
  readonly greeting: string;
  /** Ends it as a person would (SIGTERM), and waits until it has ended. */
  stop(): Promise<Ended>;
}

type Environment = Readonly<Record<string, string>>;

/** Starts `apps/server/dist/main.js` as a process of its own, on a free port unless told otherwise, and waits for its greeting. */
export async function startBuiltServer(environment: Environment): Promise<BuiltServer> {
  const { child, ended, written } = run(environment);
  const greeted = new Promise<string>((resolve) => {
    child.stdout.on('data', () => {
      if (written.output.includes("/history'\n")) resolve(written.output);
    });
  });
  const greeting = await Promise.race([greeted, ended.then((end) => Promise.reject(new Error(`it ended: ${end.errors}`)))]);
  const url = /http:\/\/[^\s;]+/.exec(greeting)?.[0];
  if (url === undefined) throw new Error(`the greeting names no address: ${greeting}`);
  return {
    url,
    greeting,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** Starts the built server where it must not start, and waits until it has ended. */
export function endOfBuiltServer(environment: Environment): Promise<Ended> {
  return run(environment).ended;
}

function run(environment: Environment) {
  const { DATAKEEP_HOST: _host, DATAKEEP_PORT: _port, DATAKEEP_DATA: _data, NODE_OPTIONS: _options, ...inherited } = process.env;
  const env = { ...inherited, DATAKEEP_PORT: '0', ...environment };
  const child = spawn(process.execPath, [projectFile('apps/server/dist/main.js')], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const written = { output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.errors += text));
  const ended = once(child, 'close').then(([code]): Ended => ({ code: code as number | null, ...written }));
  return { child, ended, written };
}
