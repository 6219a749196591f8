import { Difference, RunFailed } from './difference.js';
import type { Step } from './steps.js';

/** Runs spent on making one finding small. */
const attemptsMax = 400;

export interface Shrunk {
  readonly steps: readonly Step[];
  readonly difference: Difference;
}

/**
 * The fewest steps found that still differ, by taking out halves, quarters and so on down to single steps, and then what goes
 * wrong in those that are left (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input").
 */
export async function shrink(found: Shrunk, run: (steps: readonly Step[]) => Promise<void>): Promise<Shrunk> {
  let best = found;
  let attempts = 0;
  const stillDiffers = async (steps: readonly Step[]): Promise<boolean> => {
    attempts += 1;
    const difference = await differenceOf(steps, run);
    if (difference !== undefined) best = { steps, difference };
    return difference !== undefined;
  };
  for (let size = best.steps.length >> 1; size >= 1;) {
    let removed = false;
    for (let from = 0; from < best.steps.length && attempts < attemptsMax;) {
      const without = [...best.steps.slice(0, from), ...best.steps.slice(from + size)];
      if (without.length > 0 && (await stillDiffers(without))) removed = true;
      else from += size;
    }
    if (!removed || size > 1) size >>= 1;
  }
  for (const [place, step] of best.steps.entries()) {
    if (step.fault !== 'none') await stillDiffers(best.steps.with(place, { ...step, fault: 'none' }));
  }
  return best;
}

/** The first difference of a run; undefined when there is none. */
export async function differenceOf(
  steps: readonly Step[],
  run: (steps: readonly Step[]) => Promise<void>,
): Promise<Difference | undefined> {
  try {
    await run(steps);
    return undefined;
  } catch (error) {
    if (error instanceof Difference) return error;
    return new RunFailed(`the run failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}
