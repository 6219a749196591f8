import {
  accessSetOf,
  digestOf,
  instanceSaved,
  type ConceptId,
  type DraftEvent,
  type Guid,
  type InstanceId,
} from '@datakeep/kernel';
import { snapshotChunkBytesMax } from '@datakeep/view-store';
import { claimEnded } from '@datakeep/workspaces';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { accessChanges } from './access-change.state.js';
import { bytesOfSnapshot, SnapshotDamaged, SnapshotReading } from './data-set.snapshot-bytes.js';
import { snapshotFormat } from './data-set.snapshot-lines.js';
import { evolve } from './evolve.state.js';
import {
  accessGranted,
  accessRevoked,
  idClaimed,
  instanceDeleted,
  instanceMoved,
  instanceRestored,
  instanceStatusChanged,
  plainEvent,
} from './instance.events.js';
import {
  emptyDataSet,
  hierarchyBelow,
  knownInstance,
  liveTree,
  placeOf,
  siblingKey,
  type DataSetState,
  type InstanceState,
} from './instance.state.js';
import {
  colleague,
  commandOf,
  coverage,
  guidNumber,
  me,
  policy,
  root,
  savedEvent,
  stranger,
  workspaceId,
  xml,
} from './test-support.js';

const key = { workspaceId, dataSetId: root };
const people = [me, colleague, stranger];
const kinds = ['create', 'save', 'rename', 'move', 'status', 'grant', 'revoke', 'delete', 'restore', 'claim', 'fence'] as const;

/** A choice that an event was drawn from: its kind, and numbers that pick among what there is. */
type Draw = readonly [kind: (typeof kinds)[number], what: number, where: number, name: string];
const draw = fc.tuple(
  fc.constantFrom(...kinds, 'create' as const, 'create' as const),
  fc.nat(1_000),
  fc.nat(1_000),
  fc.oneof(fc.constantFrom('A', 'B', 'C'), fc.string({ unit: 'binary', maxLength: 5 })),
);
const draws = fc.array(draw, { minLength: 1, maxLength: 60 });

/** Draws events that fit the state, whatever was drawn before. */
class History {
  readonly events: DraftEvent[] = [];
  readonly state = emptyDataSet(workspaceId, root);
  private created = 0;

  static of(drawn: readonly Draw[]): History {
    const history = new History();
    history.add(savedEvent());
    for (const one of drawn) for (const event of history.next(one)) history.add(event);
    return history;
  }

  /** The state after the first events, or after all of them on a state that stands behind some. */
  after(count: number, state = emptyDataSet(workspaceId, root)): DataSetState {
    for (const { type, context, facts } of this.events.slice(state.revision + 1, count)) {
      evolve(state, { type, header: context, facts, revision: state.revision + 1 });
    }
    return state;
  }

  private add(event: DraftEvent): void {
    this.events.push(event);
    this.after(this.events.length, this.state);
  }

  private next([kind, what, where, name]: Draw): readonly DraftEvent[] {
    const { state } = this;
    const live = [...state.instances.values()].filter(({ deletedBy }) => deletedBy === null);
    const one = live[what % live.length];
    const other = live[where % live.length];
    if (kind === 'restore') return this.restore([...state.deletions.values()][what % state.deletions.size]?.deletionId, name);
    if (kind === 'claim') return [idClaimed(contextOf(state, undefined), { dataSetId: guidNumber(700 + what) })];
    if (kind === 'fence') {
      return [claimEnded(contextOf(state, undefined), { claimStream: `rootname-${String(what % 3)}`, claimRevision: where })];
    }
    if (one === undefined || other === undefined) return [];
    const { acl, status } = one;
    const context = contextOf(state, one);
    switch (kind) {
      case 'create':
        return this.create(one, what % 2 === 0 ? policy : coverage, name);
      case 'save':
      case 'rename': {
        const now = kind === 'save' ? one.name : name;
        const access = where % 2 === 0 ? undefined : people.slice(where % 3);
        const facts = { name: now, status, acl: access === undefined ? acl : accessSetOf(workspaceId, access) };
        if (now !== one.name && isTaken(state, { ...one, name: now })) return [];
        return [instanceSaved({ ...context, change: 'saved' }, access === undefined ? facts : { ...facts, access }, xml())];
      }
      case 'move': {
        const tree = liveTree(state, one);
        if (one.instanceId === root || tree.includes(other) || isTaken(state, { ...one, parentId: other.instanceId, name }))
          return [];
        const facts = { name, status, acl, fromParentId: one.parentId, seen: tree.length };
        const place = { parentId: other.instanceId, hierarchy: hierarchyBelow(state, other), count: tree.length };
        return [instanceMoved({ ...context, ...place, change: 'moved' }, facts)];
      }
      case 'status':
        return [instanceStatusChanged({ ...context, change: 'status-changed' }, { name: one.name, status: name, acl })];
      case 'grant':
      case 'revoke': {
        const scope = where % 2 === 0 ? ('tree' as const) : ('instance' as const);
        const change = { principals: people.slice(1 + (what % 2)), scope, seenBy: [me] };
        const count = accessChanges(state, one, { kind, ...change }).length;
        const changed = { ...context, count, change: kind === 'grant' ? 'granted' : 'revoked' } as const;
        return [(kind === 'grant' ? accessGranted : accessRevoked)(changed, { name: one.name, acl, ...change })];
      }
      case 'delete': {
        const ids = liveTree(state, one).map(({ instanceId }) => instanceId);
        const deletion = { deletionId: guidNumber<Guid>(800_000 + this.events.length), count: ids.length, digest: digestOf(ids) };
        return [instanceDeleted({ ...context, ...deletion, change: 'deleted' }, { name: one.name, acl })];
      }
    }
  }

