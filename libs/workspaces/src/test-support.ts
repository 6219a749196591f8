import type { AppendOutcome, AppendRequest, EventStore, RecordedEvent } from '@datakeep/event-store';
import { guidOf, type CommandId, type Guid, type ProfileId, type UserId, type WorkspaceId } from '@datakeep/kernel';
import type { Founding } from './founding.events.js';

/** A GUID that a reader of a test can tell from the others; `number` has at most 12 digits. */
export function guidNumber<G extends Guid>(number: number): G {
  return guidOf<G>(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);
}

/** A founding of a Customer workspace by command 6. */
export function foundingOf(changed: Partial<Founding> = {}, commandNumber = 6): Founding {
  const commandId = guidNumber<CommandId>(commandNumber);
  return {
    workspaceId: guidNumber<WorkspaceId>(1),
    name: 'Customer',
    kind: 'customer',
    userId: guidNumber<UserId>(4),
    profileId: guidNumber<ProfileId>(5),
    displayName: 'Ann',
    command: { commandId, requestHash: null, correlationId: 'correlation', causationId: commandId },
    ...changed,
  };
}

/** Streams in memory, as the port `EventStore` describes append and read; contexts know no adapter, and need no more here. */
export function fakeLog(): EventStore & { readonly streams: ReadonlyMap<string, RecordedEvent[]> } {
  const streams = new Map<string, RecordedEvent[]>();
  let place = 0;
  const log: Pick<EventStore, 'append' | 'readStream'> = {
    append: async ({ stream, expectedRevision, events }: AppendRequest): Promise<AppendOutcome> => {
      const standing = streams.get(stream) ?? [];
      const firstRevision = expectedRevision + 1;
      const lastRevision = expectedRevision + events.length;
      const again = events.every(({ eventId }, index) => standing[firstRevision + index]?.eventId === eventId);
      if (!again && standing.length !== firstRevision)
        return { outcome: 'revision-has-moved', actualRevision: standing.length - 1 };
      if (!again) {
        for (const event of events) {
          place += 1;
          standing.push({ ...event, stream, revision: standing.length, place, timeMs: place });
        }
        streams.set(stream, standing);
      }
      return { outcome: 'appended', firstRevision, lastRevision, place: standing[lastRevision]!.place, timeMs: 0 };
    },
    readStream: async ({ stream, fromRevision, countMax }) =>
      (streams.get(stream) ?? []).slice(fromRevision, fromRevision + countMax),
  };
  return { ...log, streams } as EventStore & { readonly streams: typeof streams };
}
