import { isSystemConcept } from '@datakeep/kernel';
import { instanceStatusChanged, plainEvent, reasonOf, type InstanceStatusChanged } from '../instance.events.js';
import type { Decision } from '../instance.refusals.js';
import { isVisible, liveInstance, placeOf, type DataSetState } from '../instance.state.js';
import { refusedVersion } from '../version.refusals.js';
import type { ChangeStatus } from './change-status.command.js';

/**
 * A change of status is a version with the XML of the one before (http.md, `change-status`). The status that it has already
 * makes one too, as a save of the same bytes does. Pure.
 */
export function decideStatus(
  state: DataSetState,
  command: ChangeStatus,
  { principals }: { readonly principals: readonly string[] },
): Decision<InstanceStatusChanged> {
  const before = state.commands.get(command.context.commandId);
  if (before !== undefined) return { remembered: before };
  const instance = liveInstance(state, command.instanceId);
  if (instance === undefined || !isVisible(instance, principals)) return { refused: 'not-found' };
  const { conceptId, dataVersion, name, acl } = instance;
  if (isSystemConcept(conceptId)) return { refused: 'forbidden', command: 'change-status', concept: conceptId };
  const stale = refusedVersion(command.expected, dataVersion);
  if (stale !== undefined) return stale;
  const context = {
    ...plainEvent,
    ...command.context,
    ...placeOf(state, instance),
    dataVersion: dataVersion + 1,
    previousRevision: instance.revision,
    change: 'status-changed',
  } as const;
  return { accepted: [instanceStatusChanged(context, { name, status: command.status, acl, ...reasonOf(command) })] };
}
