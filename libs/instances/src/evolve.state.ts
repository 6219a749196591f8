import { limits, type InstanceSavedFacts } from '@datakeep/kernel';
import type { ClaimEndedFacts } from '@datakeep/workspaces';
import { accessChanges } from './access-change.state.js';
import type {
  AccessChangedFacts,
  IdClaimedFacts,
  InstanceMovedFacts,
  InstanceRestoredFacts,
  InstanceStatusChangedFacts,
  PlacedEvent,
} from './instance.events.js';
import {
  bytesOf,
  knownInstance,
  liveInstance,
  liveTree,
  siblingKey,
  type DataSetState,
  type InstanceState,
} from './instance.state.js';

/** States are changed in place: a copy of 100,000 instances for each event of a tree would cost more than the event. */
type Own<State> = { -readonly [Field in keyof State]: State[Field] };

/** Access sets that a state may hold beside two for each instance, before those that no instance has are forgotten. */
const spareSetsMax = 100;

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
    case 'InstanceMoved':
      evolveMoved(state, event, event.facts as InstanceMovedFacts);
      return remembered(state, event);
    case 'InstanceStatusChanged':
      evolveStatus(state, event, event.facts as InstanceStatusChangedFacts);
      return remembered(state, event);
    case 'InstanceDeleted':
      evolveDeleted(state, event);
      return remembered(state, event);
    case 'InstanceRestored':
      evolveRestored(state, event, event.facts as InstanceRestoredFacts);
      return remembered(state, event);
    case 'AccessGranted':
      evolveAccess(state, event, 'grant');
      return remembered(state, event);
    case 'AccessRevoked':
      evolveAccess(state, event, 'revoke');
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
  const held = heldOnce(state, facts.acl, access);
  // Written out, since an object that is put together by a spread takes twice the memory, and here are 100,000 of them.
  const now: InstanceState = {
    instanceId: before?.instanceId ?? header.instanceId,
    conceptId: before?.conceptId ?? header.conceptId,
    parentId: before?.parentId ?? knownParent(state, header.parentId),
    name: facts.name,
    status: facts.status,
    dataVersion: header.dataVersion,
    revision,
    xmlRevision: revision,
    acl: held.acl,
    access: held.access,
    deletedBy: null,
  };
  if (before === undefined) stand(state, now);
  else state.siblings.delete(siblingKey(before));
  state.instances.set(now.instanceId, now);
  state.siblings.set(siblingKey(now), now.instanceId);
  state.bytes += (before === undefined ? bytesOf.instance : 0) + 2 * (now.name.length - (before?.name.length ?? 0));
}

function evolveMoved(state: DataSetState, event: PlacedEvent, facts: InstanceMovedFacts): void {
  const { header, revision } = event;
  const root = standing(state, event);
  if (header.parentId === null) throw new TypeError('a moved instance has a parent');
  const tree = liveTree(state, root);
  checkCount(event, tree.length);
  state.siblings.delete(siblingKey(root));
  state.children.get(root.parentId)?.delete(root.instanceId);
  state.bytes += 2 * (facts.name.length - root.name.length);
  root.parentId = knownParent(state, header.parentId);
  root.name = facts.name;
  root.dataVersion = header.dataVersion;
  for (const instance of tree) (instance as Own<InstanceState>).revision = revision;
  state.siblings.set(siblingKey(root), root.instanceId);
  stand(state, root);
}

function evolveStatus(state: DataSetState, event: PlacedEvent, { status }: InstanceStatusChangedFacts): void {
  const instance = standing(state, event);
  instance.status = status;
  instance.dataVersion = event.header.dataVersion;
  instance.revision = event.revision;
}

