import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, realpathSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

const runMsMax = 120_000;

const jestConfig = {
  testEnvironment: 'node',
  transform: {},
  testMatch: ['<rootDir>/**/dist/**/*.spec.js'],
  testPathIgnorePatterns: ['/node_modules/'],
  watchman: false,
  reporters: [],
};

/**
 * Runs compiled specs in a copy of the project.
 *
 * @param {string} folder
 * @param {readonly string[]} specs Their paths from the copy's root.
 * @returns {Promise<{ spec: string, verdict: 'passed' | 'failed' | 'did not run' | 'gave no verdict' }[]>} `failed` is a
 * failed test: a spec that cannot be loaded notices nothing.
 */
export async function runSpecs(folder, specs) {
  const file = join(folder, 'verdicts.json');
  rmSync(file, { force: true });
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
  const jest = ['--config', JSON.stringify({ ...jestConfig, rootDir: folder }), '--json', '--outputFile', file, '--runInBand'];
  const child = spawn(process.execPath, [...node, ...jest, '--runTestsByPath', ...specs], {
    cwd: folder,
    stdio: 'ignore',
    timeout: runMsMax,
  });
  await once(child, 'exit');
  const suites = new Map(suitesIn(file).map((suite) => [relative(realpathSync(folder), realpathSync(suite.name)), suite]));
  return specs.map((spec) => ({ spec, verdict: verdictOf(suites.get(spec)) }));
}

function suitesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).testResults;
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

function verdictOf(suite) {
  if (suite === undefined) return 'gave no verdict';
  if (suite.assertionResults.length === 0) return 'did not run';
  return suite.assertionResults.some(({ status }) => status === 'failed') ? 'failed' : 'passed';
}
