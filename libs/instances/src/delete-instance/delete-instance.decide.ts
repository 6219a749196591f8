import { digestOf, isSystemConcept, type Guid } from '@datakeep/kernel';
import { refusedVersion } from '../version.refusals.js';
import { deletable } from '../deletable.state.js';
import { instanceDeleted, plainEvent, reasonOf, type InstanceDeleted } from '../instance.events.js';
import type { Decision } from '../instance.refusals.js';
import { isVisible, liveInstance, placeOf, type DataSetState } from '../instance.state.js';
import type { DeleteInstance } from './delete-instance.command.js';

/**
 * A delete takes the whole tree or nothing (http.md, `delete-instance`). It is blocked by a status that forbids it, and by
 * anything in the tree that the caller may not see, which is only counted. Pure.
 */
export function decideDelete(
  state: DataSetState,
  command: DeleteInstance,
  { principals, deletionIdAt }: { readonly principals: readonly string[]; readonly deletionIdAt: (revision: number) => Guid },
): Decision<InstanceDeleted> {
  const before = state.commands.get(command.context.commandId);
  if (before !== undefined) return { remembered: before };
  const root = liveInstance(state, command.instanceId);
  if (root === undefined || !isVisible(root, principals)) return { refused: 'not-found' };
  if (isSystemConcept(root.conceptId)) return { refused: 'forbidden', command: 'delete-instance', concept: root.conceptId };
  const moved = refusedVersion(command.expected, root.dataVersion);
  if (moved !== undefined) return moved;
  const found = deletable(state, root, principals);
  if (command.treeRevision !== undefined && command.treeRevision !== found.treeRevision) {
    return { refused: 'version-mismatch', currentVersion: root.dataVersion, treeRevision: found.treeRevision };
  }
  const { tree, blockers, hiddenBlockers, isAllowed } = found;
  if (!isAllowed) return { refused: 'deletion-blocked', blockers, hiddenBlockers };
  const context = {
    ...plainEvent,
    ...command.context,
    ...placeOf(state, root),
    dataVersion: root.dataVersion,
    previousRevision: root.revision,
    change: 'deleted',
    deletionId: deletionIdAt(state.revision + 1),
    count: tree.length,
    digest: digestOf(tree.map(({ instanceId }) => instanceId)),
  } as const;
  return { accepted: [instanceDeleted(context, { name: root.name, acl: root.acl, ...reasonOf(command) })] };
}
