import {
  limits,
  type CommandId,
  type ConceptId,
  type Guid,
  type InstanceId,
  type InstanceSavedFacts,
  type WorkspaceId,
} from '@datakeep/kernel';
import type { ClaimEndedFacts } from '@datakeep/workspaces';
import type { IdClaimedFacts, InstanceRestoredFacts, PlacedEvent } from './instance.events.js';

/** What the rules need to know of one instance; never its XML. */
export interface InstanceState {
  readonly instanceId: InstanceId;
  readonly conceptId: ConceptId;
  readonly parentId: InstanceId;
  readonly hierarchy: string;
  readonly name: string;
  readonly status: string;
  readonly dataVersion: number;
  /** Revision of the event that opened its present row. */
  readonly revision: number;
  readonly acl: string;
  readonly access: readonly string[];
  /** The deletion that it is gone by; null while it lives. */
  readonly deletedBy: Guid | null;
}

/** One deletion that can be restored: the tree that it took, whole. */
export interface DeletionState {
  readonly deletionId: Guid;
  readonly rootId: InstanceId;
  readonly revision: number;
  readonly ids: readonly InstanceId[];
}

/**
 * The state of one data set (design, section 2). It is owned by the mailbox of its stream, which throws it away when an
 * append fails; so `evolve` changes it in place: a copy of 100,000 instances for each event would cost more than the event.
 */
export interface DataSetState {
  readonly workspaceId: WorkspaceId;
  readonly dataSetId: InstanceId;
  /** Revision of the last event; -1 before the first. */
  revision: number;
  /** Set when the stream's own id lives in another data set. */
  claimedFor: InstanceId | null;
  /** Live and deleted ones. */
  readonly instances: Map<InstanceId, InstanceState>;
  /** Ids of the live children; those of a deleted parent stand as they were when it was deleted. */
  readonly children: Map<InstanceId, Set<InstanceId>>;
  /** Live siblings by `siblingKey`. */
  readonly siblings: Map<string, InstanceId>;
  readonly deletions: Map<Guid, DeletionState>;
  /** The highest ended revision for each stream of a claim (design, section 2, "Claims"). */
  readonly endedClaims: Map<string, number>;
  /** The last commands and the revision of the first event of each, oldest first. */
  readonly commands: Map<CommandId, number>;
  /** What it takes in memory, estimated. */
  bytes: number;
}

const bytesOf = { dataSet: 1_000, instance: 700, command: 120, claim: 150, accessRow: 40, deleted: 60 } as const;

export function emptyDataSet(workspaceId: WorkspaceId, dataSetId: InstanceId): DataSetState {
  return {
    workspaceId,
    dataSetId,
    revision: -1,
    claimedFor: null,
    instances: new Map(),
    children: new Map(),
    siblings: new Map(),
    deletions: new Map(),
    endedClaims: new Map(),
    commands: new Map(),
    bytes: bytesOf.dataSet,
  };
}

/** What must be unique among the live children of one parent: concept and name, case kept. */
export function siblingKey(of: { parentId: InstanceId; conceptId: ConceptId; name: string }): string {
  return `${of.parentId}\n${of.conceptId}\n${of.name}`;
}

/** An instance that the state itself names, live or deleted; its absence would be a fault of `evolve`. */
export function knownInstance(state: DataSetState, instanceId: InstanceId): InstanceState {
  const instance = state.instances.get(instanceId);
  if (instance === undefined) throw new TypeError(`the state names ${instanceId} and does not hold it`);
  return instance;
}

/** A live instance by its id. */
export function liveInstance(state: DataSetState, instanceId: InstanceId): InstanceState | undefined {
  const instance = state.instances.get(instanceId);
  return instance?.deletedBy === null ? instance : undefined;
}

/** True when one of the instance's access rows names one of the principals (design, section 6). */
export function isVisible(instance: InstanceState, principals: readonly string[]): boolean {
  return principals.some((principal) => instance.access.includes(principal));
}

/** A live instance and everything live below it, parents before their children. */
export function liveTree(state: DataSetState, root: InstanceState): readonly InstanceState[] {
  const tree = [root];
  // The walk goes on into what it appends.
  for (const { instanceId } of tree) {
    for (const child of state.children.get(instanceId) ?? []) tree.push(knownInstance(state, child));
  }
  return tree;
}

