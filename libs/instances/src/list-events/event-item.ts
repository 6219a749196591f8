import type { EventItem } from '@datakeep/contract';
import { formatPosition, type OpenedEvent } from '@datakeep/kernel';
import { xmlText } from '@datakeep/xml';
import { timeText } from '../instance.metadata.js';

/** Facts that whoever sees the instance may know. Sizes and digests of trees stay out: they count what a reader may not see. */
const toldFacts = ['status', 'access', 'principals', 'scope', 'fromParentId', 'kind', 'profileId'] as const;

/** An event by the names of http.md; `data` is what its type tells beside, the XML of a version among it. */
export function eventItem(logId: string, event: OpenedEvent): EventItem {
  const { type, header, revision, place, timeMs } = event;
  const { reason } = event.facts as { readonly reason?: string };
  return {
    eventId: event.eventId,
    type,
    schemaVersion: header.schemaVersion,
    revision,
    position: formatPosition({ logId, place }),
    time: timeText(timeMs),
    userId: header.userId,
    profileId: header.profileId,
    commandId: header.commandId,
    correlationId: header.$correlationId,
    causationId: header.$causationId,
    reason: reason ?? null,
    data: dataOf(event),
  };
}

function dataOf({ header, facts, body }: OpenedEvent): EventItem['data'] {
  const { instanceId, conceptId, parentId, hierarchy, dataVersion, change, deletionId } = header;
  const { name, ...others } = facts as Readonly<Record<string, unknown>>;
  const told = Object.fromEntries(toldFacts.filter((fact) => others[fact] !== undefined).map((fact) => [fact, others[fact]]));
  return {
    instanceId,
    conceptId,
    parentId,
    hierarchy,
    dataVersion,
    change,
    ...(deletionId === null ? {} : { deletionId }),
    ...(name === undefined ? {} : { instanceName: name }),
    ...told,
    ...(body === null || body.length === 0 ? {} : { xml: xmlText(body) }),
  };
}
