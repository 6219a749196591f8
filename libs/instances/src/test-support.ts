import { expect } from '@jest/globals';
import type { CommandContext } from '@datakeep/access';
import {
  accessSetOf,
  digestOf,
  guidOf,
  instanceSaved,
  type CommandId,
  type ConceptId,
  type DraftEvent,
  type EventContext,
  type Guid,
  type InstanceId,
  type InstanceSaved,
  type InstanceSavedFacts,
  type ProfileId,
  type UserId,
  type WorkspaceId,
} from '@datakeep/kernel';
import {
  accessGranted,
  accessRevoked,
  instanceDeleted,
  instanceMoved,
  instanceStatusChanged,
  type AccessGranted,
  type AccessRevoked,
  type InstanceDeleted,
  type InstanceMoved,
  type InstanceStatusChanged,
} from './instance.events.js';
import type { RootNameClaim } from './instance.refusals.js';
import { evolve } from './evolve.state.js';
import { emptyDataSet, type DataSetState } from './instance.state.js';

/** A GUID that a reader of a test can tell from the others; `number` has at most 12 digits. */
export function guidNumber<G extends Guid>(number: number): G {
  return guidOf<G>(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);
}

export const workspaceId = guidNumber<WorkspaceId>(1);
export const root = guidNumber<InstanceId>(2);
export const child = guidNumber<InstanceId>(3);
export const other = guidNumber<InstanceId>(4);
export const policy = guidNumber<ConceptId>(10);
export const coverage = guidNumber<ConceptId>(11);
/** Who asks, a colleague who sees the same, and somebody who sees nothing of it. */
export const [me, colleague, stranger] = [guidNumber<UserId>(20), guidNumber<UserId>(21), guidNumber<UserId>(22)];

let commands = 0;

/** The part of a command that the edge makes; each call is another command unless it names one. */
export function commandOf(changed: Partial<CommandContext> = {}): CommandContext {
  commands += 1;
  const commandId = changed.commandId ?? guidNumber<CommandId>(900_000 + commands);
  const profileId = guidNumber<ProfileId>(30);
  return {
    userId: me,
    profileId,
    commandId,
    requestHash: null,
    correlationId: 'correlation',
    causationId: commandId,
    ...changed,
  };
}

export function xml(text = '<policy/>'): Uint8Array {
  return Buffer.from(text, 'utf8');
}

interface SavedFixture {
  readonly instanceId?: InstanceId;
  readonly under?: readonly InstanceId[];
  readonly conceptId?: ConceptId;
  readonly dataVersion?: number;
  readonly previousRevision?: number;
  readonly facts?: Partial<InstanceSavedFacts>;
  readonly access?: readonly string[];
  readonly command?: Partial<CommandContext>;
  readonly body?: Uint8Array;
}

/** An InstanceSaved as a save makes it: the root of a data set unless it stands `under` others (outermost first). */
export function savedEvent(of: SavedFixture = {}): InstanceSaved {
  const { under = [], dataVersion = 1, access = dataVersion === 1 ? [me] : undefined } = of;
  const context: EventContext = {
    workspaceId,
    dataSetId: root,
    instanceId: of.instanceId ?? root,
    conceptId: of.conceptId ?? policy,
    parentId: under.at(-1) ?? workspaceId,
    hierarchy: `/${[workspaceId, ...under].join('/')}/`,
    dataVersion,
    previousRevision: of.previousRevision ?? null,
    change: dataVersion === 1 ? 'created' : 'saved',
    deletionId: null,
    count: null,
    digest: null,
    ...commandOf(of.command),
    authorityRevision: null,
    judgedBy: [],
  };
  const facts = {
    name: 'Policy 1',
    status: 'Active',
    acl: accessSetOf(workspaceId, access ?? [me]),
    ...(access === undefined ? {} : { access }),
    ...of.facts,
  };
  return instanceSaved(context, facts, of.body ?? xml());
}

interface DeletedFixture {
  readonly under?: readonly InstanceId[];
  readonly conceptId?: ConceptId;
  readonly previousRevision: number;
  readonly name?: string;
  readonly deletionId?: Guid;
}

