import { policyAt, type Policy } from './policy.js';
import { issueSteps, type Step } from './steps.js';
import { storyAt } from './stories.js';

/**
 * Raised whenever a byte of the book changes: it is in the workspace's name and in its key, so that a book saved by an older
 * demo stays as it is and a new one is begun beside it.
 */
export const edition = 1;

/** One policy of the book, and everything that happens to it. */
export interface PolicySteps {
  readonly place: number;
  readonly policy: Policy;
  /** What issues it. */
  readonly issued: readonly Step[];
  /** What becomes of it afterwards. */
  readonly later: readonly Step[];
}

/** The policies of the book of a seed, from the first to the last; each is the same in a book of any size. */
export function* bookOf(seed: number, policyCount: number): Generator<PolicySteps, void, undefined> {
  for (let place = 1; place <= policyCount; place += 1) {
    const { wanted, later } = storyAt(place);
    const policy = policyAt(seed, place, wanted);
    yield { place, policy, issued: issueSteps(policy), later: later(policy) };
  }
}

export function workspaceName(seed: number): string {
  return `Home insurance demo 2026, edition ${String(edition)}, seed ${String(seed)}`;
}
