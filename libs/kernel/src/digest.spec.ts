import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { digestOf } from './index.js';

describe('the digest of a set of instances', () => {
  it.each([0, 1, 2, 999, 1_000, 1_001, 2_500])('is the SHA-256 of %i ids in ascending order, one a line', (count) => {
    const ids = Array.from({ length: count }, () => randomUUID() as string);
    const lines = ids.toSorted().join('\n');
    expect(digestOf(ids)).toBe(createHash('sha256').update(lines).digest('base64url'));
    expect(digestOf(ids.toReversed())).toBe(digestOf(ids));
  });
});
