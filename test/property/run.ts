import type { OpenedEvent } from '@datakeep/kernel';
import { Random } from '../crash/random.js';
import { Commander, type CommandKind } from './commands.js';
import { Difference } from './difference.js';
import { givenModel } from './given.js';
import { adopt, judge, type RowEvent } from './judge.js';
import type { Model } from './model.js';
import type { Request } from './model-requests.js';
import { treeRevisionOf } from './model-trees.js';
import { Past } from './past.js';
import { compare, queriesOf, workspaceQueries } from './queries.js';
import type { Step } from './steps.js';
import { OneThreadWorld } from './one-thread-world.js';
import type { Asker, Reply, World } from './world.js';

const usersCount = 3;
const movesMs = [0, 0, 1, 7, 130, 700, 60_000, -40] as const;
/** So long a claim is left alone whose holder has not saved. */
const claimGraceMs = 100;
/** One query of so many is asked at the end of a run: which ones, the run decides. */
const shareOfQueries = 6;
const notRows: ReadonlySet<string> = new Set(['IdClaimed', 'RootNameClaimed', 'ClaimEnded']);

/** What a run did: how often each command was answered how, by name and problem. */
export type Tally = Map<string, number>;

export interface Listeners {
  readonly tally?: Tally;
  /** Takes one line about each thing that the run did. */
  readonly told?: (line: string) => void;
}

/** Does the steps in a world of their own and holds it against the model after each of them; throws the first Difference. */
export async function run(
  steps: readonly Step[],
  listeners: Listeners = {},
  open: () => Promise<World> = () => OneThreadWorld.open(),
): Promise<void> {
  const world = await open();
  try {
    const runner = await Run.begin(world, listeners);
    for (const step of steps) await runner.step(step);
    await runner.end();
    if (world.faults.length > 0) throw new Difference(`a process logged a fault: ${world.faults[0]!}`);
  } finally {
    await world.close();
  }
}

class Run {
  private readonly sent: Request[] = [];
  private readonly checks: { user: string; instanceId: string; treeRevision: string }[] = [];
  private readonly past: Past;
  private claimedAtMs = 0;

  private constructor(
    private readonly world: World,
    private readonly people: readonly Asker[],
    private model: Model,
    private readonly listeners: Listeners,
  ) {
    this.past = new Past(world, people);
  }

  static async begin(world: World, listeners: Listeners): Promise<Run> {
    const people = await world.people(usersCount);
    const model = await givenModel(world, people);
    await world.reached();
    world.keepViews();
    return new Run(world, people, model, listeners);
  }

  async step({ kind, fault, dice }: Step): Promise<void> {
    const random = new Random(dice);
    this.moveClock(random.pick(movesMs));
    const process = random.below(this.world.processCount);
    if (fault !== 'none') this.listeners.told?.(`now ${fault}`);
    if (kind === 'check') return this.check(random, process);
    if (kind === 'look') return this.look(random, process);
    const request = this.pick(kind, random);
    switch (fault) {
      case 'dies':
        await this.dies(process, request, random);
        break;
      case 'is-held-up':
        await this.isHeldUp(process, request, random);
        break;
      case 'projector-dies':
        this.world.projectorDies(random.pick(['before', 'inside', 'after'] as const));
        await this.does(process, request);
        break;
      case 'views-are-lost':
      case 'views-are-put-back':
        await this.does(process, request);
        await this.world.loseViews(fault === 'views-are-lost' ? 'all' : 'since kept');
        break;
      case 'none':
        await this.does(process, request);
    }
    await this.compareSome(random, request);
  }

  /** Compares queries of everybody about everything, then of the past, and then the views with those built from the log alone. */
  async end(): Promise<void> {
    this.world.clock.move(1_000);
    let turn = this.world.head;
    for (const [place, asker] of this.people.entries()) {
      const process = place % this.world.processCount;
      for (const query of workspaceQueries(this.model, asker.userId)) await compare(this.world, process, asker, query);
      for (const id of this.model.dataSets.keys()) {
        for (const query of queriesOf(this.model, asker.userId, id)) {
          turn += 1;
          if (turn % shareOfQueries === 0) await compare(this.world, process, asker, query);
        }
      }
    }
    await this.past.compare(this.model);
    const { live, rebuilt } = await this.world.rebuilt();
    const other = live.find((line, place) => line !== rebuilt[place]) ?? rebuilt[live.length];
    if (other !== undefined) throw new Difference(`views that are built again from the log differ from ${other}`);
  }

