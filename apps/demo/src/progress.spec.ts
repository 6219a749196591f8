import { describe, expect, it } from '@jest/globals';
import { Progress } from './progress.js';

/** What is written while so many policies of three instances and four commands are saved; rates are left out. */
function writtenFor(policyCount: number, out: { readonly isTTY?: boolean }): readonly string[] {
  const written: string[] = [];
  const progress = new Progress(policyCount, { ...out, write: (text) => written.push(text.replace(/, [\d,]+ commands\/s/, '')) });
  for (let saved = 0; saved < policyCount; saved += 1) progress.saved({ instances: 3, commands: 4 });
  return written;
}

describe('the progress of the demo', () => {
  it('is a bar in a line of its own on a terminal, and leaves that line in the end', () => {
    const written = writtenFor(3, { isTTY: true });
    expect(written).toEqual([
      `\r[##########....................]  33% 1 of 3 policies, 3 instances\x1b[K`,
      `\r[####################..........]  66% 2 of 3 policies, 6 instances\x1b[K`,
      `\r[##############################] 100% 3 of 3 policies, 9 instances\x1b[K\n`,
    ]);
  });

  it('is a line for every ten percent elsewhere', () => {
    const written = writtenFor(2_000, {});
    expect([written.length, written[0], written[9]]).toEqual([
      10,
      ' 10% 200 of 2,000 policies, 600 instances\n',
      '100% 2,000 of 2,000 policies, 6,000 instances\n',
    ]);
  });

  it('ends with what was saved', () => {
    let written = '';
    const progress = new Progress(1, { isTTY: true, write: (text) => (written = text) });
    progress.saved({ instances: 1_200, commands: 1_300 });
    progress.end();
    expect(written).toMatch(/^1 policies, 1,200 instances, 1,300 commands in \d+\.\d s, [\d,]+ commands\/s\n$/);
  });
});
