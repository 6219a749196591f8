import { afterEach, describe, expect, it } from '@jest/globals';
import { deleted, restore } from '../support/deletions-api.js';
import { failingStore } from '../support/failing-store.js';
import { holdingStore, type HoldingStore } from '../support/holding-store.js';
import { coverage, expectProblem, newChild, newId, newRoot, policy, xmlOf, type Answer } from '../support/index.js';
import { openMemoryRepository, type MemoryRepository, type ServedProcess } from '../support/memory-repository.js';

const opened: MemoryRepository[] = [];

afterEach(async () => {
  for (const repository of opened.splice(0)) await repository.close();
});

async function open(): Promise<MemoryRepository> {
  const repository = await openMemoryRepository();
  opened.push(repository);
  return repository;
}

interface Two {
  readonly repository: MemoryRepository;
  /** A process that can be held up before an append. */
  readonly slow: ServedProcess;
  readonly store: HoldingStore;
  readonly quick: ServedProcess;
}

async function twoProcesses(): Promise<Two> {
  const repository = await open();
  const store = holdingStore(repository.events);
  return { repository, store, slow: await repository.serve({ events: store }), quick: await repository.serve() };
}

const wanted = 'Wanted by two';

/** The live roots under the name, as far as the log goes: one process does not wait for what another wrote. */
async function liveHolders({ repository, quick: { workspace } }: Two): Promise<unknown[]> {
  await repository.views.reached(await repository.events.reachHead(), { timeoutMsMax: 60_000 });
  const { items } = await workspace.children(workspace.workspaceId);
  return items.filter((item) => item['instanceName'] === wanted).map((item) => item['instanceId']);
}

const create = ({ workspace }: ServedProcess): Promise<Answer> =>
  workspace.save({ instanceName: wanted, conceptId: policy, xml: xmlOf('1') });

/** Every command that takes the name of a root: what it needs, and the command. */
const takers: readonly {
  readonly title: string;
  prepare(process: ServedProcess): Promise<(process: ServedProcess) => Promise<Answer>>;
}[] = [
  { title: 'a create whose id the server makes', prepare: () => Promise.resolve(create) },
  {
    title: 'a create under a chosen id',
    prepare: () => {
      const id = newId();
      return Promise.resolve(({ workspace }) => workspace.put(id, xmlOf('1'), { name: wanted, concept: policy }));
    },
  },
  {
    title: 'a rename',
    prepare: async ({ workspace }) => {
      const id = await newRoot(workspace);
      return (process) => process.workspace.put(id, xmlOf('2'), { name: wanted }, { 'if-match': '"1"' });
    },
  },
  {
    title: 'a rename back',
    prepare: async ({ workspace }) => {
      const id = await newRoot(workspace, wanted);
      await workspace.put(id, xmlOf('2'), { name: 'Another' }, { 'if-match': '"1"' });
      return (process) => process.workspace.put(id, xmlOf('3'), { name: wanted }, { 'if-match': '"2"' });
    },
  },
  {
    title: 'a restore',
    prepare: async ({ workspace }) => {
      const instanceId = await newRoot(workspace, wanted);
      await deleted(workspace, instanceId);
      return (process) => restore(process.workspace, { instanceId });
    },
  },
];

