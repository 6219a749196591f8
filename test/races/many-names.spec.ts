import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InstanceRefusal } from '@datakeep/instances';
import type { InstanceId } from '@datakeep/kernel';
import type { History } from './history.js';
import { openRepository, type Repository } from './repository.js';
import { outcomeOf, processesOfRace, runAll, seeds, tally, type Outcome, type Run } from './run.js';

const clients = 14;
const actsOfClient = 5;
const names = ['Policy 1', 'Policy 2', 'Policy 3'];
const timeoutMs = 120_000;

let repository: Repository;
beforeAll(async () => {
  repository = await openRepository();
});
afterAll(() => repository.close());

/** How a command was refused, where it wanted a name if that is known, and where the log was when it was sent and answered. */
interface Refused {
  readonly refusal: InstanceRefusal;
  readonly parentId: InstanceId | undefined;
  readonly fromPlace: number;
  readonly toPlace: number;
}

/** The instances that the clients of one run have heard of, and the refusals that they got. */
interface Talk {
  readonly known: InstanceId[];
  readonly refused: Refused[];
}

/** Clients that create, rename away and back, delete and restore roots and their children, all after the same few names. */
async function quarrel(run: Run): Promise<Talk> {
  const talk: Talk = { known: [], refused: [] };
  for (const instanceName of names.slice(0, 2)) await act(run, talk, 'create', instanceName);
  const client = async (): Promise<void> => {
    for (let acts = 0; acts < actsOfClient; acts += 1) {
      const what = run.random.pick(['create', 'create below', 'rename', 'rename', 'delete', 'restore', 'restore'] as const);
      await act(run, talk, what, run.random.pick(names));
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return talk;
}

async function act(
  run: Run,
  talk: Talk,
  what: 'create' | 'create below' | 'rename' | 'delete' | 'restore',
  name: string,
): Promise<void> {
  const { random, caller } = run;
  const process = random.pick(run.processes);
  const fromPlace = await repository.events.reachHead();
  const instanceId = talk.known.length === 0 ? undefined : random.pick(talk.known);
  const command = () => {
    if (what === 'create' || instanceId === undefined) return process.save(caller, { instanceName: name });
    if (what === 'create below') return process.save(caller, { instanceName: name, parentId: instanceId });
    if (what === 'rename') return process.save(caller, { instanceId, instanceName: name, expected: { kind: 'any' } });
    if (what === 'delete') return process.remove(caller, { instanceId });
    return process.restore(caller, { instanceId, instanceName: random.below(2) === 0 ? name : undefined });
  };
  const parentId =
    what === 'create' || instanceId === undefined ? caller.workspaceId : what === 'create below' ? instanceId : undefined;
  const outcome = await outcomeOf(run, process, command());
  note(talk, outcome, { parentId, fromPlace, toPlace: await repository.events.reachHead() });
}

function note(talk: Talk, outcome: Outcome, window: Omit<Refused, 'refusal'>): void {
  if (outcome === 'died') return;
  if ('refused' in outcome) talk.refused.push({ ...window, refusal: outcome });
  else if (!talk.known.includes(outcome.done.instanceId as InstanceId)) talk.known.push(outcome.done.instanceId as InstanceId);
}

/** A name is refused only to somebody in whose time another had it: no refusal rests on a state that was over before he asked. */
function refusedWithoutReason({ refused }: Talk, history: History): Refused[] {
  return refused.filter(({ refusal, parentId, ...window }) => {
    if (refusal.refused !== 'name-taken' || parentId === undefined) return false;
    return !history.nameWasHeld({ parentId, name: refusal.instanceName, ...window });
  });
}

const runsOf = async (seedFrom: number, count: number, deathsMax: number) => {
  const talks = new Map<Run, Talk>();
  return runAll(repository, {
    seeds: seeds(seedFrom, count),
    processes: processesOfRace,
    deathsMax,
    act: async (run) => {
      talks.set(run, await quarrel(run));
    },
    judge: (run, history) => {
      const wrong = refusedWithoutReason(talks.get(run)!, history);
      run.findings.push(...wrong.map((refused) => `refused without a reason: ${JSON.stringify(refused)}`));
    },
  });
};

describe('names that roots and children take, leave, take back, lose with a deletion and claim with a restore', () => {
  it(
    'never belong to two live siblings, and every acknowledged command is in the log',
    async () => {
      const { findings, histories, runs } = await runsOf(4_000, 100, 0);
      expect(findings).toEqual([]);
      expect(histories.reduce((sum, { fences }) => sum + fences, 0)).toBeGreaterThan(0);
      const counts = tally(runs.flatMap(({ outcomes }) => outcomes));
      for (const word of ['done', 'name-taken', 'not-found', 'parent-not-found']) expect(counts[word]).toBeGreaterThan(0);
    },
    timeoutMs,
  );

  it(
    'never do when processes die among their commands either',
    async () => {
      const { findings, histories } = await runsOf(5_000, 100, processesOfRace);
      expect(findings).toEqual([]);
      expect(histories.reduce((sum, { fences }) => sum + fences, 0)).toBeGreaterThan(0);
    },
    timeoutMs,
  );
});
