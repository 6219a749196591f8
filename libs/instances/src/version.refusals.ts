import type { InstanceRefusal } from './instance.refusals.js';

/** Which version a command means to follow (http.md, "versions"). */
export type Expectation =
  | { readonly kind: 'version'; readonly version: number }
  /** On purpose: whatever is there. */
  | { readonly kind: 'any' }
  /** There must be nothing yet: `If-None-Match: *`. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'not-stated' };

type VersionRefusal = Extract<InstanceRefusal, { refused: 'version-required' | 'version-mismatch' }>;

/** The refusal of a command whose expectation a live and visible instance does not meet: 428 before 412. */
export function refusedVersion(expected: Expectation, currentVersion: number): VersionRefusal | undefined {
  switch (expected.kind) {
    case 'not-stated':
      return { refused: 'version-required', currentVersion };
    case 'absent':
      return { refused: 'version-mismatch', currentVersion };
    case 'version':
      return expected.version === currentVersion ? undefined : { refused: 'version-mismatch', currentVersion };
    case 'any':
      return undefined;
  }
}