  /** No claim is met while it is so young that others would wait for its holder. */
  private moveClock(ms: number): void {
    const { clock } = this.world;
    clock.move(Math.max(ms, this.claimedAtMs + claimGraceMs - clock.nowMs));
  }

  private pick(kind: CommandKind, random: Random): Request {
    const { sent, checks } = this;
    return new Commander(this.model, { sent, checks }, random).request(kind);
  }

  private async does(process: number, request: Request): Promise<void> {
    const reply = await this.send(process, request);
    const { rows, claims } = await this.news();
    mustBe(rows, judge(this.model, request, reply, rows));
    if (reply.status >= 300 && claims.size > 0)
      throw new Difference(`a refused command left a claim: ${JSON.stringify(request)}`);
  }

  /** The process is killed at one of its appends; whoever has a key asks again, and nobody else was told anything. */
  private async dies(process: number, request: Request, random: Random): Promise<void> {
    this.world.meets(process, { atAppend: 1 + random.below(3), moment: random.pick(['before', 'after'] as const), then: 'dies' });
    const reply = await this.send(process, request);
    if (this.world.escapes(process)) {
      const { rows } = await this.news();
      mustBe(rows, judge(this.model, request, reply, rows));
      return;
    }
    await this.world.restart(process);
    this.world.clock.move(claimGraceMs);
    const again = request.key === undefined ? undefined : await this.send(random.below(this.world.processCount), request);
    const { rows, claims } = await this.news();
    if (again === undefined) adopt(this.model, request, rows);
    else mustBe(rows, judge(this.model, request, again, rows));
    this.bind(claims);
  }

  /** One process is held up at an append, and another does a whole command there: as if one had come behind the other. */
  private async isHeldUp(process: number, held: Request, random: Random): Promise<void> {
    const kind = random.pick([
      'root',
      'child',
      'save',
      'move',
      'delete',
      'restore',
      'grant',
      'status',
      'patch',
      'revert',
    ] as const);
    const picked = this.pick(kind, random);
    const other =
      held.key !== undefined && random.below(5) === 0 ? held : random.below(2) === 0 ? inTheWayOf(held, picked) : picked;
    let whole: Promise<Reply> | undefined;
    const { clock } = this.world;
    const doOther = () => {
      clock.move(claimGraceMs);
      const done = () => clock.move(claimGraceMs);
      return (whole ??= this.send((process + 1) % this.world.processCount, other).finally(done));
    };
    this.world.meets(process, { atAppend: 1 + random.below(3), moment: 'before', then: () => doOther().then(() => undefined) });
    const replyHeld = await this.send(process, held);
    const replyOther = await doOther();
    this.world.escapes(process);
    const { rows, claims } = await this.news();
    this.oneBehindTheOther(
      [
        [other, replyOther],
        [held, replyHeld],
      ],
      rows,
    );
    this.bind(claims);
  }

  private oneBehindTheOther(
    pair: readonly [readonly [Request, Reply], readonly [Request, Reply]],
    rows: readonly RowEvent[],
  ): void {
    const found: string[] = [];
    const isTold = ([request, reply]: readonly [Request, Reply], [, other]: readonly [Request, Reply]) =>
      !isLostId(request, reply, other);
    const told = [isTold(pair[0], pair[1]) ? [pair[0]] : [], isTold(pair[1], pair[0]) ? [pair[1]] : []].flat();
    for (const order of [told, told.toReversed()]) {
      const model = this.model.copy();
      try {
        const done = order.map(([request, reply]) => judge(model, request, reply, rows));
        mustBe(rows, sum(done));
        this.model = model;
        return;
      } catch (error) {
        if (!(error instanceof Difference)) throw error;
        found.push(error.message);
      }
    }
    throw new Difference(`two commands at once fit no order\n${found.join('\n-- the other way round --\n')}`);
  }

  /** Looks what a deletion would meet, and keeps what it is told for a later one. */
  private async check(random: Random, process: number): Promise<void> {
    const user = random.pick(this.model.users);
    const instanceId = new Commander(this.model, { sent: [], checks: [] }, random).target(user);
    const asker = this.people.find(({ userId }) => userId === user)!;
    const query = queriesOf(this.model, user, instanceId).find(({ path }) => path.endsWith('/deletion-check'))!;
    const reply = await compare(this.world, process, asker, query);
    const row = this.model.seen(user, instanceId);
    if (row === undefined || reply.status !== 200) return;
    const { treeRevision } = JSON.parse(reply.body) as { readonly treeRevision: string };
    const stands = treeRevisionOf(this.model, user, row);
    const known = [...this.model.treeRevisions].find(([token, text]) => token === treeRevision || text === stands);
    if (known !== undefined && (known[0] !== treeRevision || known[1] !== stands)) {
      throw new Difference(
        `treeRevision ${treeRevision} of ${instanceId} stands for\n${stands}\nand ${known[0]} for\n${known[1]}`,
      );
    }
    this.model.treeRevisions.set(treeRevision, stands);
    this.checks.push({ user, instanceId, treeRevision });
  }