/** The state after one more event. */
export function evolve(state: DataSetState, event: PlacedEvent): DataSetState {
  if (event.revision !== state.revision + 1) {
    throw new RangeError(`revision ${String(event.revision)} cannot follow ${String(state.revision)}`);
  }
  state.revision = event.revision;
  switch (event.type) {
    case 'InstanceSaved':
      evolveSaved(state, event, event.facts as InstanceSavedFacts);
      return remembered(state, event);
    case 'InstanceDeleted':
      evolveDeleted(state, event);
      return remembered(state, event);
    case 'InstanceRestored':
      evolveRestored(state, event, event.facts as InstanceRestoredFacts);
      return remembered(state, event);
    case 'IdClaimed':
      state.claimedFor = (event.facts as IdClaimedFacts).dataSetId;
      return state;
    case 'ClaimEnded':
      evolveClaimEnded(state, event.facts as ClaimEndedFacts);
      return state;
    case 'UserJoined':
      return state;
    default:
      throw new TypeError(`a data set does not know the event ${event.type}`);
  }
}

function evolveSaved(state: DataSetState, { header, revision }: PlacedEvent, facts: InstanceSavedFacts): void {
  const before = state.instances.get(header.instanceId);
  if (header.parentId === null) throw new TypeError('an instance of a data set has a parent');
  const access = facts.access ?? before?.access;
  if (access === undefined) throw new TypeError('the first save of an instance says who may see it');
  const now: InstanceState = {
    instanceId: header.instanceId,
    conceptId: header.conceptId,
    parentId: header.parentId,
    hierarchy: header.hierarchy,
    name: facts.name,
    status: facts.status,
    dataVersion: header.dataVersion,
    revision,
    acl: facts.acl,
    access,
    deletedBy: null,
  };
  if (before === undefined) stand(state, now);
  else state.siblings.delete(siblingKey(before));
  state.instances.set(now.instanceId, now);
  state.siblings.set(siblingKey(now), now.instanceId);
  state.bytes += (before === undefined ? bytesOf.instance : 0) + 2 * (now.name.length - (before?.name.length ?? 0));
  if (facts.access !== undefined) state.bytes += bytesOf.accessRow * (access.length - (before?.access.length ?? 0));
}

function evolveDeleted(state: DataSetState, { header, revision }: PlacedEvent): void {
  const root = liveInstance(state, header.instanceId);
  const { deletionId } = header;
  if (root === undefined || deletionId === null)
    throw new TypeError(`nothing lives that the deletion ${String(deletionId)} could take`);
  const tree = liveTree(state, root);
  if (tree.length !== header.count)
    throw new RangeError(`the deletion took ${String(header.count)} instances, here are ${String(tree.length)}`);
  for (const instance of tree) {
    state.instances.set(instance.instanceId, { ...instance, deletedBy: deletionId });
    state.siblings.delete(siblingKey(instance));
  }
  state.children.get(root.parentId)?.delete(root.instanceId);
  const ids = tree.map(({ instanceId }) => instanceId);
  state.deletions.set(deletionId, { deletionId, rootId: root.instanceId, revision, ids });
  state.bytes += bytesOf.deleted * ids.length;
}

function evolveRestored(state: DataSetState, { header, revision }: PlacedEvent, facts: InstanceRestoredFacts): void {
  const deletion = header.deletionId === null ? undefined : state.deletions.get(header.deletionId);
  if (deletion === undefined) throw new TypeError(`there is no deletion ${String(header.deletionId)} to restore`);
  for (const id of deletion.ids) {
    const instance = knownInstance(state, id);
    const name = id === deletion.rootId ? facts.name : instance.name;
    const now = { ...instance, name, revision, deletedBy: null };
    state.instances.set(id, now);
    state.siblings.set(siblingKey(now), id);
  }
  stand(state, knownInstance(state, deletion.rootId));
  state.deletions.delete(deletion.deletionId);
  state.bytes -= bytesOf.deleted * deletion.ids.length;
}

function evolveClaimEnded(state: DataSetState, { claimStream, claimRevision }: ClaimEndedFacts): void {
  const before = state.endedClaims.get(claimStream);
  if (before === undefined) state.bytes += bytesOf.claim;
  state.endedClaims.set(claimStream, Math.max(claimRevision, before ?? -1));
}

function stand(state: DataSetState, { parentId, instanceId }: InstanceState): void {
  const siblings = state.children.get(parentId);
  if (siblings === undefined) state.children.set(parentId, new Set([instanceId]));
  else siblings.add(instanceId);
}

/** Claims and fences carry the commandId of whoever wrote them and are no answer to it, so only events of rows come here. */
function remembered(state: DataSetState, { header, revision }: PlacedEvent): DataSetState {
  if (state.commands.has(header.commandId)) return state;
  state.commands.set(header.commandId, revision);
  state.bytes += bytesOf.command;
  if (state.commands.size <= limits.rememberedCommandsMax) return state;
  const oldest = state.commands.keys().next().value;
  if (oldest !== undefined) state.commands.delete(oldest);
  state.bytes -= bytesOf.command;
  return state;
}
