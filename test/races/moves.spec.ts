import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Caller } from '@datakeep/access';
import type { SaveRequest } from '@datakeep/instances';
import type { InstanceId } from '@datakeep/kernel';
import { heldStore, type HeldStore } from './held-store.js';
import { History } from './history.js';
import type { Process } from './process.js';
import { newCaller, openRepository, type Repository } from './repository.js';
import { outcomeOf, processesOfRace, runAll, seeds, tally, type Run } from './run.js';
import { colleagueOf, join } from './users.js';

const timeoutMs = 120_000;

let repository: Repository;
beforeAll(async () => {
  repository = await openRepository();
});
afterAll(() => repository.close());

async function createdBy(process: Process, caller: Caller, request: Partial<SaveRequest>): Promise<InstanceId> {
  const outcome = await process.save(caller, request);
  if ('refused' in outcome) throw new Error(`refused: ${outcome.refused}`);
  return outcome.saved.instanceId;
}

/** A root with two branches that have a leaf each. */
async function newTree(process: Process, caller: Caller) {
  const root = await createdBy(process, caller, { instanceName: 'Policy' });
  const [one, two] = [
    await createdBy(process, caller, { instanceName: 'One', parentId: root }),
    await createdBy(process, caller, { instanceName: 'Two', parentId: root }),
  ];
  const [leafOfOne, leafOfTwo] = [
    await createdBy(process, caller, { instanceName: 'Leaf', parentId: one }),
    await createdBy(process, caller, { instanceName: 'Leaf', parentId: two }),
  ];
  return { root, one, two, leafOfOne, leafOfTwo, ids: [root, one, two, leafOfOne, leafOfTwo] } as const;
}

describe('a tree that many move about in', () => {
  const writersMax = 24;

  /** Moves into each other, and all else that can happen to a tree, by two users at once. */
  async function shuffle(run: Run): Promise<void> {
    const { calm, caller, random } = run;
    const colleague = colleagueOf(caller);
    await join(repository.events, [caller, colleague]);
    const { root, ids } = await newTree(calm, caller);
    await calm.changeAccess(caller, 'grant', { instanceId: root, principals: [colleague.userId] });
    const commands = Array.from({ length: writersMax }, () => {
      const process = random.pick(run.processes);
      const who = random.pick([caller, colleague]);
      const [instanceId, parentId] = [random.pick(ids.slice(1)), random.pick(ids)];
      const principals = [random.pick([caller, colleague]).userId];
      const move = () => process.move(who, { instanceId, parentId, instanceName: random.pick(['Leaf', 'Branch', 'Twig']) });
      const command = [
        move,
        move,
        move,
        () => process.save(who, { instanceName: 'Twig', parentId }),
        () => process.remove(who, { instanceId }),
        () => process.restore(who, { instanceId }),
        () => process.changeStatus(who, { instanceId, status: 'Active' }),
        () => process.changeAccess(who, random.pick(['grant', 'revoke']), { instanceId, principals }),
      ];
      return outcomeOf(run, process, random.pick(command)());
    });
    await Promise.all(commands);
  }

  it.each([
    ['every process lives', 20_000, 0],
    ['processes die', 21_000, processesOfRace],
  ])(
    'is a tree at every moment, seen by somebody, and shown as the log says, when %s',
    async (_when, seedFrom, deathsMax) => {
      const course = { seeds: seeds(seedFrom, 50), processes: processesOfRace, deathsMax, act: shuffle };
      const { findings, histories, runs } = await runAll(repository, course);
      expect(findings).toEqual([]);
      const counts = tally(runs.flatMap(({ outcomes }) => outcomes));
      for (const word of [
        'done',
        'parent-inside-subtree',
        'parent-not-found',
        'name-taken',
        'not-found',
        'access-would-be-empty',
      ]) {
        expect([word, counts[word] ?? 0]).not.toEqual([word, 0]);
      }
      const types = new Set(histories.flatMap(({ events }) => events.map(({ type }) => type)));
      for (const type of ['InstanceMoved', 'InstanceStatusChanged', 'AccessGranted', 'AccessRevoked', 'InstanceRestored']) {
        expect(types).toContain(type);
      }
    },
    timeoutMs,
  );
});