function evolveDeleted(state: DataSetState, event: PlacedEvent): void {
  const root = standing(state, event);
  const { deletionId } = event.header;
  if (deletionId === null) throw new TypeError('a deletion has an id');
  if (state.deletions.has(deletionId)) throw new TypeError(`there are two deletions ${deletionId}`);
  const tree = liveTree(state, root);
  checkCount(event, tree.length);
  for (const instance of tree) (instance as Own<InstanceState>).deletedBy = deletionId;
  state.siblings.delete(siblingKey(root));
  state.children.get(root.parentId)?.delete(root.instanceId);
  const ids = tree.map(({ instanceId }) => instanceId);
  state.deletions.set(deletionId, { deletionId, rootId: root.instanceId, revision: event.revision, ids });
  state.bytes += bytesOf.deleted * ids.length;
}

function evolveRestored(state: DataSetState, { header, revision }: PlacedEvent, facts: InstanceRestoredFacts): void {
  const deletion = header.deletionId === null ? undefined : state.deletions.get(header.deletionId);
  if (deletion === undefined) throw new TypeError(`there is no deletion ${String(header.deletionId)} to restore`);
  for (const id of deletion.ids) {
    const instance: Own<InstanceState> = knownInstance(state, id);
    instance.revision = revision;
    instance.deletedBy = null;
  }
  const root: Own<InstanceState> = knownInstance(state, deletion.rootId);
  state.bytes += 2 * (facts.name.length - root.name.length);
  root.name = facts.name;
  state.siblings.set(siblingKey(root), root.instanceId);
  stand(state, root);
  state.deletions.delete(deletion.deletionId);
  state.bytes -= bytesOf.deleted * deletion.ids.length;
}

function evolveAccess(state: DataSetState, event: PlacedEvent, kind: 'grant' | 'revoke'): void {
  const changed = accessChanges(state, standing(state, event), { kind, ...(event.facts as AccessChangedFacts) });
  checkCount(event, changed.length);
  for (const { instance, acl, access } of changed) {
    Object.assign(instance, { revision: event.revision, ...heldOnce(state, acl, access) });
  }
}

function evolveClaimEnded(state: DataSetState, { claimStream, claimRevision }: ClaimEndedFacts): void {
  const before = state.endedClaims.get(claimStream);
  if (before === undefined) state.bytes += bytesOf.claim;
  state.endedClaims.set(claimStream, Math.max(claimRevision, before ?? -1));
}

function standing(state: DataSetState, { header, type }: PlacedEvent): Own<InstanceState> {
  const instance = liveInstance(state, header.instanceId);
  if (instance === undefined) throw new TypeError(`nothing lives that ${type} of ${header.instanceId} could concern`);
  return instance;
}

/** An event of a tree says how many instances it concerned: the state must find as many. */
function checkCount({ header, type }: PlacedEvent, found: number): void {
  if (found !== header.count)
    throw new RangeError(`${type} concerned ${String(header.count)} instances, here are ${String(found)}`);
}

/** The parent's id as the state holds it already, so that 100,000 children share one text. */
function knownParent(state: DataSetState, parentId: InstanceState['parentId']): InstanceState['parentId'] {
  return state.instances.get(parentId)?.instanceId ?? parentId;
}

function heldOnce(state: DataSetState, acl: string, access: readonly string[]): Pick<InstanceState, 'acl' | 'access'> {
  const held = state.accessSets.get(acl);
  if (held !== undefined) return { acl, access: held };
  if (state.accessSets.size > 2 * state.instances.size + spareSetsMax) forgetUnused(state);
  state.accessSets.set(acl, access);
  state.bytes += bytesOf.accessRow * access.length;
  return { acl, access };
}

/** Rows that are given one by one make a set each time, so those that no instance has any more are forgotten now and then. */
function forgetUnused(state: DataSetState): void {
  const used = new Set<string>();
  for (const { acl } of state.instances.values()) used.add(acl);
  for (const [acl, access] of state.accessSets) {
    if (used.has(acl)) continue;
    state.accessSets.delete(acl);
    state.bytes -= bytesOf.accessRow * access.length;
  }
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
