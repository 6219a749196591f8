import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Caller } from '@datakeep/access';
import type { SaveOutcome } from '@datakeep/instances';
import type { InstanceId } from '@datakeep/kernel';
import { heldStore, type HeldStore } from './held-store.js';
import { History } from './history.js';
import type { Process } from './process.js';
import { newCaller, openRepository, type Repository } from './repository.js';

const name = 'Policy 1';
const otherName = 'Policy 2';

let repository: Repository;
let caller: Caller;
let [first, second, third]: HeldProcess[] = [];

interface HeldProcess extends Process {
  readonly store: HeldStore;
}

beforeAll(async () => {
  repository = await openRepository();
});
beforeEach(() => {
  caller = newCaller();
  [first, second, third] = Array.from({ length: 3 }, () => {
    const store = heldStore(repository.events);
    return { store, ...repository.process({ events: store, claimGraceMs: 0 }) };
  });
});
afterAll(() => repository.close());

const create = (process: Process | undefined) => process!.save(caller, { instanceName: name });
const rename = (process: Process | undefined, instanceId: InstanceId, instanceName: string) =>
  process!.save(caller, { instanceId, instanceName, expected: { kind: 'any' } });

/** Whose name it became, or why it did not. */
async function idOf(outcome: SaveOutcome | Promise<SaveOutcome>): Promise<InstanceId> {
  const settled = await outcome;
  if ('refused' in settled) throw new Error(`refused: ${settled.refused}`);
  return settled.saved.instanceId;
}

/** A creator that stopped between its claim and its save. */
async function stoppedBeforeSave(process: HeldProcess | undefined) {
  const save = process!.store.hold('InstanceSaved');
  const creating = create(process);
  await save.reached;
  return { creating, release: () => save.release() };
}

/** A creator that fenced the holder of the name and stopped before it replaced the claim. */
async function stoppedBeforeClaim(process: HeldProcess | undefined) {
  const claim = process!.store.hold('RootNameClaimed');
  const creating = create(process);
  await claim.reached;
  return { creating, release: () => claim.release() };
}

const taken = { refused: 'name-taken', instanceName: name };

async function expectTheOnlyHolder(id: InstanceId): Promise<History> {
  const history = await History.read(repository.events, caller.workspaceId);
  expect(history.faults).toEqual([]);
  expect(history.liveNamed(name).map((instance) => instance.id)).toEqual([id]);
  return history;
}

describe('a claim whose holder has not saved', () => {
  it('is ended in the stream of its holder before another takes it, and gives the holder nothing any more', async () => {
    const slow = await stoppedBeforeSave(first);
    const winner = await idOf(create(second));
    slow.release();
    expect(await slow.creating).toEqual(taken);
    expect((await expectTheOnlyHolder(winner)).fences).toBe(1);
  });

  it('is taken from a holder that died, and from the one that took it and died too', async () => {
    await stoppedBeforeSave(first);
    await stoppedBeforeSave(second);
    const winner = await idOf(create(third));
    expect((await expectTheOnlyHolder(winner)).fences).toBe(2);
  });

  it('is claimed anew by the holder that lost it, when the one that took it died', async () => {
    const slow = await stoppedBeforeSave(first);
    const dead = await stoppedBeforeSave(second);
    slow.release();
    const winner = await idOf(slow.creating);
    expect((await expectTheOnlyHolder(winner)).commandsBackAtTheClaim).toBe(1);
    dead.release();
    expect(await dead.creating).toEqual(taken);
    await expectTheOnlyHolder(winner);
  });

  it('is replaced at its own revision only: who comes late looks again', async () => {
    await stoppedBeforeSave(first);
    const late = await stoppedBeforeClaim(second);
    const winner = await idOf(create(third));
    late.release();
    expect(await late.creating).toEqual(taken);
    await expectTheOnlyHolder(winner);
  });

  it('is replaced at its own revision only, also when the one that came between has not saved yet', async () => {
    await stoppedBeforeSave(first);
    const late = await stoppedBeforeClaim(second);
    const between = await stoppedBeforeSave(third);
    late.release();
    const winner = await idOf(late.creating);
    between.release();
    expect(await between.creating).toEqual(taken);
    await expectTheOnlyHolder(winner);
  });
});

describe('a name that somebody has', () => {
  it('is taken for everybody else, and no fence is written', async () => {
    const holder = await idOf(create(first));
    expect(await create(second)).toEqual(taken);
    expect((await expectTheOnlyHolder(holder)).fences).toBe(0);
  });

  it('is free when its holder was renamed, and the holder cannot go back to it then', async () => {
    const renamed = await idOf(create(first));
    await idOf(rename(first, renamed, otherName));
    const winner = await idOf(create(second));
    expect(await rename(first, renamed, name)).toEqual(taken);
    await expectTheOnlyHolder(winner);
  });

  it('is claimed anew by a rename back, so that a taker in the middle of it comes too late', async () => {
    const holder = await idOf(create(first));
    await idOf(rename(first, holder, otherName));
    const late = await stoppedBeforeClaim(second);
    await idOf(rename(first, holder, name));
    late.release();
    expect(await late.creating).toEqual(taken);
    await expectTheOnlyHolder(holder);
  });

  it('is kept by a rename back that is saved before the fence arrives', async () => {
    const holder = await idOf(create(first));
    await idOf(rename(first, holder, otherName));
    const fence = second!.store.hold('ClaimEnded');
    const creating = create(second);
    await fence.reached;
    await idOf(rename(first, holder, name));
    fence.release();
    expect(await creating).toEqual(taken);
    expect((await expectTheOnlyHolder(holder)).fences).toBe(0);
  });

  it('is lost by a rename back that was stopped before its save, when another took it meanwhile', async () => {
    const renamed = await idOf(create(first));
    await idOf(rename(first, renamed, otherName));
    const save = first!.store.hold('InstanceSaved');
    const back = rename(first, renamed, name);
    await save.reached;
    const winner = await idOf(create(second));
    save.release();
    expect(await back).toEqual(taken);
    await expectTheOnlyHolder(winner);
  });

  it('is free when its holder was deleted, and a restore cannot have it back then', async () => {
    const deleted = await idOf(create(first));
    await first!.remove(caller, { instanceId: deleted });
    const winner = await idOf(create(second));
    expect(await first!.restore(caller, { instanceId: deleted })).toEqual(taken);
    await expectTheOnlyHolder(winner);
    expect(await first!.restore(caller, { instanceId: deleted, instanceName: otherName })).toMatchObject({ restored: 1 });
    await expectTheOnlyHolder(winner);
  });

  it('is claimed anew by a restore, so that a creator that stopped before its save comes too late', async () => {
    const deleted = await idOf(create(first));
    await first!.remove(caller, { instanceId: deleted });
    const slow = await stoppedBeforeSave(second);
    expect(await first!.restore(caller, { instanceId: deleted })).toMatchObject({ restored: 1 });
    slow.release();
    expect(await slow.creating).toEqual(taken);
    await expectTheOnlyHolder(deleted);
  });

  it('is lost by a restore that was stopped before it came to the log, when another took it meanwhile', async () => {
    const deleted = await idOf(create(first));
    await first!.remove(caller, { instanceId: deleted });
    const restore = first!.store.hold('InstanceRestored');
    const restoring = first!.restore(caller, { instanceId: deleted });
    await restore.reached;
    const winner = await idOf(create(second));
    restore.release();
    expect(await restoring).toEqual(taken);
    await expectTheOnlyHolder(winner);
  });
});
