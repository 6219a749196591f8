import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Freshness } from '@datakeep/access';
import type { Caller, Idempotency } from '@datakeep/access';
import { NamingKey, openEvent, randomGuid, streamOf, systemConcepts, type ProfileId, type WorkspaceId } from '@datakeep/kernel';
import type { ViewStore } from '@datakeep/view-store';
import { CreateWorkspaceCommand, CreateWorkspaceHandler } from '@datakeep/workspaces';
import { failsAfter, failsBefore, logOf, openScriptedStore, type Script, type ScriptedStore } from './scripted-store.js';

const namingKey = new NamingKey(new Uint8Array(32).fill(7));
const serverOwner = randomGuid<WorkspaceId>();

const callerOf = (changed: Partial<Caller> = {}): Caller => {
  const userId = randomGuid<Caller['userId']>();
  const profileId = randomGuid<ProfileId>();
  return { profileId, workspaceId: serverOwner, workspaceKind: 'server-owner', userId, principals: [userId], ...changed };
};
const ann = callerOf();
const bob = callerOf();

let store: ScriptedStore;
let acknowledged: number[];
beforeEach(async () => {
  store = await openScriptedStore();
  acknowledged = [];
});

interface Ask {
  readonly caller?: Caller;
  readonly workspaceId?: WorkspaceId;
  readonly name?: string;
  readonly idempotency?: Idempotency;
}

/** create-workspace by a process of its own; by ann, with a new name, unless the test says otherwise. */
function create({ caller = ann, workspaceId, name = randomGuid(), idempotency }: Ask = {}) {
  const views = { system: { entry: async () => ({ displayName: 'Somebody' }) } } as unknown as ViewStore;
  const freshness = { acknowledge: (place: number) => acknowledged.push(place) } as unknown as Freshness;
  const handler = new CreateWorkspaceHandler(store, views, namingKey, freshness);
  return handler.execute(
    new CreateWorkspaceCommand({ caller, idempotency, correlationId: 'correlation' }, { workspaceId, name }),
  );
}

async function created(ask: Ask = {}) {
  const outcome = await create(ask);
  if ('refused' in outcome) throw new Error(`refused: ${outcome.refused}`);
  return outcome.created;
}

const opened = async () => (await store.bare.readAll({ afterPlace: 0, countMax: 1_000, parts: 'facts' })).events.map(openEvent);
const ofType = async (type: string) => (await opened()).filter((event) => event.type === type);
const members = async (workspaceId: WorkspaceId) =>
  (await ofType('UserJoined'))
    .filter(({ header }) => header.workspaceId === workspaceId)
    .map(({ facts }) => (facts as { profileId: string }).profileId);
const chosen = (): WorkspaceId => randomGuid();
const keyed = (key = 'key 1', requestHash = 'hash 1') => ({ idempotency: { key, requestHash } });
const asItIs: Script = (forward) => forward();

describe('create-workspace', () => {
  it('writes the creator as its user before the workspace, which is the last event and the one that is acknowledged', async () => {
    const { workspaceId, place } = await created();
    const events = await opened();
    expect(events.at(-1)).toMatchObject({ type: 'WorkspaceCreated', stream: streamOf.workspace(workspaceId), place });
    expect(await members(workspaceId)).toEqual([ann.profileId]);
    expect(events.findIndex(({ type }) => type === 'UserJoined')).toBeLessThan(events.length - 1);
    expect(acknowledged).toEqual([place]);
  });

  it('gives the workspace to the user that it wrote: he alone sees it', async () => {
    await created();
    const [[workspace], [user]] = [await ofType('WorkspaceCreated'), await ofType('UserJoined')];
    expect((workspace?.facts as { access: string[] }).access).toEqual([user?.header.instanceId]);
  });

  it('makes another workspace each time, when neither id nor key says that it is the same', async () => {
    expect((await created()).workspaceId).not.toBe((await created()).workspaceId);
  });

  it('takes the id that the client chose, claimed before its user is written', async () => {
    const workspaceId = chosen();
    expect((await created({ workspaceId })).workspaceId).toBe(workspaceId);
    const types = (await opened()).map(({ type }) => type);
    expect(types.indexOf('WorkspaceIdClaimed')).toBeLessThan(types.indexOf('UserJoined'));
  });

  it('is for the Server Owner workspace only, and writes nothing elsewhere', async () => {
    const outcome = await create({ caller: callerOf({ workspaceKind: 'customer' }) });
    expect(outcome).toEqual({ refused: 'forbidden', command: 'create-workspace', concept: systemConcepts.workspace });
    expect(store.asked).toEqual([]);
  });
});

describe('the name of a workspace', () => {
  it('is taken while a workspace has it', async () => {
    await created({ name: 'Customer' });
    expect(await create({ caller: bob, name: 'Customer' })).toEqual({ refused: 'name-taken', instanceName: 'Customer' });
    expect(await ofType('WorkspaceCreated')).toHaveLength(1);
  });

  it('can be taken when whoever claimed it died before he saved', async () => {
    store.scripts.push(failsAfter);
    await expect(create({ name: 'Customer' })).rejects.toThrow('lost');
    const { workspaceId } = await created({ caller: bob, name: 'Customer' });
    expect(await members(workspaceId)).toEqual([bob.profileId]);
  });

  it('goes to one of many who ask for it at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 16 }, () => create({ caller: callerOf(), name: 'Customer' })));
    expect(outcomes.filter((outcome) => 'created' in outcome)).toHaveLength(1);
    expect(outcomes.filter((outcome) => 'refused' in outcome && outcome.refused === 'name-taken')).toHaveLength(15);
    expect(await ofType('WorkspaceCreated')).toHaveLength(1);
  });
});

