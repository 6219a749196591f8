import { expect } from '@jest/globals';
import { dumpViews } from '@datakeep/view-store-sqlite';

/** Expects two dumps to hold the same rows; a failure shows those that only one of them has, not thousands of lines. */
export function expectSameRows(actual: readonly string[], expected: readonly string[]): void {
  const [inActual, inExpected] = [new Set(actual), new Set(expected)];
  expect({
    onlyInActual: actual.filter((line) => !inExpected.has(line)).slice(0, 5),
    onlyInExpected: expected.filter((line) => !inActual.has(line)).slice(0, 5),
    lines: actual.length,
  }).toEqual({ onlyInActual: [], onlyInExpected: [], lines: expected.length });
}

/** The rows of a file of views; throws when there are none to speak of, since nothing equals nothing. */
export async function rowsOf(file: string): Promise<readonly string[]> {
  const lines = await dumpViews(file);
  if (lines.length < 100) throw new Error(`${file} has ${lines.length} rows only`);
  return lines;
}
