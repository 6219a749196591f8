import { hash } from 'node:crypto';

/** The digest of a set of instances: SHA-256 over their ids in ascending order, one a line, base64url (design, section 3). */
export function digestOf(ids: readonly string[]): string {
  return hash('sha256', [...ids].sort().join('\n'), 'base64url');
}
