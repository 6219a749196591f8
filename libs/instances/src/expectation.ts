import type { Asking } from '@datakeep/access';
import type { InstanceRefusal } from './instance.refusals.js';
import { invalidAt } from './refused-content.js';
import type { Expectation } from './version.refusals.js';

type Invalid = Extract<InstanceRefusal, { refused: 'invalid-request' }>;

const strongTag = /^"([1-9][0-9]{0,14})"$/;

/**
 * Which version a save means to follow, from `If-Match`, `If-None-Match: *` and `expectedVersion` (http.md, "versions";
 * RFC 9110, sections 8.8.3 and 13.1: a weak tag never matches for a change). They must not contradict each other.
 */
export function readExpectation(
  headers: Pick<Asking, 'ifMatch' | 'ifNoneMatch'>,
  expectedVersion: number | 'any' | undefined,
): Expectation | Invalid {
  const stated: Expectation[] = [];
  if (headers.ifMatch !== undefined) {
    const version = strongTag.exec(headers.ifMatch)?.[1];
    if (headers.ifMatch === '*') stated.push({ kind: 'any' });
    else if (version === undefined)
      return invalidAt('/headers/if-match', 'must be one strong tag of a version, such as "3", or *');
    else stated.push({ kind: 'version', version: Number(version) });
  }
  if (headers.ifNoneMatch !== undefined) {
    if (headers.ifNoneMatch !== '*')
      return invalidAt('/headers/if-none-match', 'must be * on a command: create, and save over nothing');
    stated.push({ kind: 'absent' });
  }
  if (expectedVersion !== undefined) {
    stated.push(expectedVersion === 'any' ? { kind: 'any' } : { kind: 'version', version: expectedVersion });
  }
  const [first, ...others] = stated;
  if (first === undefined) return { kind: 'not-stated' };
  const same = others.every((other) => JSON.stringify(other) === JSON.stringify(first));
  return same ? first : invalidAt('/expectedVersion', 'contradicts the If-Match or If-None-Match header: send one of them');
}
