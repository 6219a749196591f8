import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore } from '@datakeep/event-store';
import { openSqliteEventLogReader } from '@datakeep/event-store-sqlite';
import { formatPosition, openEvent, parsePosition, type OpenedEvent } from '@datakeep/kernel';
import { dumpViews } from '@datakeep/view-store-sqlite';
import type { Owner } from '@datakeep/workspaces';
import { Program } from '../crash/built-server.js';
import { Client } from '../support/client.js';
import { makeFolder, removeFolder } from '../support/folders.js';
import { otherUser } from '../support/people.js';
import { openRepository } from '../support/server-parts.js';
import type { Fate } from './mortal-store.js';
import type { Asked, Asker, Reply, World } from './world.js';

type Log = Pick<EventStore, 'logId' | 'reachHead' | 'readAll' | 'close'>;

const eventsMax = 10_000;
const killed: Reply = { status: 0, body: '{"type":"killed"}', location: undefined, position: undefined };

/** The built server as a process of its own, which is killed for good (SIGKILL) while it answers. Its clock is the machine's. */
export class ProgramWorld implements World {
  readonly faults: readonly string[] = [];
  readonly processCount = 1;
  readonly clock = {
    get nowMs(): number {
      return Date.now();
    },
    move: () => undefined,
  };
  head = 0;
  private killedAfterMs: number | undefined;

  private constructor(
    private readonly folder: string,
    private readonly owner: Owner,
    private readonly askers: readonly Asker[],
    private readonly log: Log,
    private program: Program,
    private url: string,
  ) {}

  static async open(): Promise<World> {
    const folder = makeFolder();
    const repository = await openRepository({ dataFolder: folder });
    const owner = JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')) as Owner;
    const askers: Asker[] = [owner];
    const api = Client.of('http://nowhere', owner.token);
    for (const name of ['Second', 'Third']) askers.push(await otherUser({ owner, api, repository }, { name }));
    await repository.close();
    const program = Program.start('main.js', folder);
    return new ProgramWorld(
      folder,
      owner,
      askers,
      await openSqliteEventLogReader({ folder }),
      program,
      await program.listening(),
    );
  }

  get workspaceId(): string {
    return this.owner.workspaceId;
  }

  async people(count: number): Promise<readonly Asker[]> {
    return this.askers.slice(0, count);
  }

  async ask(_process: number, { method, path, headers = {}, body }: Asked, { token }: Asker): Promise<Reply> {
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const init = { method, headers: { authorization: `Bearer ${token}`, ...type, ...headers } };
    const url = `${this.url}/v1/workspaces/${this.workspaceId}/${path}`;
    const request = fetch(url, { ...init, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (this.killedAfterMs === undefined) return replyOf(await request);
    request.catch(() => undefined);
    await pause(this.killedAfterMs);
    this.killedAfterMs = undefined;
    await this.program.kill();
    return killed;
  }

  /** Being held up would need a second process, so the other command comes behind. */
  meets(_process: number, { atAppend, moment, then }: Fate): void {
    if (then === 'dies') this.killedAfterMs = (atAppend - 1) * 2 + (moment === 'before' ? 0 : 1);
  }

  escapes(): boolean {
    return false;
  }

  async restart(): Promise<void> {
    await this.program.kill();
    this.program = Program.start('main.js', this.folder);
    this.url = await this.program.listening();
    await this.reached();
  }

  projectorDies(): void {
    // It dies with its process.
  }

  async loseViews(): Promise<void> {
    await this.program.kill();
    for (const part of ['', '-wal', '-shm']) rmSync(join(this.folder, `views.sqlite${part}`), { force: true });
    await this.restart();
  }

  keepViews(): void {
    // What is lost here is lost whole.
  }

  async reached(): Promise<void> {
    for (let behind = 1; behind > 0;) {
      const ready = await fetch(`${this.url}/health/ready`);
      behind = ((await ready.json()) as { readonly eventsBehind: number }).eventsBehind;
    }
  }

  async news(): Promise<readonly OpenedEvent[]> {
    const { events } = await this.log.readAll({ afterPlace: this.head, countMax: eventsMax, parts: 'all' });
    this.head = events.at(-1)?.place ?? this.head;
    return events.map((event) => openEvent(event));
  }

  positionOf(place: number): string {
    return formatPosition({ logId: this.log.logId, place });
  }

  placeOf(position: string): number {
    const parsed = parsePosition(position);
    if (parsed === undefined) throw new Error(`${position} is no position`);
    return parsed.place;
  }

  async rebuilt() {
    await this.reached();
    await this.program.kill();
    const live = await dumpViews(join(this.folder, 'views.sqlite'));
    const rebuild = Program.start('rebuild.js', this.folder);
    await rebuild.exited;
    return { live, rebuilt: await dumpViews(join(this.folder, 'views.sqlite')) };
  }

  async close(): Promise<void> {
    await this.program.kill();
    await this.log.close();
    removeFolder(this.folder);
  }
}

async function replyOf(response: Response): Promise<Reply> {
  const header = (name: string) => response.headers.get(name) ?? undefined;
  const body = await response.text();
  return { status: response.status, body, location: header('location'), position: header('datakeep-position') };
}
