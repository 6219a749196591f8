import { datakeepClient, dataOf, DatakeepProblem, type DatakeepClient } from '@datakeep/client';
import { bookOf, edition, workspaceName, type PolicySteps } from './book/book.js';
import { featured } from './book/stories.js';
import { DemoFailed } from './demo-failed.js';
import { inParallel } from './in-parallel.js';
import type { Options } from './options.js';
import type { Owner } from './owner.js';
import { patientFetch } from './patient.js';
import { Progress } from './progress.js';
import { queriesOf, settingLines, type Featured } from './queries.js';
import { savePolicy, type Place, type SavedPolicy } from './save-policy.js';

/** Policies that are saved at the same time: enough for a full group commit, few enough to be no burden to others. */
const savesAtOnce = 32;

type Out = ConstructorParameters<typeof Progress>[1];

/** Saves the book on a server and prints what to try; throws DemoFailed. */
export async function demo(url: string, owner: Owner, { seed, policyCount }: Options, out: Out): Promise<void> {
  const client = datakeepClient({ baseUrl: url, token: owner.token, fetch: (request) => patientFetch(request) });
  try {
    await expectServer(url, owner.token);
    const { workspaceId } = await dataOf(createWorkspace(client, owner.serverOwnerWorkspaceId, seed));
    out.write(`"${workspaceName(seed)}" is workspace ${workspaceId} on ${url}\n`);
    const book = await saveBook({ client, workspaceId }, bookOf(seed, policyCount), new Progress(policyCount, out));
    out.write('\nPaste these two lines, then any of those below:\n\n');
    for (const line of settingLines(url, workspaceId, owner.tokenForShell)) out.write(`${line}\n`);
    for (const { shows, line } of queriesOf(workspaceId, book)) out.write(`\n${shows}:\n${line}\n`);
  } catch (fault) {
    throw clear(fault, url);
  }
}

/** Asks once, so that a wrong address is told at once and not after the client's retries. */
async function expectServer(url: string, token: string): Promise<void> {
  await datakeepClient({ baseUrl: url, token, retriesMax: 0 }).GET('/health/live');
}

function createWorkspace(client: DatakeepClient, serverOwnerWorkspaceId: string, seed: number) {
  return client.POST('/v1/workspaces/{workspaceId}/commands/create-workspace', {
    params: {
      path: { workspaceId: serverOwnerWorkspaceId },
      header: { 'Idempotency-Key': `demo-${String(edition)}/${String(seed)}/workspace` },
    },
    body: { name: workspaceName(seed) },
  });
}

async function saveBook(place: Place, book: Iterable<PolicySteps>, progress: Progress): Promise<Featured> {
  const saved = new Map<number, SavedPolicy>();
  await inParallel(book, savesAtOnce, async (steps) => {
    const policy = await savePolicy(place, steps);
    if (Object.values(featured).includes(steps.place)) saved.set(steps.place, policy);
    progress.saved({ instances: steps.issued.length, commands: steps.issued.length + steps.later.length });
  });
  progress.end();
  const at = (place: number): SavedPolicy => {
    const policy = saved.get(place);
    if (policy === undefined) throw new RangeError('the book is too short for its queries');
    return policy;
  };
  return { adjusted: at(featured.adjusted), claimed: at(featured.claimed), restored: at(featured.restored) };
}

/** One line for what a person can mend; anything else stays what it is. */
function clear(fault: unknown, url: string): unknown {
  if (fault instanceof DatakeepProblem) return new DemoFailed(`${url} answered ${String(fault.status)}: ${fault.message}`);
  // How `fetch` says that there is no connection.
  if (fault instanceof TypeError && fault.message === 'fetch failed')
    return new DemoFailed(`nothing answers at ${url}, or it went away; the same command goes on where this one ended`);
  return fault;
}
