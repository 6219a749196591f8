import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cruise, type Cruise } from './cruise.js';
import { plantedViolations, type PlantedViolation } from './planted-violations.js';
import { filesBelow, packagesIn, root, textOf } from './project.js';
import { writeSampleProject } from './sample-project.js';

const folders = ['apps', 'libs', 'test', 'bench'];

function placesOf({ path, beside }: PlantedViolation): string[] {
  return [path, ...Object.keys(beside ?? {})];
}

function reportOf({ violations }: Pick<Cruise['summary'], 'violations'>): string[] {
  return violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}

describe('the rules about who may import whom', () => {
  let sample: Cruise;
  let folder: string;

  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'datakeep-arrows-')));
    const planted = plantedViolations.flatMap(({ path, text, beside }) => [
      [path, text] as const,
      ...Object.entries(beside ?? {}),
    ]);
    writeSampleProject(folder, Object.fromEntries(planted));
    sample = cruise(folder, folders);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(plantedViolations)('$rule alone reports what is planted in $path', (planted) => {
    const places = placesOf(planted);
    const reported = sample.summary.violations.filter(({ from }) => places.includes(from)).map(({ rule }) => rule.name);
    expect(reported).toEqual([planted.rule]);
  });

  it('report nothing else in a project that does what is allowed', () => {
    const places = new Set(plantedViolations.flatMap(placesOf));
    expect(reportOf({ violations: sample.summary.violations.filter(({ from }) => !places.has(from)) })).toEqual([]);
  });

  it('have each a planted violation, and what is planted has each a rule', () => {
    const planted = new Set(plantedViolations.map(({ rule }) => rule));
    const rules = sample.summary.ruleSetUsed.forbidden.map(({ name }) => name);
    expect([...planted].toSorted()).toEqual(rules.toSorted());
  });
});

describe('the imports of the project', () => {
  const project = cruise(root, folders);
  const cruised = new Map(project.modules.map((module) => [module.source, module.dependencies.map(({ resolved }) => resolved)]));
  const sources = folders.flatMap((folder) => filesBelow(folder, '.ts'));

  it('are seen in every source file', () => {
    expect(sources.length).toBeGreaterThan(30);
    expect(sources.filter((path) => !cruised.has(path))).toEqual([]);
  });

  it.each(['@datakeep/kernel', '@photostructure/sqlite', 'libxml2-wasm', '@nestjs/common'])(
    'of %s are seen wherever it is imported',
    (name) => {
      const importers = sources.filter(
        (path) => !path.startsWith('test/architecture/') && textOf(path).includes(`from '${name}'`),
      );
      const home = name.startsWith('@datakeep/')
        ? `libs/${name.slice('@datakeep/'.length)}/src/index.ts`
        : `node_modules/${name}/`;
      expect(importers.filter((path) => !cruised.get(path)?.some((resolved) => resolved.startsWith(home)))).toEqual([]);
    },
  );

  it('break no rule', () => {
    expect(reportOf(project.summary)).toEqual([]);
  });
});

describe('the libraries', () => {
  it('are each a context in the order of contexts, or named here as what contexts stand on', () => {
    const infrastructure = /^(?:kernel|contract|client|xml|projector|[^/]+-store(?:-[^/]+)?)$/;
    const contexts = /contextsInOrder = \[(.*)\]/.exec(textOf('.dependency-cruiser.js'))?.[1] ?? '';
    expect(packagesIn('libs').filter((name) => !infrastructure.test(name) && !contexts.includes(`'${name}'`))).toEqual([]);
  });
});
