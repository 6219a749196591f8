import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { root } from './project.js';

const passing = `it('holds', () => {});`;

describe('the totals of a test run', () => {
  let folder: string;
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'datakeep-totals-')));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs Jest on one planted spec, and gives its exit code, what it said and the totals it left. */
  function run(text: string, ...options: string[]): { code: number | null; said: string; totals: string } {
    const config = { rootDir: folder, testEnvironment: 'node', transform: {}, reporters: [join(root, 'tools/jest-totals.js')] };
    const totalsFile = join(folder, 'totals');
    rmSync(totalsFile, { force: true });
    writeFileSync(join(folder, 'package.json'), '{}');
    writeFileSync(join(folder, 'planted.spec.js'), text);
    const jest = join(root, 'node_modules/jest/bin/jest.js');
    const ended = spawnSync(process.execPath, [jest, '--runInBand', '--config', JSON.stringify(config), ...options], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, DATAKEEP_TEST_TOTALS: totalsFile },
    });
    return { code: ended.status, said: ended.stdout + ended.stderr, totals: readFileSync(totalsFile, 'utf8') };
  }

  it('say how many tests passed', () => {
    expect(run(`${passing} ${passing.replace('holds', 'holds too')}`)).toMatchObject({ code: 0, totals: '2 passed, 0 failed\n' });
  });

  it.each([
    ['fails', `it('fails', () => { throw new Error('on purpose'); });`],
    ['is skipped', `it.skip('is skipped', () => {});`],
    ['is still to be written', `it.todo('is to come');`],
    [
      'passes only on a retry',
      `let tries = 0; jest.retryTimes(2); it('is flaky', () => { tries += 1; expect(tries).toBe(2); });`,
    ],
  ])('count a test that %s as failed, and fail the run', (_fault, text) => {
    expect(run(`${passing} ${text}`)).toMatchObject({ code: 1, totals: '1 passed, 1 failed\n' });
  });

  it('count a suite that cannot run as failed', () => {
    expect(run(`import './absent.js';`)).toMatchObject({ code: 1, totals: '0 passed, 1 failed\n' });
  });

  it('let a run that picks tests by name leave out the others', () => {
    expect(run(`${passing} it('other', () => {});`, '--testNamePattern', 'holds')).toMatchObject({ code: 0 });
  });

  it('name the test that was skipped', () => {
    expect(run(`it.skip('is left out', () => {});`).said).toContain('is left out');
  });
});