describe.each(takers)('$title that is held up between its claim and its save', ({ prepare }) => {
  it('is 409 name-taken when the name was taken over in the meantime: one live root has it', async () => {
    const two = await twoProcesses();
    const { slow, quick, store } = two;
    const take = await prepare(slow);
    const { reached, release } = store.hold(2);
    const late = take(slow);
    await reached;
    const winner = await create(quick);
    expect(winner.status).toBe(201);
    release();
    expectProblem(await late, 409, 'name-taken', { instanceName: wanted });
    expect(await liveHolders(two)).toEqual([winner.json['instanceId']]);
  });

  it('is done when whoever took the name over gave it up again, on a claim of its own', async () => {
    const two = await twoProcesses();
    const { slow, quick, store } = two;
    const take = await prepare(slow);
    const { reached, release } = store.hold(2);
    const late = take(slow);
    await reached;
    await deleted(quick.workspace, String((await create(quick)).json['instanceId']));
    release();
    const answer = await late;
    expect(answer.status).toBeLessThan(300);
    expect(await liveHolders(two)).toEqual([answer.json['instanceId']]);
    expectProblem(await create(quick), 409, 'name-taken');
  });

  it('takes no name that was claimed, saved, given up and taken once more while it waited', async () => {
    const two = await twoProcesses();
    const { slow, quick, store } = two;
    const take = await prepare(slow);
    const { reached, release } = store.hold(2);
    const late = take(slow);
    await reached;
    for (let time = 0; time < 2; time += 1) {
      await deleted(quick.workspace, String((await create(quick)).json['instanceId']));
    }
    const winner = await create(quick);
    release();
    expectProblem(await late, 409, 'name-taken');
    expect(await liveHolders(two)).toEqual([winner.json['instanceId']]);
  });
});

describe('a command that is held up before its append', () => {
  it('saves a child under a name that was taken below the parent meanwhile: 409 name-taken', async () => {
    const { slow, quick, store } = await twoProcesses();
    const root = await newRoot(slow.workspace);
    const { reached, release } = store.hold(1);
    const request = { instanceName: wanted, conceptId: coverage, parentId: root, xml: xmlOf('1') };
    const late = slow.workspace.save(request);
    await reached;
    const winner = await newChild(quick.workspace, root, { name: wanted });
    release();
    expectProblem(await late, 409, 'name-taken');
    expect((await quick.workspace.children(root)).items.map((item) => item['instanceId'])).toEqual([winner]);
  });

  it('makes a child of a parent that was deleted meanwhile: 409 parent-not-found', async () => {
    const { slow, quick, store } = await twoProcesses();
    const root = await newRoot(slow.workspace);
    const { reached, release } = store.hold(1);
    const late = slow.workspace.save({ instanceName: wanted, conceptId: coverage, parentId: root, xml: xmlOf('1') });
    await reached;
    await deleted(quick.workspace, root);
    release();
    expectProblem(await late, 409, 'parent-not-found', { parentId: root });
    expect((await restore(quick.workspace, { instanceId: root })).json).toMatchObject({ restored: 1 });
  });

  it('deletes a tree that grew meanwhile: all of it', async () => {
    const { slow, quick, store } = await twoProcesses();
    const root = await newRoot(slow.workspace);
    const { reached, release } = store.hold(1);
    const late = slow.workspace.command('delete-instance', { instanceId: root, expectedVersion: 1 });
    await reached;
    const child = await newChild(quick.workspace, root, { name: 'Grown' });
    release();
    expect((await late).json).toMatchObject({ deleted: 2 });
    expectProblem(await slow.workspace.read(child), 404, 'not-found');
  });
});

describe('a create-workspace under a chosen id whose process died behind its claim on the id', () => {
  it('is gone on with by another command of the same profile, under another name too, and frees the first name', async () => {
    const repository = await open();
    const store = failingStore(repository.events);
    const dying = await repository.serve({ events: store });
    const workspaceId = newId();
    const first = { workspaceId, name: 'First name' };
    const keyed = { 'idempotency-key': 'first' };
    // The claim on the name, then the one on the id; the third append never comes.
    store.fail({ atAppend: 3, moment: 'before' });
    expectProblem(await dying.serverOwner.command('create-workspace', first, keyed), 503, 'store-unavailable');

    const { serverOwner, api } = await repository.serve();
    const second = await serverOwner.command('create-workspace', { workspaceId, name: 'Second name' });
    expect([second.status, second.json['workspaceId']]).toEqual([201, workspaceId]);
    const users = await api.get(`/v1/workspaces/${workspaceId}/instances/${workspaceId}/children`);
    expect(users.items).toHaveLength(1);
    expectProblem(await serverOwner.command('create-workspace', first, keyed), 409, 'id-taken', { instanceId: workspaceId });
    expect((await serverOwner.command('create-workspace', { name: 'First name' })).status).toBe(201);
  });
});
