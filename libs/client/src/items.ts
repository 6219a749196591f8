import { dataOf, type Result } from './problem.js';

/** One page of a list; `next` is the cursor of the one behind it. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/**
 * All items of a list, page by page, each page asked for when its first item is wanted; throws DatakeepProblem. The cursor of
 * events is called `after`.
 *
 *     const path = '/v1/workspaces/{workspaceId}/instances/{instanceId}/children';
 *     for await (const child of itemsOf((page) => client.GET(path, { params: { path: ids, query: { limit: 1000, ...page } } })))
 */
export async function* itemsOf<T>(
  pageAt: (page: { readonly cursor?: string }) => Promise<Result<Page<T>>>,
): AsyncGenerator<T, void, undefined> {
  let next: string | null = null;
  do {
    const page: Page<T> = await dataOf(pageAt(next === null ? {} : { cursor: next }));
    yield* page.items;
    next = page.next;
  } while (next !== null);
}
