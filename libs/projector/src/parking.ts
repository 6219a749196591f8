import type { RecordedEvent } from '@datakeep/event-store';
import { dataSetOfStream, LimitReached, openEvent } from '@datakeep/kernel';
import type { ParkStream, ViewChange } from '@datakeep/view-store';
import type { Projection } from './projection.js';

/** Streams that may stand still at once: more of them mean a mistake of the program, which has to be loud. */
export const parkedStreamsMax = 100;
const reasonLengthMax = 200;

/** An event that the views cannot take: a fault of the program or of the log, never of a user. */
export interface ParkedEvent extends ParkStream {
  readonly type: string;
}

/** What some events do to the views, and those of them at which a stream stops. */
export interface Projected {
  readonly changes: readonly ViewChange[];
  readonly parked: readonly ParkedEvent[];
}

/** The streams that stand still, and what a projector makes of events beside them (design, section 5: "a poison event"). */
export class Parking {
  readonly #streams: Set<string>;

  constructor(
    streams: readonly string[],
    private readonly projections: readonly Projection[],
  ) {
    this.#streams = new Set(streams);
  }

  /**
   * What the events do; one that cannot be opened or projected stops its stream, and the later ones of it are passed over.
   * Errors: LimitReached when too many streams would stand still.
   */
  project(events: readonly RecordedEvent[]): Projected {
    const changes: ViewChange[] = [];
    const parked = new Map<string, ParkedEvent>();
    for (const event of events) {
      if (this.#streams.has(event.stream) || parked.has(event.stream)) continue;
      try {
        changes.push(...this.#changesOf(event));
      } catch (cause) {
        parked.set(event.stream, parkedEvent(event, cause));
      }
    }
    return this.#bounded({ changes, parked: [...parked.values()] });
  }

  /** What is left of an event whose changes the views refused. Errors: LimitReached. */
  refused(event: RecordedEvent, cause: unknown): Projected {
    return this.#bounded({ changes: [], parked: [parkedEvent(event, cause)] });
  }

  /** To be called when they stand still in the views too. */
  keep(parked: readonly ParkedEvent[]): void {
    for (const { stream } of parked) this.#streams.add(stream);
  }

  /** All changes of one event or none: a projection may fail behind another one. */
  #changesOf(recorded: RecordedEvent): readonly ViewChange[] {
    const event = openEvent(recorded);
    return this.projections.flatMap((project) => project(event));
  }

  #bounded(projected: Projected): Projected {
    const streams = this.#streams.size + projected.parked.length;
    if (streams > parkedStreamsMax) throw new LimitReached('parked streams', parkedStreamsMax, streams);
    return projected;
  }
}

/** The change that writes it into the views. */
export function parkStream({ type: _, ...change }: ParkedEvent): ParkStream {
  return change;
}

function parkedEvent({ stream, revision, place, timeMs, type }: RecordedEvent, cause: unknown): ParkedEvent {
  const { workspaceId = null, dataSetId = null } = dataSetOfStream(stream) ?? {};
  return { change: 'park-stream', stream, workspaceId, dataSetId, revision, place, timeMs, type, reason: reasonOf(cause) };
}

/** Quotes and braces begin what a fault cites, JSON.parse does so, and a reason shall hold nothing that a user wrote. */
function reasonOf(cause: unknown): string {
  const said = cause instanceof Error ? `${cause.name}: ${cause.message}` : 'no error was thrown';
  return said.replace(/["{[][^]*$/, '…').slice(0, reasonLengthMax);
}
