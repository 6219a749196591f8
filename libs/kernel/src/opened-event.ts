import type { EventHeader } from './envelope.js';

/** An event as deciders and projections read it: parsed, placed in its stream, its type not yet narrowed. */
export interface OpenedEvent {
  readonly eventId: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly place: number;
  /** When it was first recorded, in milliseconds since 1970: `recordedOn` of a copied event, else the store's time. */
  readonly timeMs: number;
  readonly header: EventHeader;
  readonly facts: unknown;
  /** Null when it was read without bodies. */
  readonly body: Uint8Array | null;
}

/** What a store gives for an event; see the port `EventStore`. */
interface Recorded {
  readonly eventId: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly place: number;
  readonly timeMs: number;
  readonly header: string;
  readonly facts: Uint8Array;
  readonly body: Uint8Array | null;
}

/**
 * Parses a recorded event. Old schema versions are upcast here, never rewritten (design, section 3); there is one so far.
 * Throws on a schema version that this program does not know.
 */
export function openEvent(recorded: Recorded): OpenedEvent {
  const header = JSON.parse(recorded.header) as EventHeader;
  if (header.schemaVersion !== 1) {
    throw new RangeError(
      `event ${String(recorded.place)} has schema version ${String(header.schemaVersion)}; this program knows 1`,
    );
  }
  return {
    eventId: recorded.eventId,
    type: recorded.type,
    stream: recorded.stream,
    revision: recorded.revision,
    place: recorded.place,
    timeMs: header.recordedOn === undefined ? recorded.timeMs : Date.parse(header.recordedOn),
    header,
    facts: JSON.parse(Buffer.from(recorded.facts).toString('utf8')) as unknown,
    body: recorded.body,
  };
}
