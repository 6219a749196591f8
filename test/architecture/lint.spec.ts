import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { root } from './project.js';

interface Planted {
  readonly rule: string;
  readonly path: string;
  readonly text: string;
}

const shape = `export interface Shape { readonly kind: 'round' | 'square' }`;
const spec = `import { expect, it, jest } from '@jest/globals';`;

const faults: readonly Planted[] = [
  { rule: 'no-console', path: 'libs/access/src/says.ts', text: `console.log('here');` },
  {
    rule: '@typescript-eslint/no-floating-promises',
    path: 'libs/access/src/floats.ts',
    text: `const later = async (): Promise<void> => { await Promise.resolve(); };\nlater();`,
  },
  {
    rule: '@typescript-eslint/switch-exhaustiveness-check',
    path: 'libs/access/src/switches.ts',
    text: `${shape}\nexport function f(s: Shape): number { switch (s.kind) { case 'round': return 1; default: return 2; } }`,
  },
  {
    rule: '@typescript-eslint/consistent-type-imports',
    path: 'libs/access/src/imports.ts',
    text: `import { Shape } from './shape.js';\nexport const kindOf = (s: Shape): string => s.kind;`,
  },
  {
    rule: '@typescript-eslint/no-explicit-any',
    path: 'libs/access/src/any.ts',
    text: `export const f = (x: any): boolean => x === 1;`,
  },
  {
    rule: '@typescript-eslint/no-extraneous-class',
    path: 'libs/access/src/holder.ts',
    text: `export class Holder { static size = 1; }`,
  },
  {
    rule: 'no-restricted-syntax',
    path: 'libs/access/src/bang.ts',
    text: `export const f = (x: string | null): number => x!.length;`,
  },
  { rule: 'no-restricted-imports', path: 'libs/access/src/deep.ts', text: `import '@datakeep/kernel/dist/guid.js';` },
  { rule: 'no-restricted-syntax', path: 'libs/access/src/clock.decide.ts', text: `export const now = (): number => Date.now();` },
  { rule: 'no-restricted-syntax', path: 'libs/access/src/date.state.ts', text: `export const today = (): Date => new Date();` },
  {
    rule: 'no-restricted-syntax',
    path: 'libs/access/src/dice.projection.ts',
    text: `export const dice = (): number => Math.random();`,
  },
  { rule: 'no-restricted-globals', path: 'libs/access/src/env.events.ts', text: `export const pid = process.pid;` },
  {
    rule: 'no-restricted-syntax',
    path: 'libs/access/src/skip.spec.ts',
    text: `${spec}\nit.skip('holds', () => expect(jest).toBeDefined());`,
  },
  {
    rule: 'no-restricted-syntax',
    path: 'test/e2e/each.spec.ts',
    text: `${spec}\nit.only.each([1])('%i', (n) => expect([n, jest]).toBeDefined());`,
  },
  {
    rule: 'no-restricted-syntax',
    path: 'test/e2e/retry.spec.ts',
    text: `${spec}\njest.retryTimes(2);\nit('holds', () => expect(1).toBe(1));`,
  },
];

// A class that Nest injects must be imported as a value, although it is used in types alone.
const injected = `import { Injectable } from './nest.js';
import { Clock } from './clock.js';
@Injectable()
export class Handler {
  constructor(private readonly clock: Clock) {}
  now(): number { return this.clock.now(); }
}
@Injectable()
export class Module {}`;

const sound: Record<string, string> = {
  'apps/server/src/main.ts': `console.log('ready');`,
  'apps/server/src/handler.ts': injected,
  'apps/server/src/nest.ts': `export const Injectable = (): ClassDecorator => () => undefined;`,
  'apps/server/src/clock.ts': `export class Clock { now(): number { return Date.now(); } }`,
  'libs/access/src/shape.ts': shape,
  'libs/access/src/index-of.ts': `export const first = (all: readonly number[]): number => all[0]!;`,
};

describe('the lint rules', () => {
  let folder: string;
  let reported: Map<string, (string | null)[]>;

  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'datakeep-lint-')));
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${text}\n`);
    };
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    write('package.json', JSON.stringify({ name: 'sample', type: 'module' }));
    write('tsconfig.json', JSON.stringify({ extends: join(root, 'tsconfig.base.json'), include: ['apps', 'libs', 'test'] }));
    for (const [path, text] of Object.entries(sound)) write(path, text);
    for (const { path, text } of faults) write(path, text);

    const eslint = join(root, 'node_modules/eslint/bin/eslint.js');
    const run = spawnSync(process.execPath, [eslint, '--config', join(root, 'eslint.config.js'), '--format', 'json', '.'], {
      cwd: folder,
      encoding: 'utf8',
    });
    if (!run.stdout.startsWith('[')) throw new Error(`eslint failed: ${run.stdout}${run.stderr}`);
    const files = JSON.parse(run.stdout) as { filePath: string; messages: { ruleId: string | null }[] }[];
    reported = new Map(
      files.map(({ filePath, messages }) => [filePath.slice(folder.length + 1), messages.map(({ ruleId }) => ruleId)]),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(faults)('$rule alone reports what is planted in $path', ({ rule, path }) => {
    expect([...new Set(reported.get(path))]).toEqual([rule]);
  });

  it.each(Object.keys(sound))('report nothing in %s', (path) => {
    expect(reported.get(path)).toEqual([]);
  });
});
