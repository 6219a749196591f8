import type { components } from './schema.js';

/** Every problem that the server answers (RFC 9457); `type` tells them and their fields apart. */
export type Problem = components['schemas']['problem'];

/** What a call of the client gives. */
export interface Result<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** A problem as an error, for those who would rather catch than ask. */
export class DatakeepProblem extends Error {
  override readonly name = 'DatakeepProblem';

  constructor(
    readonly status: number,
    /** `/problems/{name}`; `about:blank` when something between client and server answered in its place. */
    readonly type: string,
    /** The whole problem as it was answered; undefined when it is none of Datakeep's. */
    readonly problem: Problem | undefined,
    message: string,
  ) {
    super(message);
  }
}

/** What a call answered; throws DatakeepProblem when it answered a problem. `const saved = await dataOf(client.POST(…))`. */
export async function dataOf<T>(result: Result<T> | Promise<Result<T>>): Promise<T> {
  const { data, error, response } = await result;
  if (response.ok) return data as T;
  const { status } = response;
  if (!isProblem(error)) throw new DatakeepProblem(status, 'about:blank', undefined, `the answer was ${String(status)}`);
  throw new DatakeepProblem(status, error.type, error, `${error.title}: ${error.detail}`);
}

function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && String((error as Partial<Problem>).type).startsWith('/problems/');
}
