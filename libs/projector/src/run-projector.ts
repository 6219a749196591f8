import { setTimeout as pause } from 'node:timers/promises';
import type { EventBatch, EventStore } from '@datakeep/event-store';
import { ChangeRefused, ViewsUnavailable, type Hold, type ViewWriter } from '@datakeep/view-store';
import { Parking, parkStream, type ParkedEvent, type Projected } from './parking.js';
import type { Projection } from './projection.js';

export interface ProjectorOptions {
  readonly log: Pick<EventStore, 'subscribe'>;
  readonly views: ViewWriter;
  readonly projections: readonly Projection[];
  readonly streamPrefixes: readonly string[];
  readonly signal: AbortSignal;
  /** Called each time when the views cannot be written; the batch is tried again. */
  readonly onHeldUp?: (fault: ViewsUnavailable) => void;
  /** Called when the views of a stream stopped at an event, once it is so in the views. */
  readonly onParked?: (event: ParkedEvent) => void;
  /** Called after each applied batch, with the position that the views stand at and the number of its events. */
  readonly onApplied?: (applied: { readonly position: number; readonly events: number }) => void;
}

/** Events in one batch: large enough that a commit is cheap for each, small enough that a reader waits little. */
const batchEventsMax = 1_024;
/** After a batch smaller than this the projector rests, unless a reader waits: a commit costs as much as a hundred events. */
const batchEventsFew = 256;
const restMsMax = 25;
const retryMs = 500;

/**
 * Takes the hold on the views and applies the log to them, batch by batch, each together with its checkpoint, until the
 * signal comes (design, section 5). An event that cannot be taken stops the views of its own stream, and positions go on.
 * Ends with HoldLost when another projector took over, with LimitReached when too many streams stand still.
 */
export async function runProjector(options: ProjectorOptions): Promise<void> {
  const { views, streamPrefixes, signal } = options;
  const writing = new Writing(options, await views.hold());
  const { position: afterPlace } = writing;
  const batches = options.log.subscribe({ afterPlace, countMax: batchEventsMax, parts: 'all', streamPrefixes, signal });
  for await (const batch of batches) {
    if (!(await writing.take(batch))) return;
    options.onApplied?.({ position: writing.position, events: batch.events.length });
    if (batch.events.length < batchEventsFew) await views.wanted({ timeoutMsMax: restMsMax });
  }
}

/** One hold on the views, and where they stand. */
class Writing {
  readonly #parking: Parking;
  readonly #epoch: number;
  #position: number;

  constructor(
    private readonly options: ProjectorOptions,
    { epoch, position, parked }: Hold,
  ) {
    this.#epoch = epoch;
    this.#position = position;
    this.#parking = new Parking(parked, options.projections);
  }

  get position(): number {
    return this.#position;
  }

  /** Applies a batch; when the views refuse a change of it, event by event. False when the signal came first. */
  async take({ events, throughPlace }: EventBatch): Promise<boolean> {
    const projected = this.#parking.project(events);
    try {
      return await this.#apply(projected, throughPlace);
    } catch (error) {
      if (!(error instanceof ChangeRefused)) throw error;
    }
    for (const event of events) if (!(await this.#takeAlone(event))) return false;
    return this.#apply({ changes: [], parked: [] }, throughPlace);
  }

  async #takeAlone(event: EventBatch['events'][number]): Promise<boolean> {
    const projected = this.#parking.project([event]);
    try {
      return await this.#apply(projected, event.place);
    } catch (error) {
      if (!(error instanceof ChangeRefused)) throw error;
      return this.#apply(this.#parking.refused(event, error.cause), event.place);
    }
  }

  /** Views that cannot be written now, on a full disk say, are tried again until they can. */
  async #apply({ changes, parked }: Projected, to: number): Promise<boolean> {
    const { views, signal, onHeldUp, onParked } = this.options;
    const batch = { epoch: this.#epoch, from: this.#position, to, changes: [...changes, ...parked.map(parkStream)] };
    while (!signal.aborted) {
      try {
        await views.apply(batch);
        this.#position = to;
        this.#parking.keep(parked);
        for (const event of parked) onParked?.(event);
        return true;
      } catch (error) {
        if (!(error instanceof ViewsUnavailable)) throw error;
        onHeldUp?.(error);
        await pause(retryMs);
      }
    }
    return false;
  }
}
