import { expect, it } from '@jest/globals';
import { ViewsUnavailable } from '../src/index.js';
import { defineSets, noteEvent, openPolicy, openRow, raiseNewest, sets } from './records.js';
import type { OpenViews } from './stand.js';
import { describeOn } from './stand.js';

export function newest(open: OpenViews): void {
  describeOn('the newest event on an instance', open, (stand) => {
    const newestFor = (principals: readonly string[], workspace?: string) =>
      stand().reader(principals, workspace).newest({ view: 'last_updated', instanceId: 'policy', at: 'now' });

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

  describeOn('the newest event on an instance as of a position', open, (stand) => {
    const below = { policy: '/w1/policy/', a: '/w1/policy/a/' };
    const newestAt = async (instanceId: string, at: number, principals?: readonly string[], workspace?: string) =>
      (await stand().reader(principals, workspace).newest({ view: 'last_updated', instanceId, at }))?.place;

    async function fill(): Promise<void> {
      await stand().apply(
        9,
        ...defineSets,
        openPolicy(1),
        noteEvent('policy', 1, { hierarchy: '/w1/' }),
        openRow('a', 2),
        noteEvent('a', 2, { hierarchy: below.policy }),
        openRow('a1', 3, { hierarchy: below.a, acl: sets.staff }),
        noteEvent('a1', 3, { hierarchy: below.a, acl: sets.staff }),
        openRow('ab', 4),
        noteEvent('ab', 4, { hierarchy: below.policy }),
        noteEvent('a1', 6, { hierarchy: below.a, acl: sets.staff }),
        openRow('other', 7, { hierarchy: '/w1/', dataSetId: 'other' }),
        noteEvent('other', 7, { hierarchy: '/w1/', dataSetId: 'other' }),
        noteEvent('a', 8, { hierarchy: '/w2/policy/', workspaceId: 'w2' }),
      );
    }

    it('is the last one on it or below it up to there', async () => {
      await fill();
      const asked = [1, 2, 3, 4, 5, 6, 9];
      expect(await Promise.all(asked.map((at) => newestAt('policy', at)))).toEqual([1, 2, 3, 4, 4, 6, 6]);
      expect(await Promise.all(asked.map((at) => newestAt('a', at)))).toEqual([undefined, 2, 3, 3, 3, 6, 6]);
      expect(await Promise.all(asked.map((at) => newestAt('a1', at)))).toEqual([undefined, undefined, 3, 3, 3, 6, 6]);
      expect([await newestAt('ab', 9), await newestAt('other', 9), await newestAt('absent', 9)]).toEqual([4, 7, undefined]);
      const answer = await stand().reader().newest({ view: 'last_updated', instanceId: 'a', at: 5 });
      expect({ ...answer }).toEqual({ place: 3, timeMs: 3_000 });
    });

    it('is one that the reader sees', async () => {
      await fill();
      expect([await newestAt('a', 9, ['holder']), await newestAt('policy', 9, ['holder'])]).toEqual([2, 4]);
      expect([await newestAt('a1', 9, ['holder']), await newestAt('a', 9, [])]).toEqual([undefined, undefined]);
      expect(await newestAt('a', 9, undefined, 'w2')).toBeUndefined();
    });

    it('is refused while the views have not reached the position', async () => {
      await fill();
      await expect(newestAt('a', 10)).rejects.toBeInstanceOf(ViewsUnavailable);
    });
  });
}
