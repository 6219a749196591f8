import { run, type Tally, type Told } from './run.js';
import { differenceOf, shrink } from './shrink.js';
import { stepsOf } from './steps.js';

export interface Plan {
  readonly seed: number;
  readonly runs: number;
  readonly commands: number;
}

/** One line for each thing that a run did, newest last. */
export interface Finding {
  readonly seed: number;
  readonly steps: number;
  readonly text: string;
}

/** Runs with consecutive seeds until one differs; that one is made small and told. */
export async function check({ seed, runs, commands }: Plan, tally: Tally): Promise<Finding | undefined> {
  for (let own = seed; own < seed + runs; own += 1) {
    const steps = stepsOf(own, commands);
    const difference = await differenceOf(steps, (some) => run(some, { tally }));
    if (difference !== undefined) return tell(own, await shrink({ steps, difference }, run));
  }
  return undefined;
}

async function tell(seed: number, { steps, difference }: Awaited<ReturnType<typeof shrink>>): Promise<Finding> {
  const told: string[] = [];
  const again = await differenceOf(steps, (some) => run(some, { told: (line: Told) => told.push(line) }));
  const lines = told.map((line, place) => `${String(place + 1).padStart(4)}. ${line}`);
  const text = [`seed ${String(seed)}, ${String(steps.length)} steps are left:`, ...lines, (again ?? difference).message].join('\n');
  return { seed, steps: steps.length, text };
}
