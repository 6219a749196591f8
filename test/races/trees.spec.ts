import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Caller } from '@datakeep/access';
import type { SaveRequest } from '@datakeep/instances';
import type { InstanceId } from '@datakeep/kernel';
import { heldStore, type HeldStore } from './held-store.js';
import { History } from './history.js';
import type { Process } from './process.js';
import { newCaller, openRepository, type Repository } from './repository.js';
import { outcomeOf, processesOfRace, runAll, seeds, tally, type Run } from './run.js';

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

describe('a tree that many write to while it is deleted and restored', () => {
  const writersMax = 24;

  /** Children, deletes and restores of the root and of a branch, all at once. */
  async function fell(run: Run): Promise<void> {
    const { calm, caller, random } = run;
    const root = await createdBy(calm, caller, { instanceName: 'Policy 1' });
    const branch = await createdBy(calm, caller, { instanceName: 'Coverage', parentId: root });
    const writes = Array.from({ length: writersMax }, () => {
      const process = random.pick(run.processes);
      const instanceId = random.pick([root, branch]);
      const instanceName = random.pick(['Coverage', 'Exclusion', 'Beneficiary']);
      const command = [
        () => process.save(caller, { instanceName, parentId: instanceId }),
        () => process.remove(caller, { instanceId }),
        () => process.restore(caller, { instanceId }),
      ];
      return outcomeOf(run, process, random.pick(command)());
    });
    await Promise.all(writes);
  }

  it.each([
    ['every process lives', 8_000, 0],
    ['processes die', 9_000, processesOfRace],
  ])(
    'never has anything alive below what is deleted, and comes back whole, when %s',
    async (_when, seedFrom, deathsMax) => {
      const { findings, runs } = await runAll(repository, {
        seeds: seeds(seedFrom, 50),
        processes: processesOfRace,
        deathsMax,
        act: fell,
      });
      expect(findings).toEqual([]);
      const counts = tally(runs.flatMap(({ outcomes }) => outcomes));
      for (const word of ['done', 'parent-not-found', 'not-found']) expect(counts[word]).toBeGreaterThan(0);
    },
    timeoutMs,
  );
});

describe('a command on a tree that another overtakes', () => {
  let caller: Caller;
  let store: HeldStore;
  let slow: Process;
  let fast: Process;
  let [root, branch, leaf]: InstanceId[] = [];

  beforeEach(async () => {
    caller = newCaller();
    store = heldStore(repository.events);
    slow = repository.process({ events: store });
    fast = repository.process();
    root = await createdBy(fast, caller, { instanceName: 'Policy 1' });
    branch = await createdBy(fast, caller, { instanceName: 'Coverage', parentId: root });
    leaf = await createdBy(fast, caller, { instanceName: 'Limit', parentId: branch });
  });

  async function expectWhole(live: readonly (InstanceId | undefined)[]): Promise<void> {
    const history = await History.read(repository.events, caller.workspaceId);
    expect(history.faults).toEqual([]);
    expect(new Set(history.live.map(({ id }) => id))).toEqual(new Set(live));
  }

  /** Stops the command of the slow process when its event is on its way, lets the other one pass, and gives what the slow one came to. */
  async function overtaken<Answer>(type: string, command: () => Promise<Answer>, other: () => Promise<unknown>): Promise<Answer> {
    const held = store.hold(type);
    const answer = command();
    await held.reached;
    await other();
    held.release();
    return answer;
  }

  it('makes no child when its parent was deleted meanwhile', async () => {
    const create = () => slow.save(caller, { instanceName: 'Excess', parentId: branch });
    const outcome = await overtaken('InstanceSaved', create, () => fast.remove(caller, { instanceId: root! }));
    expect(outcome).toEqual({ refused: 'parent-not-found', parentId: branch });
    await expectWhole([]);
  });

  it('deletes the child too that was made meanwhile', async () => {
    const create = () => fast.save(caller, { instanceName: 'Excess', parentId: leaf });
    const outcome = await overtaken('InstanceDeleted', () => slow.remove(caller, { instanceId: root! }), create);
    expect(outcome).toMatchObject({ deleted: 4 });
    await expectWhole([]);
  });

  it('restores nothing under a name that was taken meanwhile', async () => {
    await fast.remove(caller, { instanceId: branch! });
    let taker: InstanceId | undefined;
    const outcome = await overtaken(
      'InstanceRestored',
      () => slow.restore(caller, { instanceId: branch }),
      async () => {
        taker = await createdBy(fast, caller, { instanceName: 'Coverage', parentId: root });
      },
    );
    expect(outcome).toEqual({ refused: 'name-taken', instanceName: 'Coverage' });
    await expectWhole([root, taker]);
  });

  it('restores nothing below a parent that was deleted meanwhile', async () => {
    await fast.remove(caller, { instanceId: branch! });
    const outcome = await overtaken(
      'InstanceRestored',
      () => slow.restore(caller, { instanceId: branch }),
      () => fast.remove(caller, { instanceId: root! }),
    );
    expect(outcome).toEqual({ refused: 'parent-not-found', parentId: root });
    await expectWhole([]);
  });

  it('restores once what two restore', async () => {
    await fast.remove(caller, { instanceId: branch! });
    const outcome = await overtaken(
      'InstanceRestored',
      () => slow.restore(caller, { instanceId: branch }),
      () => fast.restore(caller, { instanceId: branch }),
    );
    expect(outcome).toEqual({ refused: 'not-found' });
    await expectWhole([root, branch, leaf]);
  });

  it('deletes once what two delete, and all of it comes back', async () => {
    const outcome = await overtaken(
      'InstanceDeleted',
      () => slow.remove(caller, { instanceId: root! }),
      () => fast.remove(caller, { instanceId: root! }),
    );
    expect(outcome).toEqual({ refused: 'not-found' });
    await expectWhole([]);
    expect(await slow.restore(caller, { instanceId: leaf })).toMatchObject({ instanceId: root, restored: 3 });
    await expectWhole([root, branch, leaf]);
  });
});
