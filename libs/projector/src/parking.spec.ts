import { describe, expect, it } from '@jest/globals';
import { LimitReached } from '@datakeep/kernel';
import { parkedStreamsMax } from './parking.js';
import type { Projection } from './projection.js';
import { batchOf, contentsOf, eventAt, logOf, noted, run, writerAt } from './test-support.js';

const breakingAt =
  (...places: readonly number[]): Projection =>
  (event) => {
    if (places.includes(event.place)) throw new TypeError('no such field');
    return [noted(event)];
  };
const oddAndEven = (place: number): string => `dataset-${place % 2 === 0 ? 'even' : 'odd'}`;

describe('an event that the views cannot take', () => {
  it('stops its own stream: later events of it are passed over, those of others are applied, and the position goes on', async () => {
    const writer = writerAt(0);
    const log = logOf(batchOf([1, 2, 3, 4], 4, oddAndEven), batchOf([5, 6], 9, oddAndEven));
    const { done, applied } = run({ log, writer, projections: [breakingAt(2)] });
    await done;
    expect(contentsOf(writer.batches)).toEqual({ noted: [1, 3, 5], parked: ['dataset-even'] });
    expect(writer.batches.map(({ from, to }) => [from, to])).toEqual([
      [0, 4],
      [4, 9],
    ]);
    expect(applied).toEqual([
      { position: 4, events: 4 },
      { position: 9, events: 2 },
    ]);
  });

  it('leaves nothing of itself in the views, though another projection could take it', async () => {
    const writer = writerAt(0);
    await run({ log: logOf(batchOf([1, 2])), writer, projections: [(event) => [noted(event)], breakingAt(2)] }).done;
    expect(contentsOf(writer.batches)).toEqual({ noted: [1, 1], parked: ['dataset-2'] });
  });

  it('is written down with where it stands, whose rows stand still, and why', async () => {
    const [workspaceId, dataSetId] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
    const stream = `dataset-${workspaceId}-${dataSetId}`;
    const writer = writerAt(0);
    const { done, parked } = run({ log: logOf(batchOf([7], 7, () => stream)), writer, projections: [breakingAt(7)] });
    await done;
    const reason = 'TypeError: no such field';
    const written = { change: 'park-stream', stream, workspaceId, dataSetId, revision: 7, place: 7, timeMs: 7_000, reason };
    expect(writer.batches[0]?.changes).toEqual([written]);
    expect(parked).toEqual([{ ...written, type: 'InstanceSaved' }]);
  });

  it.each([
    ['no JSON', '{"name":"Ann Other"'],
    ['of a schema version that is not known', JSON.stringify({ schemaVersion: 99, name: 'Ann Other' })],
  ])('may be one that cannot even be opened, and its reason cites nothing of it: %s', async (_what, header) => {
    const writer = writerAt(0);
    const events = [{ ...eventAt(1, 'dataset-a'), header }, eventAt(2, 'dataset-b')];
    const { done, parked } = run({ log: logOf({ events, throughPlace: 2 }), writer });
    await done;
    expect(contentsOf(writer.batches)).toEqual({ noted: [2], parked: ['dataset-a'] });
    expect(parked[0]?.reason).toMatch(/^(SyntaxError|RangeError: event 1 has schema version 99)/);
    expect(parked[0]?.reason).not.toContain('Ann');
  });

  it('cites no facts in its reason, whatever the parser says of them', async () => {
    const facts = Buffer.from('Ann Other');
    const { done, parked } = run({
      log: logOf({ events: [{ ...eventAt(1, 'dataset-a'), facts }], throughPlace: 1 }),
      writer: writerAt(0),
    });
    await done;
    expect(parked.map(({ reason }) => reason)).toEqual([expect.stringMatching(/^SyntaxError: /)]);
    expect(parked[0]?.reason).not.toContain('Ann');
  });

  it('may be one whose changes the views refuse: the batch is applied event by event then', async () => {
    const writer = writerAt(0, { refused: [2] });
    const log = logOf(batchOf([1, 2, 3, 4], 8, oddAndEven), batchOf([9, 10], 10, oddAndEven));
    const { done, applied, parked } = run({ log, writer });
    await done;
    expect(contentsOf(writer.batches)).toEqual({ noted: [1, 3, 9], parked: ['dataset-even'] });
    expect(writer.batches.map(({ to }) => to)).toEqual([1, 2, 3, 4, 8, 10]);
    expect(applied.map(({ position }) => position)).toEqual([8, 10]);
    expect(parked.map(({ place, reason }) => [place, reason])).toEqual([[2, 'TypeError: no row to carry from']]);
  });

  it('is told of once it is in the views, each once', async () => {
    const writer = writerAt(0, { lostAt: 2 });
    const { done, parked } = run({ log: logOf(batchOf([1, 2]), batchOf([3])), writer, projections: [breakingAt(1, 3)] });
    await expect(done).rejects.toThrow('another projector took over');
    expect(parked.map(({ place }) => place)).toEqual([1]);
  });
});

describe('a projector that starts on views in which a stream stands still', () => {
  it('passes over the events of that stream, though it could take them', async () => {
    const writer = writerAt(2, { parked: ['dataset-even'] });
    const { done, parked } = run({ log: logOf(batchOf([3, 4], 5, oddAndEven)), writer });
    await done;
    expect([contentsOf(writer.batches), parked]).toEqual([{ noted: [3], parked: [] }, []]);
    expect(writer.batches.at(-1)?.to).toBe(5);
  });
});

describe('a mistake that concerns everything', () => {
  const places = Array.from({ length: parkedStreamsMax + 1 }, (_, nth) => nth + 1);

  it('ends the projector by a named limit, and nothing of the batch is applied', async () => {
    const writer = writerAt(0);
    const failed = run({ log: logOf(batchOf(places)), writer, projections: [breakingAt(...places)] }).done;
    await expect(failed).rejects.toBeInstanceOf(LimitReached);
    await expect(failed).rejects.toMatchObject({ limit: 'parked streams', max: parkedStreamsMax });
    expect(writer.batches).toEqual([]);
  });

  it('counts those that stand still already, and those that the views refuse', async () => {
    const parked = places.slice(1).map((place) => `dataset-before-${String(place)}`);
    const writer = writerAt(0, { parked, refused: [2] });
    await expect(run({ log: logOf(batchOf([1, 2, 3])), writer }).done).rejects.toBeInstanceOf(LimitReached);
    expect(contentsOf(writer.batches)).toEqual({ noted: [1], parked: [] });
    const within = writerAt(0, { parked: parked.slice(1), refused: [2] });
    await run({ log: logOf(batchOf([1, 2, 3])), writer: within }).done;
    expect(contentsOf(within.batches)).toEqual({ noted: [1, 3], parked: ['dataset-2'] });
  });
});
