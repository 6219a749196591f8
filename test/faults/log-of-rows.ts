import type { EventStore } from '@datakeep/event-store';
import { openEvent, type OpenedEvent } from '@datakeep/kernel';

export interface LoggedEvent {
  readonly type: string;
  readonly stream: string;
  readonly header: object;
  readonly facts: unknown;
  readonly body: string | null;
}

const eventsMax = 10_000;
/** Events that make rows; what else a command appends, it may append again when it is sent again. */
const ofRows = [
  'InstanceSaved',
  'InstanceDeleted',
  'InstanceRestored',
  'UserJoined',
  'WorkspaceCreated',
  'ProfileRegistered',
  'ApiKeyIssued',
];

/** What the log says about rows, without what differs from one sending to the next: times, places, hashes, correlation. */
export async function logOfRows(events: EventStore): Promise<readonly LoggedEvent[]> {
  const { events: recorded } = await events.readAll({ afterPlace: 0, countMax: eventsMax, parts: 'all' });
  return recorded.filter(({ type }) => ofRows.includes(type)).map((event) => lasting(openEvent(event)));
}

function lasting({ type, stream, header, facts, body }: OpenedEvent): LoggedEvent {
  const { previousEventHash: _hash, $correlationId: _correlation, previousRevision: _revision, ...kept } = header;
  return { type, stream, header: kept, facts, body: body === null ? null : Buffer.from(body).toString('utf8') };
}
