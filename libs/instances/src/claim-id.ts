import type { EventContext, InstanceId, WorkspaceId } from '@datakeep/kernel';
import type { DataSets } from './data-sets.js';
import { idClaimed } from './instance.events.js';

/**
 * Claims an id that a client chose for an instance inside a data set, in the stream of the id's own name (design,
 * section 2, "Ids"). True when the id is claimed for this data set, by this command or an earlier one.
 */
export async function claimId(
  dataSets: DataSets,
  id: { readonly workspaceId: WorkspaceId; readonly instanceId: InstanceId; readonly dataSetId: InstanceId },
  context: EventContext,
): Promise<boolean> {
  const { workspaceId, instanceId, dataSetId } = id;
  const outcome = await dataSets.submit({ workspaceId, dataSetId: instanceId }, (state) => {
    if (state.claimedFor === dataSetId) return { remembered: state.revision };
    if (state.claimedFor !== null || state.instances.size > 0) return { refused: 'id-taken', instanceId };
    return { accepted: [idClaimed({ ...context, change: 'claimed' }, { dataSetId })] };
  });
  return !('refused' in outcome);
}
