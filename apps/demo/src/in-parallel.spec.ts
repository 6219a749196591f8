import { describe, expect, it } from '@jest/globals';
import { inParallel } from './in-parallel.js';

describe('working in parallel', () => {
  it('works on every item once, in their order, and never on more than the width', async () => {
    const [begun, open]: [number[], Set<number>] = [[], new Set()];
    let openMax = 0;
    await inParallel(Array.from({ length: 10 }, (_, item) => item).values(), 3, async (item) => {
      begun.push(item);
      openMax = Math.max(openMax, open.add(item).size);
      // Items take turns of different lengths.
      for (let turn = 0; turn < (item * 7) % 5; turn += 1) await Promise.resolve();
      open.delete(item);
    });
    expect([begun, openMax, open.size]).toEqual([[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 3, 0]);
  });

  it('ends with the first fault, takes nothing further, and waits for what is under way', async () => {
    const [begun, ended]: [number[], number[]] = [[], []];
    const work = inParallel([1, 2, 3, 4, 5], 2, async (item) => {
      begun.push(item);
      if (item === 1) throw new Error('first');
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
      ended.push(item);
    });
    await expect(work).rejects.toThrow('first');
    expect([begun, ended]).toEqual([[1, 2], [2]]);
  });
});
