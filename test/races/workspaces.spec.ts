import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Freshness, type Caller } from '@datakeep/access';
import type { EventStore } from '@datakeep/event-store';
import { CreateWorkspaceCommand, CreateWorkspaceHandler, type CreateWorkspaceOutcome } from '@datakeep/workspaces';
import { Random } from '../crash/random.js';
import { heldStore, type Held, type HeldStore } from './held-store.js';
import { eventsOf } from './history.js';
import { newCaller, openRepository, type Repository } from './repository.js';
import { processesOfRace, seeds } from './run.js';
import { uneasyStore } from './uneasy-store.js';

const creators = 32;
const timeoutMs = 120_000;

let repository: Repository;
beforeAll(async () => {
  repository = await openRepository();
});
afterAll(() => repository.close());

/** Creates a workspace of that name by way of a store: what one process does when it is asked for one. */
function create(events: EventStore, caller: Caller, name: string): Promise<CreateWorkspaceOutcome> {
  const { views, namingKey } = repository;
  const handler = new CreateWorkspaceHandler(events, views, namingKey, new Freshness(events, views));
  return handler.execute(new CreateWorkspaceCommand({ caller, idempotency: undefined, correlationId: 'race' }, { name }));
}

/** Somebody who may create workspaces; the names of all that he creates are claimed beside each other. */
const newOwner = (): Caller => ({ ...newCaller(), workspaceKind: 'server-owner' });

/** Ids of the workspaces that have the name. */
async function workspacesNamed(name: string): Promise<string[]> {
  const created = (await eventsOf(repository.events, { streamPrefix: 'workspace-', afterPlace: 0 })).filter(
    ({ type }) => type === 'WorkspaceCreated',
  );
  return created.filter(({ facts }) => (facts as { name: string }).name === name).map(({ header }) => header.workspaceId);
}

const wordOf = (outcome: CreateWorkspaceOutcome | 'died') =>
  outcome === 'died' ? outcome : 'created' in outcome ? 'created' : outcome.refused;

describe('concurrent creates of one workspace name through four processes', () => {
  it(
    'make one workspace and refuse the others',
    async () => {
      const race = async (seed: number) => {
        const [owner, name, random] = [newOwner(), `Customer ${String(seed)}`, new Random(seed)];
        const stores = Array.from({ length: processesOfRace }, () => uneasyStore(repository.events, { random, pauseMsMax: 50 }));
        const creates = Array.from({ length: creators }, (_, at) => create(stores[at % processesOfRace]!, owner, name));
        const words = (await Promise.all(creates)).map(wordOf).sort();
        return { seed, words, workspaces: (await workspacesNamed(name)).length };
      };
      const refused = Array.from({ length: creators - 1 }, () => 'name-taken');
      const all = seeds(14_000, 10);
      expect(await Promise.all(all.map(race))).toEqual(
        all.map((seed) => ({ seed, words: ['created', ...refused], workspaces: 1 })),
      );
    },
    timeoutMs,
  );
});

describe('a claim on the name of a workspace', () => {
  let owner: Caller;
  let name: string;
  let slow: HeldStore;
  let held: Held;
  let creating: Promise<CreateWorkspaceOutcome>;

  beforeEach(async () => {
    owner = newOwner();
    name = `Customer of ${owner.userId}`;
    slow = heldStore(repository.events);
    held = slow.hold('WorkspaceCreated');
    creating = create(slow, owner, name);
    await held.reached;
  });

  it('is taken over from a creator that stopped before its last step, which cannot be done then', async () => {
    const winner = await create(repository.events, owner, name);
    expect(wordOf(winner)).toBe('created');
    held.release();
    expect(await creating).toEqual({ refused: 'name-taken', instanceName: name });
    expect(await workspacesNamed(name)).toHaveLength(1);
  });

  it('is claimed anew by the creator that lost it to one that died', async () => {
    const dead = heldStore(repository.events);
    const stopped = dead.hold('WorkspaceCreated');
    const never = create(dead, owner, name);
    await stopped.reached;
    held.release();
    expect(wordOf(await creating)).toBe('created');
    stopped.release();
    expect(await never).toEqual({ refused: 'name-taken', instanceName: name });
    expect(await workspacesNamed(name)).toHaveLength(1);
  });
});
