import { describe, expect, it } from '@jest/globals';
import { check } from './check.js';
import type { Tally } from './run.js';

/** `npm run test:property` does more runs, and those of other seeds. */
const plan = { seed: 20_261_122, runs: 60, commands: 100 };

/** Only keeps a busy machine from ending them. */
const runsMsMax = 600_000;

/** What the runs must have met, so that their agreement says something. */
const met = [
  'save-instance 201',
  'save-instance 200',
  'save-instance 409 name-taken',
  'save-instance 409 id-taken',
  'move-instance 200',
  'move-instance 409 parent-inside-subtree',
  'change-status 200',
  'patch-instance 200',
  'revert-instance 200',
  'delete-instance 200',
  'delete-instance 409 deletion-blocked',
  'delete-instance 412 version-mismatch',
  'restore-instance 200',
  'restore-instance 409 parent-not-found',
  'restore-instance 409 name-taken',
  'grant-access 200',
  'revoke-access 200',
  'revoke-access 409 access-would-be-empty',
  'save-instance 422 idempotency-key-reused',
];

describe('random commands of several users, with processes, projectors and views that die', () => {
  it(
    'are answered, and seen in every view of now and of the past, as a small model of the rules says',
    async () => {
      const tally: Tally = new Map();
      const finding = await check(plan, tally);
      expect(finding?.text).toBeUndefined();
      expect(met.filter((what) => (tally.get(what) ?? 0) < 5)).toEqual([]);
    },
    runsMsMax,
  );
});
