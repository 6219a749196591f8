import { setTimeout as pause } from 'node:timers/promises';
import type { EventBatch, EventStore } from '@datakeep/event-store';
import { openEvent } from '@datakeep/kernel';
import { ViewsUnavailable, type Batch, type ViewChange, type ViewWriter } from '@datakeep/view-store';
import { PoisonEvent, type Projection } from './projection.js';

export interface ProjectorOptions {
  readonly log: Pick<EventStore, 'subscribe'>;
  readonly views: ViewWriter;
  readonly projections: readonly Projection[];
  readonly streamPrefixes: readonly string[];
  readonly signal: AbortSignal;
  /** Called each time when the views cannot be written; the batch is tried again. */
  readonly onHeldUp?: (fault: ViewsUnavailable) => void;
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
 * signal comes (design, section 5). Ends with HoldLost when another projector took over, with PoisonEvent on an event
 * that no projection can take.
 */
export async function runProjector(options: ProjectorOptions): Promise<void> {
  const { views, projections, signal } = options;
  const hold = await views.hold();
  let { position } = hold;
  const { streamPrefixes } = options;
  const batches = options.log.subscribe({ afterPlace: position, countMax: batchEventsMax, parts: 'all', streamPrefixes, signal });
  for await (const batch of batches) {
    const to = batch.throughPlace;
    const applied = { epoch: hold.epoch, from: position, to, changes: changesOf(batch, projections) };
    if (!(await applyWhenPossible(options, applied))) return;
    position = to;
    options.onApplied?.({ position, events: batch.events.length });
    if (batch.events.length < batchEventsFew) await views.wanted({ timeoutMsMax: restMsMax });
  }
}

/** Views that cannot be written now, on a full disk say, are tried again until they can; false when the signal came first. */
async function applyWhenPossible({ views, signal, onHeldUp }: ProjectorOptions, batch: Batch): Promise<boolean> {
  while (!signal.aborted) {
    try {
      await views.apply(batch);
      return true;
    } catch (error) {
      if (!(error instanceof ViewsUnavailable)) throw error;
      onHeldUp?.(error);
      await pause(retryMs);
    }
  }
  return false;
}

function changesOf(batch: EventBatch, projections: readonly Projection[]): readonly ViewChange[] {
  const changes: ViewChange[] = [];
  for (const recorded of batch.events) {
    try {
      const event = openEvent(recorded);
      for (const project of projections) changes.push(...project(event));
    } catch (cause) {
      throw new PoisonEvent(recorded, cause);
    }
  }
  return changes;
}
