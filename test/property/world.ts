import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '@datakeep/event-store';
import { openMemoryEventStore } from '@datakeep/event-store-sqlite';
import { formatPosition, openEvent, parsePosition, type OpenedEvent } from '@datakeep/kernel';
import type { ViewStore } from '@datakeep/view-store';
import { dumpViews, openSqliteViewStore } from '@datakeep/view-store-sqlite';
import { firstStart, ownerOf, type Owner } from '@datakeep/workspaces';
import type { FastifyInstance } from 'fastify';
import { Client } from '../support/client.js';
import { removeFolder } from '../support/folders.js';
import { sameNamingKey, viewDeclarations } from '../support/memory-repository.js';
import { otherUser } from '../support/people.js';
import { createHttpServer, readConfig } from '../support/server-parts.js';
import { MortalStore, type Fate } from './mortal-store.js';
import { MortalViews, type Death } from './mortal-views.js';
import { TestClock } from './test-clock.js';

/** What came back; `body` is the text. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly location: string | undefined;
  readonly position: string | undefined;
}

export interface Asked {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** Someone who asks: a user of the workspace and his token. */
export interface Asker {
  readonly userId: string;
  readonly token: string;
}

interface Process {
  readonly log: MortalStore;
  readonly views: ViewStore;
  readonly fastify: FastifyInstance;
}

const catchUp = { timeoutMsMax: 60_000 };
const eventsMax = 10_000;
/** Views that are thrown away at the end of a run need no disk. */
const inMemory = '/dev/shm';
const config = readConfig({});
const token = 'dk_the_owner_of_a_world_of_its_own';

/** A repository with two processes on one log and one file of views, in this thread, whose clock and deaths a test decides. */
export class World {
  readonly faults: string[] = [];
  /** Place of the last event that the run knows of. */
  head = 0;
  private processes: Process[] = [];

  private constructor(
    readonly clock: TestClock,
    readonly events: EventStore,
    readonly views: MortalViews,
    readonly owner: Owner,
    private readonly folder: string,
  ) {}

  static async open(): Promise<World> {
    const clock = TestClock.install();
    const events = await openMemoryEventStore();
    const owner = ownerOf(sameNamingKey, token);
    await firstStart(events, sameNamingKey, owner);
    const folder = mkdtempSync(join(existsSync(inMemory) ? inMemory : tmpdir(), 'datakeep-property-'));
    const world = new World(clock, events, new MortalViews(events, join(folder, 'views.sqlite')), owner, folder);
    await world.start();
    return world;
  }

  get processCount(): number {
    return this.processes.length;
  }

  /** The owner and others, all users of the owner's workspace. */
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
    const { fastify } = this.processes[process]!;
    const url = `/v1/workspaces/${this.owner.workspaceId}/${path}`;
    const authorization = `Bearer ${asker.token}`;
    const payload = body === undefined ? {} : { payload: body };
    const answer = await fastify.inject({ method, url, headers: { authorization, ...headers }, ...payload });
    const header = (name: string) => answer.headers[name] as string | undefined;
    return { status: answer.statusCode, body: answer.body, location: header('location'), position: header('datakeep-position') };
  }

  /** What a process meets at one of its next appends. */
  meets(process: number, fate: Fate): void {
    this.processes[process]!.log.meets(fate);
  }

  /** Whether the process came past what it was to meet. */
  escapes(process: number): boolean {
    return this.processes[process]!.log.escapes();
  }

  /** A killed process is there again, and knows nothing. */
  async restart(process: number): Promise<void> {
    const dead = this.processes[process]!;
    dead.log.kill();
    await dead.views.close();
    this.processes[process] = await this.serve();
    await this.reached();
  }

  /** The projector dies in its next batch, and another one goes on. */
  projectorDies(death: Death): void {
    this.views.dies(death);
  }

  /** All processes and the projector are killed, and the views are lost: all, or what came since they were kept. */
  async loseViews(what: 'all' | 'since kept'): Promise<void> {
    await this.stop();
    this.views.lose(what);
    await this.start();
  }

  /** Waits until the views have all that is in the log. */
  async reached(): Promise<void> {
    const head = await this.events.reachHead();
    if (!(await this.processes[0]!.views.reached(head, catchUp))) throw new Error('the views stand still');
  }

  /** The events behind those that the run knows of; it knows them now. */
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

  /** Ends all, and gives the rows of the views as they are and as they are when they are built from the log alone. */
  async rebuilt(): Promise<{ readonly live: readonly string[]; readonly rebuilt: readonly string[] }> {
    await this.reached();
    const head = await this.events.reachHead();
    await this.stop();
    this.processes = [];
    const live = await dumpViews(this.views.file);
    this.views.lose('all');
    await this.views.start();
    const views = await this.openViews();
    await views.reached(head, catchUp);
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
    return { log, views, fastify: app.getHttpAdapter().getInstance() };
  }

  private openViews(): Promise<ViewStore> {
    return openSqliteViewStore({ file: this.views.file, declarations: viewDeclarations, logId: this.events.logId });
  }
}
