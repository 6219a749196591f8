import { expect } from '@jest/globals';
import type { Ended } from '../support/index.js';

/** Expects that a program ended with one clear line that has these words, and said nothing else. */
export function expectOneLine({ code, output, errors }: Ended, ...words: readonly string[]): void {
  expect({ code, output }).toEqual({ code: 1, output: '' });
  expect(errors).toMatch(/^datakeep: [^\n]+\n$/);
  for (const word of words) expect(errors).toContain(word);
}
