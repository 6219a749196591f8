import type { Caller } from '@datakeep/access';
import { instanceViews, type InstanceRefusal } from '@datakeep/instances';
import { Random } from '../crash/random.js';
import { History } from './history.js';
import { newCaller, type Repository } from './repository.js';
import type { Process } from './process.js';
import type { Death } from './uneasy-store.js';

export type UneasyProcess = ReturnType<Repository['uneasyProcess']>;
type Acknowledged = { readonly place: number; readonly commandId: string; readonly instanceId: string };
/** What one command came to: what it did, why it was refused, or that nobody will ever hear. */
export type Outcome = { readonly done: Acknowledged } | InstanceRefusal | 'died';

/** One run of a race: a workspace of its own, several processes, and what was found wrong. */
export interface Run {
  readonly seed: number;
  readonly random: Random;
  readonly caller: Caller;
  readonly processes: readonly UneasyProcess[];
  /** A process that is as fast as can be and never dies. */
  readonly calm: Process;
  readonly outcomes: Outcome[];
  readonly findings: string[];
}

export interface Course {
  readonly seeds: readonly number[];
  readonly processes: number;
  /** Up to so many of the processes die in each run. */
  readonly deathsMax: number;
  readonly act: (run: Run) => Promise<void>;
  /** What is to be true of the log of this run, beside what holds for every log. */
  readonly judge?: (run: Run, history: History) => Promise<void> | void;
}

export const processesOfRace = 4;
const pauseMsMax = 50;
const viewsWaitMsMax = 10_000;
const runsSideBySide = 25;
/** A process dies at one of its first so many appends, if it makes as many. */
const deathWithinAppends = 40;
/** How long a young claim is left alone, in different runs: what is right must not rest on it. */
const claimGracesMs = [0, 0, 30, undefined];

/** Numbers that a failure names and a next run can be given. */
export function seeds(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => from + at);
}

/** Runs all seeds, some side by side, and gives the findings of all and their histories. */
export async function runAll(
  repository: Repository,
  course: Course,
): Promise<{ findings: string[]; histories: History[]; runs: Run[] }> {
  const waiting = [...course.seeds];
  const histories: History[] = [];
  const runs: Run[] = [];
  async function lane(): Promise<void> {
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
      const run = startRun(repository, course, seed);
      runs.push(run);
      histories.push(await finishRun(repository, course, run));
    }
  }
  await Promise.all(Array.from({ length: runsSideBySide }, lane));
  const findings = runs.flatMap(({ seed, findings }) => findings.map((finding) => `seed ${String(seed)}: ${finding}`));
  return { findings, histories, runs };
}

/** The outcome of one command of a process that may die meanwhile; an error is a finding. */
export async function outcomeOf(run: Run, process: UneasyProcess, command: Promise<unknown>): Promise<Outcome> {
  try {
    const answer = await Promise.race([command, process.died]);
    const outcome: Outcome = answer === 'died' ? 'died' : outcomeFrom(answer as object);
    run.outcomes.push(outcome);
    return outcome;
  } catch (error) {
    run.findings.push(`a command failed: ${String(error)}`);
    return 'died';
  }
}

function outcomeFrom(answer: object): Outcome {
  if ('refused' in answer) return answer as InstanceRefusal;
  return { done: ('saved' in answer ? answer.saved : answer) as Acknowledged };
}

/** How often each outcome came, such as `{ done: 1, 'name-taken': 63 }`. */
export function tally(outcomes: readonly Outcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    const word = outcome === 'died' ? outcome : 'done' in outcome ? 'done' : outcome.refused;
    counts[word] = (counts[word] ?? 0) + 1;
  }
  return counts;
}

function startRun(repository: Repository, course: Course, seed: number): Run {
  const random = new Random(seed);
  const claimGraceMs = random.pick(claimGracesMs);
  const death = (): Death => ({ atAppend: random.below(deathWithinAppends), moment: random.pick(['before', 'after']) });
  const deaths = random.below(course.deathsMax + 1);
  const processes = Array.from({ length: course.processes }, (_, at) =>
    repository.uneasyProcess({ random, pauseMsMax, claimGraceMs, death: at < deaths ? death() : undefined }),
  );
  return { seed, random, caller: newCaller(), processes, calm: repository.process(), outcomes: [], findings: [] };
}

async function finishRun(repository: Repository, course: Course, run: Run): Promise<History> {
  const fromPlace = await repository.events.reachHead();
  await course.act(run);
  for (const process of run.processes) await process.settled();
  const history = await History.read(repository.events, run.caller.workspaceId, fromPlace);
  run.findings.push(...history.faults);
  for (const outcome of run.outcomes) {
    if (outcome === 'died' || !('done' in outcome)) continue;
    if (!history.holds(outcome.done)) run.findings.push(`acknowledged and not in the log: ${JSON.stringify(outcome.done)}`);
  }
  run.findings.push(...(await differencesOfViews(repository, run.caller, history)));
  await course.judge?.(run, history);
  return history;
}

/** What the views show of the instances of a run, where it is not what the log says. */
async function differencesOfViews({ events, views }: Repository, caller: Caller, history: History): Promise<string[]> {
  if (!(await views.reached(await events.reachHead(), { timeoutMsMax: viewsWaitMsMax })))
    return ['the views did not reach the head'];
  const principals = [...new Set(history.all.flatMap(({ access }) => access))];
  const reader = views.reader({ workspaceId: caller.workspaceId, principals });
  const view = instanceViews.rows.name;
  const differences: string[] = [];
  for (const instance of history.all) {
    const { id: instanceId, name, dataVersion, status, access, deletedBy } = instance;
    const row = await reader.get({ view, instanceId, at: 'now' });
    const seen = await reader.principals({ view, instanceId, at: 'now', limit: 1_000 });
    const shown =
      row && JSON.stringify([row['name'], row['dataVersion'], row['status'], row['parentId'], row.hierarchy, seen?.principals]);
    const place = [instance.parentId, history.hierarchyOf(instance)];
    const expected = deletedBy === null ? JSON.stringify([name, dataVersion, status, ...place, access]) : undefined;
    if (shown !== expected) differences.push(`the views show ${String(shown)} of ${instanceId}, the log ${String(expected)}`);
  }
  return differences;
}
