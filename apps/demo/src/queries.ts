import { concepts } from './book/concepts.js';
import type { SavedPolicy } from './save-policy.js';

/** A line for a shell, and what it shows. */
export interface Query {
  readonly shows: string;
  readonly line: string;
}

/** The policies that have stories; see `stories.ts`. */
export interface Featured {
  readonly adjusted: SavedPolicy;
  readonly claimed: SavedPolicy;
  readonly restored: SavedPolicy;
}

/** Two lines that name token and book for the others. */
export function settingLines(url: string, workspaceId: string, tokenForShell: string): readonly string[] {
  return [`TOKEN="${tokenForShell}"`, `BOOK='${url}/v1/workspaces/${workspaceId}'`];
}

/** What to try on the book; each line works as it is pasted, once the setting lines were. */
export function queriesOf(workspaceId: string, { adjusted, claimed, restored }: Featured): readonly Query[] {
  const [policy, contents] = [idOf(adjusted, 'policy'), idOf(adjusted, 'CNT')];
  const query = (shows: string, path: string, header?: string): Query => {
    const headers = ['Authorization: Bearer $TOKEN', ...(header === undefined ? [] : [header])];
    return { shows, line: `curl -sS ${headers.map((each) => `-H "${each}"`).join(' ')} "$BOOK${path}"` };
  };
  return [
    query('A policy in London that begins in June, as XML', `/instances/${policy}`),
    query('The same with its metadata, and its content as JSON', `/instances/${policy}`, 'Accept: application/json'),
    query(
      'The first five policies of the book, by number',
      `/instances/${workspaceId}/children?concept=${concepts.policy}&limit=5`,
    ),
    query('The coverages of that policy', `/instances/${policy}/children?concept=${concepts.coverage}`),
    query(
      'All that it excludes, at any depth, with the wording',
      `/instances/${policy}/descendants?concept=${concepts.exclusion}&include=xml`,
    ),
    query('The policy and everything below it as one XML document', `/instances/${policy}/data-set`),
    query('The versions of its contents coverage, and why each was made', `/instances/${contents}/history`),
    query('What the revaluation changed in it', `/instances/${contents}/diff?from=1&to=2`),
    query('The whole policy as it was before the revaluation', `/instances/${policy}/data-set?asOf=${adjusted.issuedAt}`),
    query('Why a policy with an open claim cannot be deleted', `/instances/${idOf(claimed, 'policy')}/deletion-check`),
    query('What was deleted, when, by whom and why', '/deletions?limit=5'),
    query('Everything that happened to a policy deleted by mistake', `/instances/${idOf(restored, 'policy')}/events`),
  ];
}

function idOf({ ids }: SavedPolicy, of: string): string {
  const id = ids.get(of);
  if (id === undefined) throw new RangeError(`the policy has no ${of}`);
  return id;
}
