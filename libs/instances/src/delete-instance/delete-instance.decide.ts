import { digestOf, isSystemConcept } from '@datakeep/kernel';
import { refusedVersion } from '../version.refusals.js';
import { instanceDeleted, placeOf, plainEvent, type InstanceDeleted } from '../instance.events.js';
import type { Blocker, Decision } from '../instance.refusals.js';
import { isVisible, liveInstance, liveTree, type DataSetState, type InstanceState } from '../instance.state.js';
import type { DeleteInstance } from './delete-instance.command.js';

/** Blockers that one refusal lists; the others are found when these are dealt with. */
const blockersListedMax = 100;

/**
 * A delete takes the whole tree or nothing (http.md, `delete-instance`). It is blocked by a status that forbids it, and by
 * anything in the tree that the caller may not see, which is only counted. Pure.
 */
export function decideDelete(
  state: DataSetState,
  command: DeleteInstance,
  { principals }: { readonly principals: readonly string[] },
): Decision<InstanceDeleted> {
  const before = state.commands.get(command.context.commandId);
  if (before !== undefined) return { remembered: before };
  const root = liveInstance(state, command.instanceId);
  if (root === undefined || !isVisible(root, principals)) return { refused: 'not-found' };
  if (isSystemConcept(root.conceptId)) return { refused: 'forbidden', command: 'delete-instance', conceptId: root.conceptId };
  const moved = refusedVersion(command.expected, root.dataVersion);
  if (moved !== undefined) return moved;
  const tree = liveTree(state, root);
  const seen = tree.filter((instance) => isVisible(instance, principals));
  const blockers = seen.filter(isLocked);
  const hiddenBlockers = tree.length - seen.length;
  if (blockers.length + hiddenBlockers > 0) {
    return { refused: 'deletion-blocked', blockers: blockers.slice(0, blockersListedMax).map(blockerOf), hiddenBlockers };
  }
  const { workspaceId, dataSetId } = state;
  const context = {
    ...plainEvent,
    ...command.context,
    ...placeOf(root),
    workspaceId,
    dataSetId,
    dataVersion: root.dataVersion,
    previousRevision: root.revision,
    change: 'deleted',
    deletionId: command.deletionId,
    count: tree.length,
    digest: digestOf(tree.map(({ instanceId }) => instanceId)),
  } as const;
  const reason = command.reason === undefined ? {} : { reason: command.reason };
  return { accepted: [instanceDeleted(context, { name: root.name, acl: root.acl, ...reason })] };
}

/** Until a concept defines its own statuses, this one forbids deletion (http.md, `change-status`). */
function isLocked({ status }: InstanceState): boolean {
  return status === 'Locked';
}

function blockerOf({ instanceId, name: instanceName, conceptId, status }: InstanceState): Blocker {
  return { instanceId, instanceName, conceptId, status, reason: 'its status forbids deletion' };
}