describe('an id that a client chose', () => {
  it('of an existing workspace is taken, and nobody is written into that one', async () => {
    const byServer = (await created()).workspaceId;
    const byClient = (await created({ workspaceId: chosen() })).workspaceId;
    for (const workspaceId of [byServer, byClient]) {
      for (const caller of [bob, ann]) {
        expect(await create({ caller, workspaceId })).toEqual({ refused: 'id-taken', instanceId: workspaceId });
      }
      expect(await members(workspaceId)).toEqual([ann.profileId]);
    }
  });

  it('that somebody else has claimed is taken, although his command died, and nobody is written into it', async () => {
    const workspaceId = chosen();
    await dieBehindClaim({ workspaceId });
    expect(await create({ caller: bob, workspaceId })).toEqual({ refused: 'id-taken', instanceId: workspaceId });
    expect(await members(workspaceId)).toEqual([]);
  });

  it('that the same profile has claimed is gone on with by a new command, as the same user', async () => {
    const workspaceId = chosen();
    await dieBehindClaim({ workspaceId });
    const [claim] = await ofType('WorkspaceIdClaimed');
    expect((await created({ workspaceId })).workspaceId).toBe(workspaceId);
    expect(await ofType('WorkspaceIdClaimed')).toHaveLength(1);
    expect(await members(workspaceId)).toEqual([ann.profileId]);
    const [joined] = await ofType('UserJoined');
    expect(joined?.header.instanceId).toBe(claim?.header.userId);
  });

  it('goes to one of many who choose it at once, and only he is a user of it', async () => {
    const workspaceId = chosen();
    const callers = Array.from({ length: 16 }, () => callerOf());
    const outcomes = await Promise.all(callers.map((caller) => create({ caller, workspaceId })));
    const winners = callers.filter((_, index) => 'created' in outcomes[index]!);
    expect(winners).toHaveLength(1);
    expect(outcomes.filter((outcome) => 'refused' in outcome && outcome.refused === 'id-taken')).toHaveLength(15);
    expect(await members(workspaceId)).toEqual([winners[0]?.profileId]);
  });

  /** The command of ann dies right after the id is claimed. */
  async function dieBehindClaim(ask: Ask): Promise<void> {
    const dying: Script = async (forward, { events }) => {
      const outcome = await forward();
      if (events[0]?.type === 'WorkspaceIdClaimed') throw new Error('the process died');
      return outcome;
    };
    store.scripts.push(dying, dying, dying);
    await expect(create(ask)).rejects.toThrow('the process died');
    store.scripts.length = 0;
  }
});

describe('create-workspace with an Idempotency-Key', () => {
  it.each([
    ['that the server makes', {}],
    ['that the client chose', { workspaceId: randomGuid<WorkspaceId>() }],
  ])('gives the first answer again for an id %s, and writes nothing more', async (_whose, id) => {
    const ask = { ...id, ...keyed(), name: 'Customer' };
    const first = await created(ask);
    const log = await logOf(store);
    expect(await created(ask)).toEqual(first);
    expect(await logOf(store)).toEqual(log);
  });

  it('is refused for another request, and writes nothing more', async () => {
    await created({ ...keyed(), name: 'Customer' });
    const log = await logOf(store);
    expect(await create({ ...keyed('key 1', 'hash 2'), name: 'Other' })).toEqual({ refused: 'idempotency-key-reused' });
    expect(await logOf(store)).toEqual(log);
  });

  it('is another command for another user', async () => {
    const first = await created(keyed());
    expect((await created({ caller: bob, ...keyed() })).workspaceId).not.toBe(first.workspaceId);
  });

  it.each([
    ['before', failsBefore, {}],
    ['after', failsAfter, {}],
    ['before', failsBefore, { workspaceId: randomGuid<WorkspaceId>() }],
    ['after', failsAfter, { workspaceId: randomGuid<WorkspaceId>() }],
  ])('comes to one whole result when the store failed %s any append: %#', async (_when, failing, id) => {
    const ask = { ...id, ...keyed(), name: 'Customer' };
    const undisturbed = await created(ask);
    const appends = store.appended.length;
    const rowsOf = async () => (await logOf(store)).filter((line) => !line.startsWith('rootname-'));
    const rows = await rowsOf();
    for (let append = 1; append <= appends; append += 1) {
      store = await openScriptedStore();
      for (let before = 1; before < append; before += 1) store.scripts.push(asItIs);
      store.scripts.push(failing);
      await expect(create(ask)).rejects.toThrow(/away|lost/);
      expect(await created(ask)).toMatchObject({ commandId: undisturbed.commandId, workspaceId: undisturbed.workspaceId });
      expect(await rowsOf()).toEqual(rows);
    }
  });
});
