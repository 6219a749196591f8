import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { filesBelow, packagesIn, root, textOf } from './project.js';

const linesMedianMax = 80;
const linesMax = 300;

const production = (['apps', 'libs'] as const)
  .flatMap((group) => packagesIn(group).map((name) => `${group}/${name}/src`))
  .flatMap((folder) => [...filesBelow(folder, '.ts'), ...filesBelow(folder, '.tsx')])
  .filter((path) => !/(?:[.]spec|[/]test-support)[.]ts$/.test(path))
  .map((path) => ({ path, lines: textOf(path).trimEnd().split('\n').length }))
  .sort((a, b) => a.lines - b.lines);

describe('production files', () => {
  it('are read in an afternoon: half of them have 80 lines or fewer', () => {
    expect(production.length).toBeGreaterThan(20);
    expect(production[Math.floor(production.length / 2)]?.lines).toBeLessThanOrEqual(linesMedianMax);
  });

  it('have 300 lines at most, unless a decision record names the file', () => {
    const decisions = existsSync(join(root, 'docs/adr')) ? filesBelow('docs/adr', '.md').map(textOf).join('\n') : '';
    const large = production.filter(({ path, lines }) => lines > linesMax && !decisions.includes(path));
    expect(large).toEqual([]);
  });
});
