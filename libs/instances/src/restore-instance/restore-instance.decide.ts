import { digestOf } from '@datakeep/kernel';
import { levelsBelow, refusedDepth } from '../hierarchy-depth.state.js';
import { instanceRestored, plainEvent, reasonOf, type InstanceRestored } from '../instance.events.js';
import type { Decision, InstanceRefusal, RootNameClaim } from '../instance.refusals.js';
import {
  hierarchyOf,
  isVisible,
  knownInstance,
  liveInstance,
  placeOf,
  seenBy,
  siblingKey,
  type DataSetState,
  type DeletionState,
  type InstanceState,
} from '../instance.state.js';
import { needsRootName } from '../root-name.state.js';
import type { RestoreInstance } from './restore-instance.command.js';

/**
 * A restore names a deletion and puts its whole tree back, under the parent it stood under (http.md, `restore-instance`).
 * Who may not see all of the tree may not restore it, as he could not have deleted it. Pure.
 */
export function decideRestore(
  state: DataSetState,
  command: RestoreInstance,
  { principals, claim }: { readonly principals: readonly string[]; readonly claim: RootNameClaim | undefined },
): Decision<InstanceRestored> {
  const before = state.commands.get(command.context.commandId);
  if (before !== undefined) return { remembered: before };
  const deletion = deletionOf(state, command);
  const root = deletion === undefined ? undefined : state.instances.get(deletion.rootId);
  if (deletion === undefined || root === undefined || !isVisible(root, principals)) return { refused: 'not-found' };
  const sees = seenBy(principals);
  if (!deletion.ids.every((id) => sees(knownInstance(state, id)))) {
    return { refused: 'forbidden', command: 'restore-instance', concept: root.conceptId };
  }
  const { parentId, conceptId } = root;
  const isRoot = root.instanceId === state.dataSetId;
  const parent = liveInstance(state, parentId);
  if (!isRoot && (parent === undefined || !isVisible(parent, principals))) return { refused: 'parent-not-found', parentId };
  const deep = isRoot ? undefined : refusedPlace(state, root, deletion);
  if (deep !== undefined) return deep;
  const name = command.instanceName ?? root.name;
  if (!isRoot && state.siblings.has(siblingKey({ parentId, conceptId, name })))
    return { refused: 'name-taken', instanceName: name };
  const needs = isRoot ? needsRootName(state, claim, { conceptId, name }) : undefined;
  if (needs !== undefined) return needs;
  const context = {
    ...plainEvent,
    ...command.context,
    ...placeOf(state, root),
    dataVersion: root.dataVersion,
    previousRevision: deletion.revision,
    change: 'restored',
    deletionId: deletion.deletionId,
    count: deletion.ids.length,
    digest: digestOf(deletion.ids),
  } as const;
  return { accepted: [instanceRestored(context, { name, acl: root.acl, ...reasonOf(command) })] };
}

/** What it stands under may have moved deeper since the deletion. */
function refusedPlace(state: DataSetState, root: InstanceState, { ids }: DeletionState): InstanceRefusal | undefined {
  return refusedDepth(hierarchyOf(state, root), levelsBelow(ids.map((id) => knownInstance(state, id))));
}

function deletionOf(state: DataSetState, { deletionId, instanceId }: RestoreInstance): DeletionState | undefined {
  if (deletionId !== undefined) return state.deletions.get(deletionId);
  const deletedBy = instanceId === undefined ? null : (state.instances.get(instanceId)?.deletedBy ?? null);
  return deletedBy === null ? undefined : state.deletions.get(deletedBy);
}