describe('a move that another command overtakes', () => {
  let caller: Caller;
  let colleague: Caller;
  let store: HeldStore;
  let slow: Process;
  let fast: Process;
  let tree: Awaited<ReturnType<typeof newTree>>;

  beforeEach(async () => {
    caller = newCaller();
    colleague = colleagueOf(caller);
    await join(repository.events, [caller, colleague]);
    store = heldStore(repository.events);
    slow = repository.process({ events: store });
    fast = repository.process();
    tree = await newTree(fast, caller);
  });

  /** Stops the command of the slow process when its event is on its way, lets the other one pass, and gives what the slow one came to. */
  async function overtaken<Answer>(type: string, command: () => Promise<Answer>, other: () => Promise<unknown>): Promise<Answer> {
    const held = store.hold(type);
    const answer = command();
    await held.reached;
    await other();
    held.release();
    return answer;
  }

  async function historyNow(): Promise<History> {
    const history = await History.read(repository.events, caller.workspaceId);
    expect(history.faults).toEqual([]);
    return history;
  }

  const accessIn = (history: History, id: InstanceId) => history.all.find((instance) => instance.id === id)?.access;
  const intoEachOther = {
    oneIntoTwo: (process: Process) => process.move(caller, { instanceId: tree.one, parentId: tree.leafOfTwo }),
    twoIntoOne: (process: Process) => process.move(caller, { instanceId: tree.two, parentId: tree.leafOfOne }),
  };

  it('into it makes no ring: the second one is refused', async () => {
    const outcome = await overtaken(
      'InstanceMoved',
      () => intoEachOther.oneIntoTwo(slow),
      () => intoEachOther.twoIntoOne(fast),
    );
    expect(outcome).toEqual({ refused: 'parent-inside-subtree', parentId: tree.leafOfTwo });
    expect((await historyNow()).live).toHaveLength(7);
  });

  it('finds no parent that was deleted meanwhile', async () => {
    const outcome = await overtaken(
      'InstanceMoved',
      () => intoEachOther.oneIntoTwo(slow),
      () => fast.remove(caller, { instanceId: tree.two }),
    );
    expect(outcome).toEqual({ refused: 'parent-not-found', parentId: tree.leafOfTwo });
    await historyNow();
  });

  it('into a tree that is being deleted goes with it', async () => {
    const outcome = await overtaken(
      'InstanceDeleted',
      () => slow.remove(caller, { instanceId: tree.two }),
      () => intoEachOther.oneIntoTwo(fast),
    );
    expect(outcome).toMatchObject({ deleted: 4 });
    await historyNow();
  });

  it('out of a tree that is being deleted stays alive', async () => {
    const outcome = await overtaken(
      'InstanceDeleted',
      () => slow.remove(caller, { instanceId: tree.two }),
      () => fast.move(caller, { instanceId: tree.leafOfTwo, parentId: tree.root }),
    );
    expect(outcome).toMatchObject({ deleted: 1 });
    expect((await historyNow()).liveNamed('Leaf')).toHaveLength(2);
  });

  it('of what something comes back to takes it along', async () => {
    await fast.remove(caller, { instanceId: tree.leafOfOne });
    const outcome = await overtaken(
      'InstanceRestored',
      () => slow.restore(caller, { instanceId: tree.leafOfOne }),
      () => fast.move(caller, { instanceId: tree.one, parentId: tree.two }),
    );
    expect(outcome).toMatchObject({ restored: 1 });
    const history = await historyNow();
    const leaf = history.live.find(({ id }) => id === tree.leafOfOne);
    expect(leaf && history.hierarchyOf(leaf)).toBe(`/${caller.workspaceId}/${tree.root}/${tree.two}/${tree.one}/`);
  });

  it('is given what came to the tree with it: a grant on the tree holds for what stands there then', async () => {
    const outcome = await overtaken(
      'AccessGranted',
      () => slow.changeAccess(caller, 'grant', { instanceId: tree.two, principals: [colleague.userId] }),
      () => fast.move(caller, { instanceId: tree.one, parentId: tree.two }),
    );
    expect(outcome).toMatchObject({ changed: 4 });
    const history = await historyNow();
    const both = [caller.userId, colleague.userId].toSorted();
    for (const id of [tree.one, tree.two, tree.leafOfOne, tree.leafOfTwo]) expect(accessIn(history, id)).toEqual(both);
    expect(accessIn(history, tree.root)).toEqual([caller.userId]);
  });

  it('takes along the rows that were given meanwhile, and counts what is seen then', async () => {
    const hidden = () => fast.changeAccess(caller, 'grant', { instanceId: tree.leafOfOne, principals: [colleague.userId] });
    await hidden();
    await fast.changeAccess(colleague, 'revoke', { instanceId: tree.leafOfOne, principals: [caller.userId] });
    const outcome = await overtaken(
      'InstanceMoved',
      () => slow.move(caller, { instanceId: tree.one, parentId: tree.two }),
      () => fast.changeAccess(colleague, 'grant', { instanceId: tree.leafOfOne, principals: [caller.userId] }),
    );
    expect(outcome).toMatchObject({ moved: 2 });
    expect(accessIn(await historyNow(), tree.leafOfOne)).toEqual([caller.userId, colleague.userId].toSorted());
  });

  it('of what was hidden from its sender meanwhile finds nothing', async () => {
    await fast.changeAccess(caller, 'grant', { instanceId: tree.one, principals: [colleague.userId] });
    const outcome = await overtaken(
      'InstanceMoved',
      () => slow.move(caller, { instanceId: tree.one, parentId: tree.two }),
      () => fast.changeAccess(caller, 'revoke', { instanceId: tree.one, principals: [caller.userId] }),
    );
    expect(outcome).toEqual({ refused: 'not-found' });
    await historyNow();
  });
});
