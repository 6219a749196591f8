import { RunFailed } from './difference.js';
import { run, type Tally } from './run.js';
import { differenceOf, shrink, type Shrunk } from './shrink.js';
import { stepsOf } from './steps.js';

export interface Plan {
  readonly seed: number;
  readonly runs: number;
  readonly commands: number;
  /** `whole`: what differs is told as it was found. */
  readonly told?: 'small' | 'whole';
}

/** One line for each thing that a run did, newest last. */
export interface Finding {
  readonly seed: number;
  readonly steps: number;
  /** `run-failed`: nothing differed, and a run did not come to its end. */
  readonly kind: 'differs' | 'run-failed';
  readonly text: string;
}

/** Runs with consecutive seeds until one differs; that one is made small and told. */
export async function check({ seed, runs, commands, told }: Plan, tally: Tally): Promise<Finding | undefined> {
  for (let own = seed; own < seed + runs; own += 1) {
    const steps = stepsOf(own, commands);
    const difference = await differenceOf(steps, (some) => run(some, { tally }));
    if (difference === undefined) continue;
    const found = { steps, difference };
    return told === 'whole' ? findingOf(own, found, difference.message) : tell(own, await shrink(found, run));
  }
  return undefined;
}

async function tell(seed: number, shrunk: Shrunk): Promise<Finding> {
  const { steps, difference } = shrunk;
  const told: string[] = [];
  const again = await differenceOf(steps, (some) => run(some, { told: (line) => told.push(line) }));
  const lines = told.map((line, place) => `${String(place + 1).padStart(4)}. ${line}`);
  return findingOf(seed, shrunk, [...lines, (again ?? difference).message].join('\n'));
}

function findingOf(seed: number, { steps, difference }: Shrunk, text: string): Finding {
  const kind = difference instanceof RunFailed ? 'run-failed' : 'differs';
  const { length } = steps;
  return { seed, steps: length, kind, text: `seed ${String(seed)} ${kind}, ${String(length)} steps are left:\n${text}` };
}
