import type { EventBatch, RecordedEvent, SubscribeRequest } from '@datakeep/event-store';
import { eventOf } from '@datakeep/event-store/conformance';
import type { OpenedEvent } from '@datakeep/kernel';
import { ChangeRefused, HoldLost, type Batch, type ViewChange, type ViewWriter } from '@datakeep/view-store';
import type { ParkedEvent } from './parking.js';
import type { Projection } from './projection.js';
import { runProjector } from './run-projector.js';

export const streamPrefixes = ['dataset-', 'workspace-'];

/** An event at a place of the log; its revision is its place too. */
export function eventAt(place: number, stream: string): RecordedEvent {
  const { type, header, facts, body, eventId } = eventOf({ facts: { name: `event ${String(place)}` } });
  return { type, header, facts, body, eventId, place, stream, revision: place, timeMs: place * 1_000 };
}

/** A batch of events at these places, one stream each unless it is said otherwise, through `throughPlace`. */
export function batchOf(places: readonly number[], throughPlace = places.at(-1) ?? 0, streamOf = ownStream): EventBatch {
  return { events: places.map((place) => eventAt(place, streamOf(place))), throughPlace };
}

function ownStream(place: number): string {
  return `dataset-${String(place)}`;
}

export const noted = (event: OpenedEvent): ViewChange => ({
  change: 'put-entry',
  view: 'noted',
  entry: { place: event.place },
});

export interface WriterOptions {
  readonly lostAt?: number;
  /** Streams that stand still already. */
  readonly parked?: readonly string[];
  /** Places whose notes are refused. */
  readonly refused?: readonly number[];
}

/** Views that write down what they are given; a batch that does not go on behind the last one is refused, as the port says. */
export function writerAt(position: number, { lostAt = Infinity, parked = [], refused = [] }: WriterOptions = {}) {
  const batches: Batch[] = [];
  let [stands, closed] = [position, false];
  const isRefused = (change: ViewChange): boolean =>
    change.change === 'put-entry' && refused.includes(change.entry['place'] as number);
  const views: ViewWriter = {
    hold: async () => ({ epoch: 3, position, parked }),
    apply: async (batch) => {
      if (batch.from !== stands || batch.to > lostAt) throw new HoldLost('another projector took over');
      if (batch.changes.some(isRefused)) throw new ChangeRefused(new TypeError('no row to carry from'));
      stands = batch.to;
      batches.push(batch);
    },
    wanted: () => Promise.resolve(),
    close: async () => {
      closed = true;
    },
  };
  return { views, batches, isClosed: () => closed };
}

/** Places that were noted in the views, and the streams that stand still there. */
export function contentsOf(batches: readonly Batch[]): {
  readonly noted: readonly unknown[];
  readonly parked: readonly string[];
} {
  const changes = batches.flatMap((batch) => batch.changes);
  return {
    noted: changes.flatMap((change) => (change.change === 'put-entry' ? [change.entry['place']] : [])),
    parked: changes.flatMap((change) => (change.change === 'park-stream' ? [change.stream] : [])),
  };
}

export function logOf(...batches: readonly EventBatch[]) {
  const asked: SubscribeRequest[] = [];
  const log = {
    async *subscribe(request: SubscribeRequest): AsyncGenerator<EventBatch> {
      asked.push(request);
      for (const batch of batches) yield batch;
    },
  };
  return { log, asked };
}

export function run(of: {
  log: ReturnType<typeof logOf>;
  writer: ReturnType<typeof writerAt>;
  projections?: readonly Projection[];
}) {
  const applied: { position: number; events: number }[] = [];
  const parked: ParkedEvent[] = [];
  const done = runProjector({
    log: of.log.log,
    views: of.writer.views,
    projections: of.projections ?? [(event) => [noted(event)]],
    streamPrefixes,
    signal: new AbortController().signal,
    onApplied: (one) => applied.push(one),
    onParked: (one) => parked.push(one),
  });
  return { done, applied, parked };
}