/** An InstanceDeleted of a tree: its root first, then everything live below it. */
export function deletedEvent(tree: readonly [InstanceId, ...InstanceId[]], of: DeletedFixture): InstanceDeleted {
  const saved = savedEvent({ ...of, instanceId: tree[0] });
  const { change: _saved, ...context } = saved.context;
  const deletion = { deletionId: of.deletionId ?? guidNumber(500), count: tree.length, digest: digestOf(tree) };
  return instanceDeleted(
    { ...context, change: 'deleted', ...deletion },
    { name: of.name ?? saved.facts.name, acl: saved.facts.acl },
  );
}

interface MovedFixture extends Omit<DeletedFixture, 'deletionId'> {
  readonly fromParentId: InstanceId;
  readonly dataVersion?: number;
  readonly access?: readonly string[];
  readonly seen?: number;
}

/** An InstanceMoved of a tree, its root first, to the last of `under`; everybody sees all of it unless `seen` says otherwise. */
export function movedEvent(tree: readonly [InstanceId, ...InstanceId[]], of: MovedFixture): InstanceMoved {
  const { context, facts } = savedEvent({ dataVersion: 2, ...of, instanceId: tree[0] });
  const { name = facts.name, fromParentId, seen = tree.length } = of;
  return instanceMoved(
    { ...context, change: 'moved', count: tree.length, digest: digestOf(tree) },
    { name, status: 'Active', acl: accessSetOf(workspaceId, of.access ?? [me]), fromParentId, seen },
  );
}

/** An InstanceStatusChanged of the version that the fixture describes. */
export function statusEvent(status: string, of: SavedFixture): InstanceStatusChanged {
  const { context, facts } = savedEvent({ dataVersion: 2, ...of });
  return instanceStatusChanged({ ...context, change: 'status-changed' }, { name: facts.name, status, acl: facts.acl });
}

interface AccessFixture {
  readonly instanceId?: InstanceId;
  readonly under?: readonly InstanceId[];
  readonly previousRevision: number;
  readonly principals: readonly string[];
  readonly scope?: 'instance' | 'tree';
  readonly seenBy?: readonly string[];
  /** The set of the instance itself after the change. */
  readonly access: readonly string[];
  /** What becomes another. */
  readonly changed: readonly InstanceId[];
}

/** An AccessGranted or AccessRevoked by me, of one instance unless its scope says otherwise. */
export function accessEvent(kind: 'grant' | 'revoke', of: AccessFixture): AccessGranted | AccessRevoked {
  const { principals, scope = 'instance', seenBy = [me], access, changed, ...where } = of;
  const saved = savedEvent(where);
  const context = { ...saved.context, count: changed.length, digest: digestOf(changed) };
  const facts = { name: saved.facts.name, acl: accessSetOf(workspaceId, access), principals, scope, seenBy };
  return kind === 'grant'
    ? accessGranted({ ...context, change: 'granted' }, facts)
    : accessRevoked({ ...context, change: 'revoked' }, facts);
}

/** A claim on a root's name; its revision leaves room for older ones. */
export function claimOn(name: string, conceptId: ConceptId): RootNameClaim {
  return { stream: `rootname-${conceptId}-${name}`, revision: 5, conceptId, name };
}

/** The state after events that stand in the stream of the data set `root`, from revision 0 on. */
export function stateAfter(events: readonly DraftEvent[]): DataSetState {
  const state = emptyDataSet(workspaceId, root);
  events.forEach(({ type, context, facts }, revision) => evolve(state, { type, header: context, facts, revision }));
  return state;
}

/** What a decision is to be: events (of their context only the parts that are named), or the whole refusal. */
type Expected =
  | readonly {
      readonly type: string;
      readonly context: Partial<EventContext>;
      readonly facts: object;
      readonly body: Uint8Array | null;
    }[]
  | object;

/** `given(events).when(decide).then(events or refusal)`: what a decision on the state after these events is. */
export function given(...events: readonly DraftEvent[]) {
  return givenState(stateAfter(events));
}

export function givenState(state: DataSetState) {
  return {
    when: (decide: (state: DataSetState) => unknown) => ({
      then: (expected: Expected): void => {
        const decided = decide(state);
        if (!Array.isArray(expected)) expect(decided).toEqual(expected);
        else expect(decided).toEqual({ accepted: (expected as DraftEvent[]).map(matching) });
      },
    }),
  };
}

function matching(event: DraftEvent): object {
  return { ...event, context: expect.objectContaining({ ...event.context }) };
}
