import { describe, expect, it } from '@jest/globals';
import '../support/patience.js';
import { differenceOf } from './shrink.js';
import { ProgramWorld } from './program-world.js';
import { run, type Tally } from './run.js';
import { stepsOf } from './steps.js';

const commands = 40;
/** A process that starts takes a second, so it is killed less often than one that does not end. */
const killedEvery = 12;

describe('random commands to a server that is killed again and again', () => {
  it.each([1, 2])('are answered, and seen in every view, as the model of the rules says: seed %i', async (seed) => {
    const steps = stepsOf(seed, commands).map((step, place) => ({
      ...step,
      fault: place % killedEvery === killedEvery - 1 ? ('dies' as const) : ('none' as const),
    }));
    const tally: Tally = new Map();
    const difference = await differenceOf(steps, (some) => run(some, { tally }, () => ProgramWorld.open()));
    expect(difference?.message).toBeUndefined();
    expect([...tally.keys()].filter((what) => what.endsWith(' 0'))).not.toEqual([]);
  });
});
