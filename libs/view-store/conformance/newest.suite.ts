import { expect, it } from '@jest/globals';
import { defineSets, raiseNewest, sets } from './records.js';
import type { OpenViews } from './stand.js';
import { describeOn } from './stand.js';

export function newest(open: OpenViews): void {
  describeOn('the newest event on an instance', open, (stand) => {
    const newestFor = (principals: readonly string[], workspace?: string) =>
      stand().reader(principals, workspace).newest({ view: 'last_updated', instanceId: 'policy' });

    it('is the largest place, in whatever order they come', async () => {
      await stand().apply(1, ...defineSets, raiseNewest('policy', 5), raiseNewest('policy', 9), raiseNewest('policy', 7));
      expect(await newestFor(['staff'])).toEqual({ place: 9, timeMs: 9_000 });
    });

    it('is, for each reader, the newest of the sets that he sees', async () => {
      const raised = [
        raiseNewest('policy', 5, sets.both),
        raiseNewest('policy', 9, sets.staff),
        raiseNewest('policy', 7, sets.holder),
      ];
      await stand().apply(1, ...defineSets, ...raised);
      expect(await newestFor(['staff'])).toEqual({ place: 9, timeMs: 9_000 });
      expect(await newestFor(['holder'])).toEqual({ place: 7, timeMs: 7_000 });
      expect(await newestFor(['somebody'])).toBeUndefined();
      expect(await newestFor([])).toBeUndefined();
      expect(await newestFor(['staff'], 'w2')).toBeUndefined();
    });
  });
}
