import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { failingStore } from '../support/failing-store.js';
import { coverage, expectProblem, newId, newRoot, otherUser, xmlOf, type Person, type WorkspaceApi } from '../support/index.js';
import { openMemoryRepository, type MemoryRepository, type ServedProcess } from '../support/memory-repository.js';

let repository: MemoryRepository;
let process: ServedProcess;
let other: Person;

beforeAll(async () => {
  repository = await openMemoryRepository();
  process = await repository.serve();
  other = await otherUser({ owner: repository.owner, api: process.api, repository });
});
afterAll(() => repository.close());

/** An id that a create below `parent` claimed for its data set and did not save, as the loser of a race leaves it. */
async function boundBelow(parent: string): Promise<string> {
  const id = newId();
  const store = failingStore(repository.events);
  const dying = await repository.serve({ events: store });
  store.fail({ atAppend: 2, moment: 'before' });
  const lost = await dying.workspace.put(id, xmlOf('1'), { name: `Lost ${id}`, concept: coverage, parent });
  expectProblem(lost, 503, 'store-unavailable');
  await dying.end();
  // Answers say where the views stand, which must not move between two that are compared.
  const { events, views } = repository;
  expect(await views.reached(await events.reachHead(), { timeoutMsMax: 60_000 })).toBe(true);
  return id;
}

const put = (workspace: WorkspaceApi, id: string, parent: string | undefined, headers = {}) =>
  workspace.put(id, xmlOf('1'), { name: 'Wants the id', concept: coverage, parent }, headers);

describe('a create under an id that is bound to a data set and was never saved', () => {
  it.each([
    ['no condition', {}],
    ['If-Match: *', { 'if-match': '*' }],
    ['If-None-Match: *', { 'if-none-match': '*' }],
  ])('answers id-taken in the same bytes below a hidden parent and below an absent one, with %s', async (_what, headers) => {
    const hidden = await newRoot(process.workspace);
    const own = await newRoot(other.workspace);
    for (const id of [await boundBelow(hidden), await boundBelow(await newRoot(process.workspace))]) {
      const belowHidden = await put(other.workspace, id, hidden, headers);
      const belowAbsent = await put(other.workspace, id, newId(), headers);
      expectProblem(belowHidden, 409, 'id-taken', { instanceId: id });
      expect(belowHidden.whole).toEqual(belowAbsent.whole);
      expect((await put(other.workspace, id, own, headers)).text).toBe(belowHidden.text);
    }
  });

  it('goes through below the parent that it was claimed for, to whoever sees that one', async () => {
    const parent = await newRoot(process.workspace);
    const id = await boundBelow(parent);
    expectProblem(await put(process.workspace, id, newId()), 409, 'id-taken', { instanceId: id });
    expect((await put(process.workspace, id, parent)).status).toBe(201);
  });
});
