import { describe, expect, it } from '@jest/globals';
import type { EventBatch } from '@datakeep/event-store';
import { HoldLost, ViewsUnavailable, type Batch } from '@datakeep/view-store';
import type { Projection } from './projection.js';
import { runProjector } from './run-projector.js';
import { batchOf, logOf, noted, run, streamPrefixes, writerAt } from './test-support.js';

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
    const writer = writerAt(0, { lostAt: 1 });
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
