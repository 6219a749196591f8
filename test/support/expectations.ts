import { expect } from '@jest/globals';
import type { Answer } from './answer.js';

/** Expects the problem of http.md with this status and name, and these fields of its own. */
export function expectProblem(answer: Answer, status: number, name: string, fields: object = {}): void {
  expect({ status: answer.status, problem: answer.problem, ...answer.json }).toMatchObject({ status, problem: name, ...fields });
}

/** Expects a 400 `invalid-request` that names exactly these places. */
export function expectInvalid(answer: Answer, ...pointers: readonly string[]): void {
  expectProblem(answer, 400, 'invalid-request');
  const errors = answer.json['errors'] as readonly { readonly pointer: string; readonly detail: string }[];
  expect(errors.map((error) => error.pointer).sort()).toEqual([...pointers].sort());
  expect(errors.every((error) => error.detail.length > 0)).toBe(true);
}