  private create(parent: InstanceState, conceptId: ConceptId, name: string): readonly DraftEvent[] {
    this.created += 1;
    const instanceId = guidNumber<InstanceId>(100_000 + this.created);
    if (isTaken(this.state, { parentId: parent.instanceId, conceptId, name })) return [];
    const saved = savedEvent({ instanceId, under: [parent.instanceId], conceptId, access: parent.access, facts: { name } });
    return [saved];
  }

  private restore(deletionId: Guid | undefined, name: string): readonly DraftEvent[] {
    const deletion = deletionId === undefined ? undefined : this.state.deletions.get(deletionId);
    if (deletion === undefined) return [];
    const gone = knownInstance(this.state, deletion.rootId);
    const isParentThere = gone.instanceId === root || knownInstance(this.state, gone.parentId).deletedBy === null;
    if (!isParentThere || isTaken(this.state, { ...gone, name })) return [];
    const context = contextOf(this.state, gone);
    return [instanceRestored({ ...context, deletionId: deletion.deletionId, change: 'restored' }, { name, acl: gone.acl })];
  }
}

function isTaken(state: DataSetState, of: Parameters<typeof siblingKey>[0]): boolean {
  return state.siblings.has(siblingKey(of));
}

function contextOf(state: DataSetState, one: InstanceState | undefined) {
  const place = one === undefined ? savedEvent().context : placeOf(state, one);
  const versions = { dataVersion: (one?.dataVersion ?? 0) + 1, previousRevision: one?.revision ?? null };
  return { ...savedEvent().context, ...plainEvent, ...place, ...commandOf(), ...versions };
}

const headerOf = ({ revision, claimedFor, bytes }: DataSetState) => ({
  format: snapshotFormat,
  stream: 'dataset',
  logId: '00ff00ff00ff00ff',
  headHash: 'hash',
  ...{ revision, claimedFor, bytes },
});

const written = (state: DataSetState): Buffer => Buffer.concat([...bytesOfSnapshot(headerOf(state), state)]);

/** The bytes in chunks of that size, as a store gives them. */
async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function readBack(bytes: Buffer, size = snapshotChunkBytesMax): Promise<DataSetState> {
  const reading = await SnapshotReading.begin(inChunks(bytes, size));
  return reading.state(key);
}

/** Everything of a state, with the order of what decisions list, name or forget in order. */
const wholeOf = (state: DataSetState) => ({
  ...state,
  instances: [...state.instances],
  children: [...state.children].map(([parentId, ids]) => [parentId, [...ids]]),
  accessSets: [...state.accessSets],
  siblings: [...state.siblings].sort(([a], [b]) => (a < b ? -1 : 1)),
  deletions: [...state.deletions],
  endedClaims: [...state.endedClaims],
  commands: [...state.commands],
});

describe('a state that was read from a snapshot', () => {
  it('is that of its events, also after the events that followed, whatever happened', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(draws, fc.nat(), fc.integer({ min: 1, max: 300 }), async (drawn, at, size) => {
        const history = History.of(drawn);
        for (const { type } of history.events) seen.add(type);
        const count = 1 + (at % history.events.length);
        const kept = await readBack(written(history.after(count)), size);
        expect(wholeOf(kept)).toEqual(wholeOf(history.after(count)));
        const whole = history.after(history.events.length);
        expect(wholeOf(history.after(history.events.length, kept))).toEqual(wholeOf(whole));
        expect(liveTree(kept, knownInstance(kept, root))).toEqual(liveTree(whole, knownInstance(whole, root)));
      }),
      { numRuns: 500 },
    );
    expect(seen.size).toBe(9);
  });

  it('holds each access set once, as the events leave it', async () => {
    const kept = await readBack(
      written(
        History.of([
          ['create', 0, 0, 'A'],
          ['create', 1, 0, 'B'],
          ['grant', 0, 0, ''],
        ]).state,
      ),
    );
    for (const { acl, access } of kept.instances.values()) expect(access).toBe(kept.accessSets.get(acl));
  });

  it('is written in chunks as large as they may be, and read whatever their size', async () => {
    const drawn = Array.from({ length: 4_000 }, (_, at): Draw => ['create', at, 0, `Prämie ${String(at)} 😀`]);
    const { state } = History.of(drawn);
    const chunks = [...bytesOfSnapshot(headerOf(state), state)];
    expect(chunks.length).toBeGreaterThan(2);
    expect(new Set(chunks.slice(0, -1).map(({ length }) => length))).toEqual(new Set([snapshotChunkBytesMax]));
    for (const size of [1_000, 4_099, snapshotChunkBytesMax]) {
      expect(wholeOf(await readBack(Buffer.concat(chunks), size))).toEqual(wholeOf(state));
    }
  });
});

describe('the bytes of a snapshot', () => {
  const some: readonly Draw[] = [
    ['create', 0, 0, 'A'],
    ['create', 1, 0, 'B'],
    ['delete', 1, 0, ''],
    ['fence', 0, 1, ''],
  ];
  const bytes = written(History.of(some).state);

  it('are damaged when any one of them is another', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const changed = Buffer.from(bytes);
        changed[at] = changed[at]! ^ change;
        await expect(readBack(changed)).rejects.toThrow(SnapshotDamaged);
      }),
      { numRuns: 1_000 },
    );
  });

  it('are damaged when they end early', async () => {
    for (let length = 0; length < bytes.length; length += 1) {
      await expect(readBack(bytes.subarray(0, length))).rejects.toThrow(SnapshotDamaged);
    }
  });
});
