import { expect, it } from '@jest/globals';
import { noteTime } from './records.js';
import type { OpenViews } from './stand.js';
import { describeOn } from './stand.js';

export function times(open: OpenViews): void {
  describeOn('the place that the log had reached at a time', open, (stand) => {
    const placesAt = (...timesMs: readonly number[]) =>
      Promise.all(timesMs.map((timeMs) => stand().store.system.placeAt('event_times', timeMs)));

    it('is the one before the first event of a later time', async () => {
      await stand().apply(9, noteTime(3, 100), noteTime(5, 200), noteTime(9, 300));
      expect(await placesAt(0, 99, 100, 150, 199, 200, 299)).toEqual([2, 2, 4, 4, 4, 8, 8]);
    });

    it('is open while nothing later is known', async () => {
      expect(await placesAt(0)).toEqual([undefined]);
      await stand().apply(3, noteTime(3, 100));
      expect(await placesAt(99, 100, 101)).toEqual([2, undefined, undefined]);
    });

    it('goes on with the largest time when the clock goes back', async () => {
      await stand().apply(9, noteTime(1, 100), noteTime(2, 500), noteTime(3, 200), noteTime(4, 500), noteTime(5, 501));
      expect(await placesAt(100, 200, 499, 500, 501)).toEqual([1, 1, 1, 4, undefined]);
    });

    it('is behind all events of the same millisecond', async () => {
      await stand().apply(9, noteTime(1, 100), noteTime(2, 100), noteTime(3, 100), noteTime(4, 101));
      expect(await placesAt(99, 100)).toEqual([0, 3]);
    });

    it('stays the same when times come again, behind later ones', async () => {
      const life = [noteTime(1, 100), noteTime(2, 500), noteTime(3, 200), noteTime(4, 500), noteTime(5, 600), noteTime(6, 550)];
      for (const [nth, time] of life.entries()) await stand().apply(nth + 1, time);
      const asked = [50, 100, 150, 200, 300, 499, 500, 550, 575, 599, 600];
      const once = await placesAt(...asked);
      await stand().apply(7, ...life);
      await stand().apply(8, ...[...life].reverse());
      expect(await placesAt(...asked)).toEqual(once);
      await stand().apply(9, noteTime(9, 601));
      expect(await placesAt(600)).toEqual([8]);
    });

    it('is refused of a view that keeps no times', async () => {
      await expect(stand().store.system.placeAt('event_index', 1)).rejects.toThrow(TypeError);
      await expect(stand().apply(1, { ...noteTime(1, 1), view: 'event_index' })).rejects.toThrow(TypeError);
    });
  });
}
