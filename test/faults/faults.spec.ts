import { afterEach, describe, expect, it } from '@jest/globals';
import { failingStore, type Fault, type FailingStore } from '../support/failing-store.js';
import { expectProblem, newId, newRoot, policy, xmlOf, type Answer } from '../support/index.js';
import { openMemoryRepository, type MemoryRepository, type ServedProcess } from '../support/memory-repository.js';
import { chosenChild, faultCommands, type FaultCommand } from './fault-commands.js';
import { logOfRows } from './log-of-rows.js';

interface Struck {
  readonly repository: MemoryRepository;
  /** The process whose append failed, and which lives on. */
  readonly process: ServedProcess;
  readonly store: FailingStore;
}

const opened: MemoryRepository[] = [];

afterEach(async () => {
  for (const repository of opened.splice(0)) await repository.close();
});

/** What is the same for two sendings of one command. */
const answerOf = ({ status, json, headers }: Answer) => {
  const { position: _position, ...body } = json;
  return { status, location: headers.get('location'), body };
};

/** A repository on which the command stands and nothing has failed yet. */
async function prepared(command: FaultCommand): Promise<Struck> {
  const repository = await openMemoryRepository();
  opened.push(repository);
  const store = failingStore(repository.events);
  const process = await repository.serve({ events: store });
  await command.prepare?.(process, repository);
  return { repository, process, store };
}

type Reference = Awaited<ReturnType<typeof runUndisturbed>>;
const references = new Map<FaultCommand, Promise<Reference>>();

/** What the command answers and leaves in the log when nothing fails. */
function reference(command: FaultCommand): Promise<Reference> {
  const known = references.get(command) ?? runUndisturbed(command);
  references.set(command, known);
  return known;
}

async function runUndisturbed(command: FaultCommand) {
  const { repository, process, store } = await prepared(command);
  store.fail({ atAppend: Infinity, moment: 'before' });
  const answer = await command.send(process);
  const { appends } = store;
  const log = await logOfRows(repository.events);
  return { answer: answerOf(answer), appends, log };
}

function faultsOf({ appends }: FaultCommand): readonly Fault[] {
  return Array.from({ length: appends }, (_, index) => index + 1).flatMap((atAppend) => [
    { atAppend, moment: 'before' as const },
    { atAppend, moment: 'after' as const },
  ]);
}

/** Each fault of each command, so that one failure names one of them. */
const everyFault = faultCommands.flatMap((command) =>
  faultsOf(command).map((fault) => ({ ...fault, title: command.title, command })),
);

describe.each(faultCommands)('$title', (command) => {
  it('makes as many appends as faults are tried at, and each is survived', async () => {
    const { answer, appends } = await reference(command);
    expect([200, 201]).toContain(answer.status);
    expect(appends).toBe(command.appends);
  });
});

describe.each(everyFault)('$title, when the store fails $moment append $atAppend', ({ command, atAppend, moment }) => {
  it('is 503, and sent again to the same process it is done once and whole, with the answer that it would have had', async () => {
    const expected = await reference(command);
    const { repository, process, store } = await prepared(command);
    store.fail({ atAppend, moment });
    expectProblem(await command.send(process), 503, 'store-unavailable');
    const answer = await command.send(process);
    expect(answerOf(answer)).toEqual(expected.answer);
    expect(await logOfRows(repository.events)).toEqual(expected.log);
    // A process that never heard of the command finds its answer in the log.
    const remembered = await command.send(await repository.serve());
    expect([remembered.status, remembered.text]).toEqual([answer.status, answer.text]);
    expect(await logOfRows(repository.events)).toEqual(expected.log);
  });

  it('is done or not, never in part; and sent again to a new process it is done once and whole', async () => {
    const expected = await reference(command);
    const { repository, process, store } = await prepared(command);
    const before = (await logOfRows(repository.events)).length;
    store.fail({ atAppend, moment });
    expectProblem(await command.send(process), 503, 'store-unavailable');
    const left = (await logOfRows(repository.events)).slice(before);
    const isDone = atAppend === command.appends && moment === 'after';
    const seen = isDone ? left : left.filter(({ type }) => command.unseen?.includes(type) !== true);
    expect(seen).toEqual(isDone ? expected.log.slice(before) : []);
    expect(answerOf(await command.send(await repository.serve()))).toEqual(expected.answer);
    expect(await logOfRows(repository.events)).toEqual(expected.log);
  });
});

const taking = everyFault.flatMap(({ command, ...fault }) =>
  command.takes === undefined ? [] : [{ ...fault, command, takes: command.takes }],
);

describe.each(taking)('$title, when the process dies $moment append $atAppend and nobody sends it again', (at) => {
  it('leaves a name that somebody else can take, unless it was done', async () => {
    const { command, takes, atAppend, moment } = at;
    const { repository, process, store } = await prepared(command);
    store.fail({ atAppend, moment });
    expectProblem(await command.send(process), 503, 'store-unavailable');
    const { workspace } = await repository.serve();
    const taker = await workspace.put(newId(), xmlOf('taker'), { name: takes, concept: policy });
    const isDone = atAppend === command.appends && moment === 'after';
    if (isDone) expectProblem(taker, 409, 'name-taken', { instanceName: takes });
    else expect(taker.status).toBe(201);
    const late = await command.send(await repository.serve());
    if (isDone) expect(late.status).toBeLessThan(300);
    else expectProblem(late, 409, 'name-taken', { instanceName: takes });
    const { items } = await workspace.children(workspace.workspaceId);
    expect(items.filter((item) => item['instanceName'] === takes)).toHaveLength(1);
  });
});

describe('a process that dies between the claim on a chosen id and its save', () => {
  const command = faultCommands.find(({ title }) => title === 'create a child under a chosen id')!;

  it('leaves the id to its data set: 201 there, and 409 id-taken as a root and in another data set', async () => {
    const { repository, process, store } = await prepared(command);
    const elsewhere = await newRoot(process.workspace);
    store.fail({ atAppend: 1, moment: 'after' });
    expectProblem(await command.send(process), 503, 'store-unavailable');
    const { workspace } = await repository.serve();
    const create = { name: 'Wants it', concept: policy };
    const put = (parent: string | undefined) => workspace.put(chosenChild.id, xmlOf('1'), { ...create, parent });
    expectProblem(await put(undefined), 409, 'id-taken', { instanceId: chosenChild.id });
    expectProblem(await put(elsewhere), 409, 'id-taken', { instanceId: chosenChild.id });
    expect((await put(chosenChild.parent)).status).toBe(201);
  });
});
