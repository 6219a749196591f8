import type { EventStore } from '@datakeep/event-store';
import { openEvent, type OpenedEvent } from '@datakeep/kernel';

const eventsMax = 10_000;
/** Events that make rows; what else a command appends, it may append again when it is sent again. */
const ofRows = ['InstanceSaved', 'InstanceDeleted', 'InstanceRestored', 'UserJoined', 'WorkspaceCreated', 'ProfileRegistered', 'ApiKeyIssued'];

/** What the log says about rows, without what differs from one sending to the next: times, places, hashes, correlation. */
export async function logOfRows(events: EventStore): Promise<readonly object[]> {
  const { events: recorded } = await events.readAll({ afterPlace: 0, countMax: eventsMax, parts: 'all' });
  return recorded.filter(({ type }) => ofRows.includes(type)).map((event) => lasting(openEvent(event)));
}

/** The same for the log of one command: how many events of rows there are by each type. */
export async function typesOfLog(events: EventStore): Promise<readonly string[]> {
  const { events: recorded } = await events.readAll({ afterPlace: 0, countMax: eventsMax, parts: 'facts' });
  return recorded.map(({ type }) => type);
}

function lasting({ type, stream, header, facts, body }: OpenedEvent): object {
  const { previousEventHash: _hash, $correlationId: _correlation, previousRevision: _revision, ...kept } = header;
  return { type, stream, header: kept, facts, body: body === null ? null : Buffer.from(body).toString('utf8') };
}
