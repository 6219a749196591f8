import { appendFileSync } from 'node:fs';

/**
 * What a run of Jest amounts to: `failed` counts failed tests, suites that could not run, tests that were skipped or are
 * still to be written, and tests that passed only when they were tried again. All of these are defects here.
 *
 * @param {import('@jest/reporters').AggregatedResult} results
 * @returns {{ passed: number, failed: number, defects: string[] }}
 */
export function totalsOf(results) {
  const tests = results.testResults.flatMap((suite) => suite.testResults.map((test) => ({ ...test, suite: suite.testFilePath })));
  const flaky = tests.filter((test) => test.status === 'passed' && (test.invocations ?? 1) > 1);
  const unrun = tests.filter((test) => test.status !== 'passed' && test.status !== 'failed');
  return {
    passed: results.numPassedTests - flaky.length,
    failed: results.numFailedTests + results.numRuntimeErrorTestSuites + unrun.length + flaky.length,
    defects: [
      ...flaky.map((test) => `passed only on a retry: ${test.fullName} (${test.suite})`),
      ...unrun.map((test) => `${test.status}, not run: ${test.fullName} (${test.suite})`),
    ],
  };
}

/** Appends the totals of the run to the file that DATAKEEP_TEST_TOTALS names, and fails a run that skipped a test. */
export default class JestTotals {
  #defects = [];

  constructor(globalConfig) {
    this.selective = Boolean(globalConfig.testNamePattern);
  }

  onRunComplete(_contexts, results) {
    const { passed, failed, defects } = totalsOf(results);
    // Whoever picks tests by name wants the others left out.
    this.#defects = this.selective ? [] : defects;
    // Jest takes the error below for its exit code, and prints nothing of it.
    for (const defect of this.#defects) process.stderr.write(`counts as failed: ${defect}\n`);
    const file = process.env['DATAKEEP_TEST_TOTALS'];
    if (file) appendFileSync(file, `${passed} passed, ${failed} failed\n`);
  }

  getLastError() {
    return this.#defects.length === 0 ? undefined : new Error(this.#defects.join('\n'));
  }
}
