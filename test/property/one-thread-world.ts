import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '@datakeep/event-store';
import { openMemoryEventStore } from '@datakeep/event-store-sqlite';
import { formatPosition, openEvent, parsePosition, type OpenedEvent } from '@datakeep/kernel';
import type { ViewStore } from '@datakeep/view-store';
import { dumpViews, openSqliteViewStore } from '@datakeep/view-store-sqlite';
import { firstStart, ownerOf, type Owner } from '@datakeep/workspaces';
import { Client } from '../support/client.js';
import { removeFolder } from '../support/folders.js';
import { sameNamingKey, viewDeclarations } from '../support/memory-repository.js';
import { otherUser } from '../support/people.js';
import { createHttpServer, readConfig } from '../support/server-parts.js';
import { MortalStore, type Fate } from './mortal-store.js';
import { MortalViews, type Death } from './mortal-views.js';
import { TestClock } from './test-clock.js';
import type { Asked, Asker, Reply, World } from './world.js';

interface Process {
  readonly log: MortalStore;
  readonly views: ViewStore;
  readonly app: Awaited<ReturnType<typeof createHttpServer>>;
}

const catchUp = { timeoutMsMax: 60_000 };
const eventsMax = 10_000;
/** Views that are thrown away at the end of a run need no disk. */
const inMemory = '/dev/shm';
const config = readConfig({});
const token = 'dk_the_owner_of_a_world_of_its_own';

/** A repository with two processes on one log and one file of views, in this thread, whose clock and deaths a test decides. */
export class OneThreadWorld implements World {
  readonly faults: string[] = [];
  head = 0;
  private processes: Process[] = [];

  private constructor(
    readonly clock: TestClock,
    private readonly events: EventStore,
    private readonly views: MortalViews,
    private readonly owner: Owner,
    private readonly folder: string,
  ) {}

  static async open(): Promise<World> {
    const clock = TestClock.install();
    const events = await openMemoryEventStore();
    const owner = ownerOf(sameNamingKey, token);
    await firstStart(events, sameNamingKey, owner);
    const folder = mkdtempSync(join(existsSync(inMemory) ? inMemory : tmpdir(), 'datakeep-property-'));
    const world = new OneThreadWorld(clock, events, new MortalViews(events, join(folder, 'views.sqlite')), owner, folder);
    await world.start();
    return world;
  }

  get workspaceId(): string {
    return this.owner.workspaceId;
  }

  keepViews(): void {
    this.views.keep();
  }

  get processCount(): number {
    return this.processes.length;
  }

  async people(count: number): Promise<readonly Asker[]> {
    const people: Asker[] = [{ userId: this.owner.userId, token }];
    const api = Client.of('http://nowhere', token);
    while (people.length < count) {
      const repository = { events: this.events, views: this.processes[0]!.views };
      people.push(await otherUser({ owner: this.owner, api, repository }, { name: `Person ${String(people.length)}` }));
    }
    return people;
  }

  async ask(process: number, { method, path, headers = {}, body }: Asked, asker: Asker): Promise<Reply> {
    const { app } = this.processes[process]!;
    const url = `/v1/workspaces/${this.owner.workspaceId}/${path}`;
    const authorization = `Bearer ${asker.token}`;
    const payload = body === undefined ? {} : { payload: body };
    const answer = await app.inject({ method, url, headers: { authorization, ...headers }, ...payload });
    const header = (name: string) => answer.headers[name] as string | undefined;
    return { status: answer.statusCode, body: answer.body, location: header('location'), position: header('datakeep-position') };
  }

  meets(process: number, fate: Fate): void {
    this.processes[process]!.log.meets(fate);
  }

  escapes(process: number): boolean {
    return this.processes[process]!.log.escapes();
  }

  async restart(process: number): Promise<void> {
    const dead = this.processes[process]!;
    dead.log.kill();
    await dead.views.close();
    this.processes[process] = await this.serve();
    await this.reached();
  }

  projectorDies(death: Death): void {
    this.views.dies(death);
  }

  async loseViews(what: 'all' | 'since kept'): Promise<void> {
    await this.stop();
    this.views.lose(what);
    await this.start();
  }

  async reached(): Promise<void> {
    const head = await this.events.reachHead();
    const reached = Promise.race([this.processes[0]!.views.reached(head, catchUp), this.views.died]);
    if (!(await reached)) throw new Error('the views stand still');
  }

  async news(): Promise<readonly OpenedEvent[]> {
    const { events } = await this.events.readAll({ afterPlace: this.head, countMax: eventsMax, parts: 'all' });
    this.head = events.at(-1)?.place ?? this.head;
    return events.map((event) => openEvent(event));
  }

  positionOf(place: number): string {
    return formatPosition({ logId: this.events.logId, place });
  }

  placeOf(position: string): number {
    const parsed = parsePosition(position);
    if (parsed === undefined) throw new Error(`${position} is no position`);
    return parsed.place;
  }

  async rebuilt(): Promise<{ readonly live: readonly string[]; readonly rebuilt: readonly string[] }> {
    await this.reached();
    const head = await this.events.reachHead();
    await this.stop();
    this.processes = [];
    const live = await dumpViews(this.views.file);
    this.views.lose('all');
    await this.views.start();
    const views = await this.openViews();
    await Promise.race([views.reached(head, catchUp), this.views.died]);
    await views.close();
    await this.views.stop();
    return { live, rebuilt: await dumpViews(this.views.file) };
  }

  async close(): Promise<void> {
    await this.stop();
    await this.events.close();
    removeFolder(this.folder);
    this.clock.uninstall();
  }

  private async start(): Promise<void> {
    await this.views.start();
    this.processes = [await this.serve(), await this.serve()];
    await this.reached();
  }

  private async stop(): Promise<void> {
    for (const { log, views } of this.processes) {
      log.kill();
      await views.close();
    }
    await this.views.stop();
  }

  private async serve(): Promise<Process> {
    const log = new MortalStore(this.events);
    const views = await this.openViews();
    const note = (line: string) => {
      // What a dead process says is heard by nobody.
      if (!log.isDead) this.faults.push(line);
    };
    const app = await createHttpServer({ events: log.store, views, namingKey: sameNamingKey }, config, note);
    return { log, views, app };
  }

  private openViews(): Promise<ViewStore> {
    return openSqliteViewStore({ file: this.views.file, declarations: viewDeclarations, logId: this.events.logId });
  }
}
