import { describe, expect, it } from '@jest/globals';
import type { EventBatch, SubscribeRequest } from '@datakeep/event-store';
import { eventOf } from '@datakeep/event-store/conformance';
import type { OpenedEvent } from '@datakeep/kernel';
import { HoldLost, ViewsUnavailable, type Batch, type ViewChange, type ViewWriter } from '@datakeep/view-store';
import { PoisonEvent, type Projection } from './projection.js';
import { runProjector } from './run-projector.js';

const streamPrefixes = ['dataset-', 'workspace-'];

/** A batch of events at these places, one stream each, through `throughPlace`. */
function batchOf(places: readonly number[], throughPlace = places.at(-1) ?? 0): EventBatch {
  const events = places.map((place) => {
    const { type, header, facts, body, eventId } = eventOf({ facts: { name: `event ${String(place)}` } });
    return { type, header, facts, body, eventId, place, stream: `dataset-${String(place)}`, revision: 0, timeMs: 1 };
  });
  return { events, throughPlace };
}

const noted = (event: OpenedEvent): ViewChange => ({ change: 'put-entry', view: 'noted', entry: { place: event.place } });

/** Views that write down what they are given; a batch that does not go on behind the last one is refused, as the port says. */
function writerAt(position: number, lostAt = Infinity) {
  const batches: Batch[] = [];
  let [stands, closed] = [position, false];
  const views: ViewWriter = {
    hold: async () => ({ epoch: 3, position }),
    apply: async (batch) => {
      if (batch.from !== stands || batch.to > lostAt) throw new HoldLost('another projector took over');
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

function logOf(...batches: readonly EventBatch[]) {
  const asked: SubscribeRequest[] = [];
  const log = {
    async *subscribe(request: SubscribeRequest): AsyncGenerator<EventBatch> {
      asked.push(request);
      for (const batch of batches) yield batch;
    },
  };
  return { log, asked };
}

function run(of: { log: ReturnType<typeof logOf>; writer: ReturnType<typeof writerAt>; projections?: readonly Projection[] }) {
  const applied: { position: number; events: number }[] = [];
  const done = runProjector({
    log: of.log.log,
    views: of.writer.views,
    projections: of.projections ?? [(event) => [noted(event)]],
    streamPrefixes,
    signal: new AbortController().signal,
    onApplied: (one) => applied.push(one),
  });
  return { done, applied };
}

describe('the projector', () => {
  it('goes on behind the position that the views stand at, with whole events of the wanted streams', async () => {
    const log = logOf();
    await run({ log, writer: writerAt(17) }).done;
    expect(log.asked).toEqual([expect.objectContaining({ afterPlace: 17, parts: 'all', streamPrefixes })]);
  });

  it('applies each batch with its checkpoint, each behind the one before', async () => {
    const writer = writerAt(17);
    const { done, applied } = run({ log: logOf(batchOf([18, 20]), batchOf([21], 25)), writer });
    await done;
    expect(writer.batches.map(({ epoch, from, to }) => ({ epoch, from, to }))).toEqual([
      { epoch: 3, from: 17, to: 20 },
      { epoch: 3, from: 20, to: 25 },
    ]);
    expect(applied).toEqual([
      { position: 20, events: 2 },
      { position: 25, events: 1 },
    ]);
  });

  it('asks every projection about every event, in order', async () => {
    const writer = writerAt(0);
    const first: Projection = (event) => [noted(event), noted(event)];
    const second: Projection = (event) => (event.place === 2 ? [] : [noted(event)]);
    await run({ log: logOf(batchOf([1, 2])), writer, projections: [first, second] }).done;
    expect(writer.batches[0]?.changes).toEqual(
      [1, 1, 1, 2, 2].map((place) => ({ change: 'put-entry', view: 'noted', entry: { place } })),
    );
  });

  it('moves the checkpoint over what was filtered out', async () => {
    const writer = writerAt(17);
    await run({ log: logOf(batchOf([], 90)), writer }).done;
    expect(writer.batches).toEqual([{ epoch: 3, from: 17, to: 90, changes: [] }]);
  });

  it('ends when the subscription does, and leaves closing to whoever opened', async () => {
    const writer = writerAt(0);
    await expect(run({ log: logOf(), writer }).done).resolves.toBeUndefined();
    expect(writer.isClosed()).toBe(false);
  });

  it('ends with HoldLost when another projector took over, and applies nothing after that', async () => {
    const writer = writerAt(0, 1);
    const { done, applied } = run({ log: logOf(batchOf([1]), batchOf([2]), batchOf([3])), writer });
    await expect(done).rejects.toThrow(HoldLost);
    expect(writer.batches).toHaveLength(1);
    expect(applied).toEqual([{ position: 1, events: 1 }]);
  });

  it('ends with the fault of the log', async () => {
    const log = {
      async *subscribe(): AsyncGenerator<EventBatch> {
        throw new Error('the log is away');
      },
    };
    await expect(run({ log: { log, asked: [] }, writer: writerAt(0) }).done).rejects.toThrow('the log is away');
  });
});

describe('views that cannot be written', () => {
  /** Views whose first calls of `apply` end with these faults. */
  function failingWriter(...faults: readonly Error[]) {
    const writer = writerAt(0);
    const tried: Batch[] = [];
    const apply = async (batch: Batch): Promise<void> => {
      tried.push(batch);
      const fault = faults[tried.length - 1];
      if (fault !== undefined) throw fault;
      await writer.views.apply(batch);
    };
    return { ...writer, views: { ...writer.views, apply }, tried };
  }

  function runHeldUp(
    writer: ReturnType<typeof failingWriter>,
    onHeldUp?: (fault: ViewsUnavailable) => void,
    stop = new AbortController(),
  ) {
    const { log } = logOf(batchOf([1, 2]), batchOf([3]));
    const projections: readonly Projection[] = [(event) => [noted(event)]];
    const { signal } = stop;
    return runProjector({ log, views: writer.views, projections, streamPrefixes, signal, ...(onHeldUp && { onHeldUp }) });
  }

  it('are tried again with the same batch until they can be, and each time is told', async () => {
    const faults = [new ViewsUnavailable('the disk is full'), new ViewsUnavailable('the disk is still full')];
    const writer = failingWriter(...faults);
    const told: Error[] = [];
    await runHeldUp(writer, (fault) => told.push(fault));
    expect(told).toEqual(faults);
    expect(writer.tried.map(({ from, to }) => [from, to])).toEqual([
      [0, 2],
      [0, 2],
      [0, 2],
      [2, 3],
    ]);
    expect(writer.tried[2]).toEqual(writer.tried[0]);
    expect(writer.batches.map(({ to }) => to)).toEqual([2, 3]);
  });

  it('are tried again although nobody wants to be told', async () => {
    const writer = failingWriter(new ViewsUnavailable('the disk is full'));
    await runHeldUp(writer);
    expect(writer.batches.map(({ to }) => to)).toEqual([2, 3]);
  });

  it('are waited for until the signal comes: nothing is applied then, and it is no fault', async () => {
    const stop = new AbortController();
    const writer = failingWriter(new ViewsUnavailable('the disk is full'));
    await expect(
      runHeldUp(
        writer,
        () => {
          stop.abort();
        },
        stop,
      ),
    ).resolves.toBeUndefined();
    expect([writer.tried.length, writer.batches]).toEqual([1, []]);
  });

  it('are not tried again for any other fault, which ends it', async () => {
    for (const fault of [new HoldLost('another projector took over'), new TypeError('a mistake')]) {
      const writer = failingWriter(fault);
      const told: Error[] = [];
      await expect(runHeldUp(writer, (held) => told.push(held))).rejects.toBe(fault);
      expect([writer.tried.length, writer.batches, told]).toEqual([1, [], []]);
    }
  });
});

describe('an event that no projection can take', () => {
  const poison = batchOf([1, 2]);
  const breaking: Projection = (event) => {
    if (event.place === 2) throw new TypeError('no such field');
    return [noted(event)];
  };

  it('is named with its type, place, stream and revision, and its reason', async () => {
    const failed = run({ log: logOf(poison), writer: writerAt(0), projections: [breaking] }).done;
    await expect(failed).rejects.toThrow(PoisonEvent);
    await expect(failed).rejects.toThrow('InstanceSaved at place 2 (dataset-2, revision 0): no such field');
    await expect(failed).rejects.toMatchObject({ cause: { message: 'no such field' } });
  });

  it('leaves nothing of its batch in the views', async () => {
    const writer = writerAt(0);
    await expect(run({ log: logOf(poison), writer, projections: [breaking] }).done).rejects.toThrow(PoisonEvent);
    expect(writer.batches).toEqual([]);
  });

  it('may be one that cannot even be opened', async () => {
    const [event] = batchOf([1]).events;
    for (const header of ['{', JSON.stringify({ schemaVersion: 99 })]) {
      const log = logOf({ events: [{ ...event!, header }], throughPlace: 1 });
      await expect(run({ log, writer: writerAt(0) }).done).rejects.toThrow('InstanceSaved at place 1');
    }
  });
});
