import { expect, it } from '@jest/globals';
import { ViewsUnavailable } from '../src/index.js';
import { closeTree, defineSets, openRow, putToken, workspaceId } from './records.js';
import type { OpenViews } from './stand.js';
import { describeOn } from './stand.js';

export function system(open: OpenViews): void {
  describeOn('the system', open, (stand) => {
    it('finds an entry by its whole key', async () => {
      await stand().apply(1, putToken('u1'));
      expect(await stand().token()).toEqual({ issuer: 'datakeep', tokenHash: 'h1', userId: 'u1', label: null });
      const { system: views } = stand().store;
      expect(await views.entry('tokens', { issuer: 'datakeep', tokenHash: 'h2' })).toBeUndefined();
      await expect(views.entry('tokens', { issuer: 'datakeep' })).rejects.toThrow(TypeError);
      await expect(views.entry('tokens', { issuer: 'datakeep', tokenHash: 'h1', userId: 'u1' })).rejects.toThrow(TypeError);
    });

    it('knows the data set of an id, also of a deleted one', async () => {
      await stand().apply(1, ...defineSets, openRow('c1', 1));
      const dataSet = (instanceId: string, workspace = workspaceId) =>
        stand().store.system.dataSetOf('instance_rows', { workspaceId: workspace, instanceId });
      expect([await dataSet('c1'), await dataSet('c2'), await dataSet('c1', 'w2')]).toEqual(['policy', undefined, undefined]);
      await stand().apply(2, closeTree('c1', '/w1/policy/', 2, 'd1'));
      expect(await dataSet('c1')).toBe('policy');
    });

    it('refuses an entry or a row with a field that was not declared, or without one that is needed', async () => {
      const entry = { issuer: 'datakeep', tokenHash: 'h1', userId: 'u1' };
      const put = (fields: object) => stand().apply(1, { change: 'put-entry', view: 'tokens', entry: { ...entry, ...fields } });
      await expect(put({ noSuchField: 1 })).rejects.toThrow();
      await expect(put({ userId: null })).rejects.toThrow();
      await expect(stand().apply(1, openRow('c1', 1, { noSuchField: 1 }))).rejects.toThrow();
      await expect(stand().apply(1, openRow('c1', 1, { name: null }))).rejects.toThrow();
      expect(await stand().store.position()).toBe(0);
    });
  });

  describeOn('the position', open, (stand) => {
    it('is 0 in an empty store and moves with each batch', async () => {
      expect(await stand().store.position()).toBe(0);
      await stand().apply(7);
      expect(await stand().store.position()).toBe(7);
      expect(await (await stand().views.otherWriter()).hold()).toMatchObject({ position: 7 });
    });

    it('cannot go back', async () => {
      await stand().apply(7);
      await expect(stand().apply(6)).rejects.toThrow(RangeError);
      expect(await stand().store.position()).toBe(7);
    });

    it('is reached at once when it lies behind', async () => {
      await stand().apply(7);
      expect(await stand().store.reached(7, { timeoutMsMax: 60_000 })).toBe(true);
      // Whatever the writer said was heard by now, so only the position itself can answer.
      expect(await stand().store.reached(7, { timeoutMsMax: 0 })).toBe(true);
      expect(await stand().store.reached(6, { timeoutMsMax: 0 })).toBe(true);
    });

    it('is reached by whoever waits for it when a writer applies it, and not before', async () => {
      const told: string[] = [];
      const waiting = [3, 2, 3].map(async (place) => {
        told.push(`${String(place)}: ${String(await stand().store.reached(place, { timeoutMsMax: 60_000 }))}`);
      });
      await stand().apply(1);
      await stand().apply(2);
      await waiting[1];
      expect(told).toEqual(['2: true']);
      const successor = await stand().views.otherWriter();
      const { epoch, position } = await successor.hold();
      await successor.apply({ epoch, from: position, to: 4, changes: [] });
      await Promise.all(waiting);
      expect(told.slice(1)).toEqual(['3: true', '3: true']);
    });

    it('is not reached when the bound of the wait passes first', async () => {
      await stand().apply(1);
      expect(await stand().store.reached(2, { timeoutMsMax: 1 })).toBe(false);
    });
  });

  describeOn('a writer that rests', open, (stand) => {
    it('is woken by a reader that waits for a position behind what is applied', async () => {
      await stand().apply(1);
      const { writer } = stand().views;
      const woken = writer.wanted({ timeoutMsMax: 60_000 });
      const waiting = stand().store.reached(2, { timeoutMsMax: 60_000 });
      await woken;
      await stand().apply(2);
      expect(await waiting).toBe(true);
    });

    it('goes on at once when a reader waits already, and rests again after that', async () => {
      await stand().apply(1);
      const { writer } = stand().views;
      const waiting = stand().store.reached(2, { timeoutMsMax: 60_000 });
      await writer.wanted({ timeoutMsMax: 60_000 });
      await writer.wanted({ timeoutMsMax: 1 });
      await stand().apply(2);
      expect(await waiting).toBe(true);
      await writer.wanted({ timeoutMsMax: 1 });
    });
  });

  describeOn('closed views', open, (stand) => {
    it('say that they are unavailable, to who waits for a position too', async () => {
      await stand().apply(1, ...defineSets, openRow('c1', 1));
      const waiting = expect(stand().store.reached(9, { timeoutMsMax: 60_000 })).rejects.toBeInstanceOf(ViewsUnavailable);
      await stand().store.close();
      await stand().views.writer.close();
      await waiting;
      await expect(stand().names()).rejects.toBeInstanceOf(ViewsUnavailable);
      await expect(stand().token()).rejects.toBeInstanceOf(ViewsUnavailable);
      await expect(stand().store.position()).rejects.toBeInstanceOf(ViewsUnavailable);
      await expect(stand().apply(2)).rejects.toBeInstanceOf(ViewsUnavailable);
      await expect(stand().views.writer.hold()).rejects.toBeInstanceOf(ViewsUnavailable);
    });
  });
}