  private async look(random: Random, process: number): Promise<void> {
    await this.past.record(this.model, process);
    if (random.below(2) === 0) {
      await this.world.reached();
      this.world.keepViews();
    }
  }

  /** What the command was about, as its sender sees it, and as another one does. */
  private async compareSome(random: Random, request: Request): Promise<void> {
    const { instanceId } = request.command.body;
    const id = instanceId ?? [...this.model.dataSets.keys()].at(-1)!;
    for (const user of [request.user, random.pick(this.model.users)]) {
      const asker = this.people.find(({ userId }) => userId === user)!;
      const query = random.pick(queriesOf(this.model, user, id));
      await compare(this.world, random.below(this.world.processCount), asker, query);
    }
  }

  private async send(process: number, request: Request): Promise<Reply> {
    const { command, key, create, user } = request;
    if (key !== undefined) this.sent.push(request);
    const headers = {
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(create === undefined ? {} : { 'if-none-match': '*' }),
    };
    const asker = this.people.find(({ userId }) => userId === user)!;
    const asked = { method: 'POST', path: `commands/${command.name}`, headers, body: command.body } as const;
    const reply = await this.world.ask(process, asked, asker);
    const problem = reply.status < 300 ? '' : ` ${String((JSON.parse(reply.body) as { type?: string }).type)}`;
    const what = `${command.name} ${String(reply.status)}${problem.replace('/problems/', '')}`;
    const { tally, told } = this.listeners;
    tally?.set(what, (tally.get(what) ?? 0) + 1);
    told?.(`process ${String(process)}: ${JSON.stringify(request)} -> ${reply.body}`);
    return reply;
  }

  private async news(): Promise<{ readonly rows: readonly RowEvent[]; readonly claims: ReadonlyMap<string, string> }> {
    const events = await this.world.news();
    if (events.some(({ type }) => type === 'RootNameClaimed')) this.claimedAtMs = this.world.clock.nowMs;
    const claims = events.filter(({ type }) => type === 'IdClaimed');
    return {
      rows: events.filter(({ type }) => !notRows.has(type)).map((event) => this.rowEvent(event)),
      claims: new Map(claims.map(({ header, facts }) => [header.instanceId, (facts as { dataSetId: string }).dataSetId])),
    };
  }

  private rowEvent({ type, place, timeMs, header }: OpenedEvent): RowEvent {
    const { commandId, instanceId, deletionId, dataVersion } = header;
    return { type, place, timeMs, position: this.world.positionOf(place), commandId, instanceId, deletionId, dataVersion };
  }

  /** Ids that were claimed by a command that then was not done. */
  private bind(claims: ReadonlyMap<string, string>): void {
    for (const [id, dataSet] of claims) if (!this.model.dataSets.has(id)) this.model.dataSets.set(id, dataSet);
  }
}

/** The other command about the same instance or the same name, so that the two are in each other's way. */
function inTheWayOf({ command: held }: Request, other: Request): Request {
  const body = { ...other.command.body } as Record<string, unknown>;
  for (const [field, value] of Object.entries(held.body)) {
    const isWanted = field in body || (field === 'instanceId' && 'xml' in body);
    if (['instanceId', 'instanceName', 'conceptId', 'expectedVersion'].includes(field) && isWanted) body[field] = value;
  }
  return { ...other, command: { ...other.command, body } as unknown as Request['command'] };
}

/**
 * Two creates of one chosen id: whoever comes second is told that the id is taken, even where he would see what was made, since he
 * looked for it before it was there.
 */
function isLostId({ command }: Request, reply: Reply, other: Reply): boolean {
  if (command.name !== 'save-instance' || other.status !== 201 || !reply.body.includes('/problems/id-taken')) return false;
  return (JSON.parse(other.body) as { readonly instanceId: string }).instanceId === command.body.instanceId;
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** The log has an event for each command that was done, and none else. */
function mustBe(rows: readonly RowEvent[], done: number): void {
  if (rows.length !== done) throw new Difference(`${String(done)} commands were done, and they left ${JSON.stringify(rows)}`);
}
