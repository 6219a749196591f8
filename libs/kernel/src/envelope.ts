import { hash } from 'node:crypto';
import type { CommandId, ConceptId, Guid, InstanceId, ProfileId, UserId, WorkspaceId } from './guid.js';
import { uuidV8 } from './guid.js';

/** What an event did to its instance (design, section 3, "kind of change"). */
export type ChangeKind =
  | 'created'
  | 'saved'
  | 'patched'
  | 'reverted'
  | 'moved'
  | 'status-changed'
  | 'deleted'
  | 'restored'
  | 'granted'
  | 'revoked'
  | 'joined'
  | 'registered'
  | 'issued'
  | 'claimed'
  | 'claim-ended';

/** The model that judged a part of a decision (design, sections 3 and 8). */
export interface Judgement {
  readonly conceptId: ConceptId;
  readonly workspaceId: WorkspaceId;
  readonly revision: number;
}

/** What whoever decides says about an event; the seal adds the rest. */
export interface EventContext {
  readonly workspaceId: WorkspaceId;
  readonly dataSetId: InstanceId | null;
  readonly instanceId: InstanceId;
  readonly conceptId: ConceptId;
  readonly parentId: InstanceId | null;
  /** `/`-separated ids of the ancestors at the time of the event, so that one event tells where its instance stood (ADR 3). */
  readonly hierarchy: string;
  readonly dataVersion: number;
  /** Revision of the event that opened the row which this one closes; null when there was none. */
  readonly previousRevision: number | null;
  readonly change: ChangeKind;
  readonly deletionId: Guid | null;
  readonly count: number | null;
  readonly digest: string | null;
  readonly userId: UserId;
  readonly profileId: ProfileId;
  readonly commandId: CommandId;
  /** SHA-256 of the request, base64url; null without an Idempotency-Key, when nobody can ask again (ADR 3). */
  readonly requestHash: string | null;
  readonly correlationId: string;
  readonly causationId: string;
  readonly authorityRevision: number | null;
  readonly judgedBy: readonly Judgement[];
  /** In the first event of a repository only: the fingerprint of its naming key (design, section 2). */
  readonly namingKey?: string;
}

/** The plain part of an event, as JSON in its metadata. `$`-names are the ones EventStoreDB's own tools know. */
export interface EventHeader extends Omit<EventContext, 'correlationId' | 'causationId'> {
  readonly schemaVersion: number;
  readonly $correlationId: string;
  readonly $causationId: string;
  readonly keyId: string | null;
  /** SHA-256 of the length-prefixed facts and the body, base64url. */
  readonly dataHash: string;
  /** Hash of the event before this one in its stream; null for the first. */
  readonly previousEventHash: string | null;
  /** In a copied event: when it was first recorded (RFC 3339); it wins over the store's time. */
  readonly recordedOn?: string;
}

/** An event that was decided and not yet sealed: its type, who and where, facts, and the XML if it has any. */
export interface DraftEvent<Type extends string = string, Facts = unknown> {
  readonly type: Type;
  readonly context: EventContext;
  readonly facts: Facts;
  readonly body: Uint8Array | null;
}

/** The bytes of one event, as a store takes them. */
export interface SealedEvent {
  /** Taken from the hash of the event's own bytes (design, section 2, "Idempotency"). */
  readonly eventId: Guid;
  readonly type: string;
  /** JSON of an EventHeader. */
  readonly header: string;
  /** JSON in UTF-8. */
  readonly facts: Uint8Array;
  readonly body: Uint8Array;
  /** SHA-256 over type and header, base64url: what the next event of the stream names. */
  readonly eventHash: string;
}

export const schemaVersion = 1;
const nothing = new Uint8Array(0);

/** Seals a draft behind the event whose hash is `previousEventHash` (design, section 3). Two SHA-256, no more. */
export function sealEvent(draft: DraftEvent, previousEventHash: string | null): SealedEvent {
  const { correlationId, causationId, ...context } = draft.context;
  const facts = Buffer.from(JSON.stringify(draft.facts), 'utf8');
  const body = draft.body ?? nothing;
  const header: EventHeader = {
    schemaVersion,
    ...context,
    $correlationId: correlationId,
    $causationId: causationId,
    keyId: null,
    dataHash: hash('sha256', encodeData(facts, body), 'base64url'),
    previousEventHash,
  };
  const headerJson = JSON.stringify(header);
  const eventHash = eventHashOf(draft.type, headerJson);
  return { eventId: eventIdOf(eventHash), type: draft.type, header: headerJson, facts, body, eventHash };
}

/** Seals drafts of one stream one behind another, the first behind the event whose hash is `previousEventHash`. */
export function sealEvents(drafts: readonly DraftEvent[], previousEventHash: string | null): readonly SealedEvent[] {
  let previous = previousEventHash;
  return drafts.map((draft) => {
    const sealed = sealEvent(draft, previous);
    previous = sealed.eventHash;
    return sealed;
  });
}

/** The hash of an event: SHA-256 over its type, a line feed and the bytes of its header, base64url. */
export function eventHashOf(type: string, header: string): string {
  return hash('sha256', `${type}\n${header}`, 'base64url');
}

/** The id that belongs to an event's hash. */
export function eventIdOf(eventHash: string): Guid {
  return uuidV8(Buffer.from(eventHash, 'base64url'));
}

/** `data` of an event on the wire: length of the facts (4 bytes, big endian), facts, body. */
export function encodeData(facts: Uint8Array, body: Uint8Array): Buffer {
  const data = Buffer.allocUnsafe(4 + facts.length + body.length);
  data.writeUInt32BE(facts.length, 0);
  data.set(facts, 4);
  data.set(body, 4 + facts.length);
  return data;
}

/** Facts and body of `data`; throws RangeError when the prefix points outside of it. */
export function decodeData(data: Uint8Array): { facts: Uint8Array; body: Uint8Array } {
  const view = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const factsLength = view.readUInt32BE(0);
  if (4 + factsLength > view.length) throw new RangeError('the facts are longer than the data');
  return { facts: view.subarray(4, 4 + factsLength), body: view.subarray(4 + factsLength) };
}
