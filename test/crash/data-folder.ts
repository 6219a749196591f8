import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dumpViews } from '@datakeep/view-store-sqlite';
import { Program } from './built-server.js';
import { HttpClient } from './http.js';

export interface Owner {
  readonly token: string;
  readonly serverOwnerWorkspaceId: string;
  readonly workspaceId: string;
  readonly profileId: string;
  readonly userId: string;
}

/** A server that listens, with a client of its owner. */
export interface Running {
  readonly program: Program;
  readonly http: HttpClient;
  readonly readyMs: number;
}

/** The data folder of one repository, in the temporary folder of the machine. */
export class DataFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'datakeep-crash-'));
  readonly #programs: Program[] = [];

  /** Starts a program on the folder; `remove` ends it, should a test not come to it. */
  start(program: 'main.js' | 'rebuild.js'): Program {
    const started = Program.start(program, this.path);
    this.#programs.push(started);
    return started;
  }

  /** Starts the server and waits until it listens and its views have everything. */
  async run(): Promise<Running> {
    const startedMs = performance.now();
    const program = this.start('main.js');
    const http = new HttpClient(await program.listening(), this.owner().token);
    const readyMs = performance.now() - startedMs;
    for (let behind = 1; behind > 0;) behind = (await http.json<{ eventsBehind: number }>('/health/ready')).eventsBehind;
    return { program, http, readyMs };
  }

  owner(): Owner {
    return JSON.parse(readFileSync(join(this.path, 'owner.json'), 'utf8')) as Owner;
  }

  /** Every row of every view. */
  dump(): Promise<readonly string[]> {
    return dumpViews(join(this.path, 'views.sqlite'));
  }

  async remove(): Promise<void> {
    for (const program of this.#programs) await program.kill();
    rmSync(this.path, { recursive: true, force: true });
  }
}
