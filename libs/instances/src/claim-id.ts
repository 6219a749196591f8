import { noStream, type EventStore } from '@datakeep/event-store';
import { openEvent, sealEvent, streamOf, type EventContext, type InstanceId, type WorkspaceId } from '@datakeep/kernel';
import { idClaimed, type IdClaimedFacts } from './instance.events.js';

/**
 * Claims an id that a client chose for an instance inside a data set, in the stream of the id's own name (design,
 * section 2, "Ids"). True when the id is claimed for this data set, by this command or an earlier one.
 */
export async function claimId(
  events: EventStore,
  id: { readonly workspaceId: WorkspaceId; readonly instanceId: InstanceId; readonly dataSetId: InstanceId },
  context: EventContext,
): Promise<boolean> {
  const stream = streamOf.dataSet(id.workspaceId, id.instanceId);
  const claim = sealEvent(idClaimed({ ...context, change: 'claimed' }, { dataSetId: id.dataSetId }), null);
  const outcome = await events.append({ stream, expectedRevision: noStream, events: [claim] });
  if (outcome.outcome === 'appended') return true;
  const [first] = await events.readStream({ stream, fromRevision: 0, countMax: 1, parts: 'facts' });
  return first?.type === 'IdClaimed' && (openEvent(first).facts as IdClaimedFacts).dataSetId === id.dataSetId;
}
