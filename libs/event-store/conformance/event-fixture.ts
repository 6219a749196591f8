import { type EventContext, randomGuid, type SealedEvent, sealEvent } from '@datakeep/kernel';
import type { RecordedEvent } from '../src/index.js';

export interface EventFixture {
  readonly body?: Uint8Array;
  readonly facts?: unknown;
  readonly type?: string;
  readonly correlationId?: string;
}

/** A sealed event as a save would make it, with ids of its own: two of them never have the same event id. */
export function eventOf({ body, facts, type, correlationId }: EventFixture = {}): SealedEvent {
  const context: EventContext = {
    workspaceId: randomGuid(),
    dataSetId: randomGuid(),
    instanceId: randomGuid(),
    conceptId: randomGuid(),
    parentId: null,
    hierarchy: '/',
    dataVersion: 1,
    previousRevision: null,
    change: 'created',
    deletionId: null,
    count: null,
    digest: null,
    userId: randomGuid(),
    profileId: randomGuid(),
    commandId: randomGuid(),
    requestHash: null,
    correlationId: correlationId ?? randomGuid(),
    causationId: randomGuid(),
    authorityRevision: null,
    judgedBy: [],
  };
  const draft = { type: type ?? 'InstanceSaved', context, facts: facts ?? { name: 'Policy 1' }, body: body ?? null };
  return sealEvent(draft, null);
}

/** As many events as `count` says. */
export function eventsOf(count: number): SealedEvent[] {
  return Array.from({ length: count }, () => eventOf());
}

/** A stream that no other test knows. */
export function newStream(prefix = 'dataset'): string {
  return `${prefix}-${randomGuid()}`;
}

/** The encoded bytes of an event, as the limit of an append counts them. */
export function encodedBytes({ header, facts, body }: SealedEvent): number {
  return Buffer.byteLength(header) + facts.length + body.length;
}

/** What a store was given and has to give back, in a form that compares byte for byte and prints well. */
export function content({ eventId, type, header, facts, body }: SealedEvent | RecordedEvent): Record<string, string | null> {
  return { eventId, type, header, facts: base64(facts), body: body && base64(body) };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
