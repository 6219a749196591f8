import { describe, expect, it } from '@jest/globals';
import { readExpectation } from './expectation.js';
import { refusedVersion } from './version.refusals.js';

type Headers = Parameters<typeof readExpectation>[0];

const read = (headers: Partial<Headers>, expectedVersion?: number | 'any') =>
  readExpectation({ ifMatch: undefined, ifNoneMatch: undefined, ...headers }, expectedVersion);
const pointerOf = (answer: ReturnType<typeof read>) =>
  'refused' in answer ? answer.errors.map(({ pointer }) => pointer) : answer;

describe('which version a command means to follow', () => {
  it.each<[string, ReturnType<typeof read>, object]>([
    ['nothing', read({}), { kind: 'not-stated' }],
    ['If-Match with a strong tag', read({ ifMatch: '"3"' }), { kind: 'version', version: 3 }],
    ['If-Match with a star', read({ ifMatch: '*' }), { kind: 'any' }],
    ['If-None-Match with a star', read({ ifNoneMatch: '*' }), { kind: 'absent' }],
    ['a number', read({}, 3), { kind: 'version', version: 3 }],
    ['"any"', read({}, 'any'), { kind: 'any' }],
    ['the same twice', read({ ifMatch: '"3"' }, 3), { kind: 'version', version: 3 }],
    ['"any" twice', read({ ifMatch: '*' }, 'any'), { kind: 'any' }],
    ['a version of 15 digits', read({ ifMatch: '"999999999999999"' }), { kind: 'version', version: 999_999_999_999_999 }],
  ])('is said by %s', (_how, answer, expected) => {
    expect(answer).toEqual(expected);
  });

  it.each([
    'W/"3"',
    '3',
    '"3',
    '"03"',
    '"0"',
    '"-1"',
    '"3", "4"',
    '"3"x',
    ' "3"',
    '""',
    '"abc"',
    'W/*',
    '"9999999999999999"',
    '',
  ])('is not said by If-Match: %j', (ifMatch) => {
    expect(pointerOf(read({ ifMatch }))).toEqual(['/headers/if-match']);
  });

  it.each(['"3"', 'W/"3"', '', '**'])('is not said by If-None-Match: %j', (ifNoneMatch) => {
    expect(pointerOf(read({ ifNoneMatch }))).toEqual(['/headers/if-none-match']);
  });

  it.each<[Partial<Headers>, number | 'any' | undefined]>([
    [{ ifMatch: '"3"' }, 4],
    [{ ifMatch: '"3"' }, 'any'],
    [{ ifMatch: '*' }, 3],
    [{ ifMatch: '"3"', ifNoneMatch: '*' }, undefined],
    [{ ifNoneMatch: '*' }, 'any'],
  ])('is not said twice in different ways: %j and %j', (headers, expectedVersion) => {
    expect(pointerOf(read(headers, expectedVersion))).toEqual(['/expectedVersion']);
  });
});

describe('an expectation of what stands at version 2', () => {
  it('is met by the version itself and by "any"', () => {
    expect(refusedVersion({ kind: 'version', version: 2 }, 2)).toBeUndefined();
    expect(refusedVersion({ kind: 'any' }, 2)).toBeUndefined();
  });

  it('is not met otherwise, and the refusal names the current version', () => {
    const mismatch = { refused: 'version-mismatch', currentVersion: 2 };
    expect(refusedVersion({ kind: 'version', version: 1 }, 2)).toEqual(mismatch);
    expect(refusedVersion({ kind: 'version', version: 3 }, 2)).toEqual(mismatch);
    expect(refusedVersion({ kind: 'absent' }, 2)).toEqual(mismatch);
    expect(refusedVersion({ kind: 'not-stated' }, 2)).toEqual({ refused: 'version-required', currentVersion: 2 });
  });
});
