import { createHash, hash } from 'node:crypto';

/** Lines that are put together for the hash at a time: 100,000 ids as one text would take as much memory as the ids. */
const linesOfPart = 1_000;

/** The digest of a set of instances: SHA-256 over their ids in ascending order, one a line, base64url (design, section 3). */
export function digestOf(ids: readonly string[]): string {
  const sorted = [...ids].sort();
  if (sorted.length <= linesOfPart) return hash('sha256', sorted.join('\n'), 'base64url');
  const digest = createHash('sha256');
  for (let from = 0; from < sorted.length; from += linesOfPart) {
    digest.update(`${from === 0 ? '' : '\n'}${sorted.slice(from, from + linesOfPart).join('\n')}`);
  }
  return digest.digest('base64url');
}
