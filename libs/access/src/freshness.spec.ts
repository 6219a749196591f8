import { describe, expect, it } from '@jest/globals';
import { Freshness, ViewBehind } from './freshness.js';
import { fakeViews } from './test-support.js';

const freshnessOf = (views: ReturnType<typeof fakeViews>) => new Freshness({ reachHead: async () => 40 }, views);

describe('the own writes of a process', () => {
  it('are not waited for before there are any', async () => {
    const views = fakeViews();
    await freshnessOf(views).ownWrites();
    expect(views.asked).toEqual([]);
  });

  it('are waited for up to the highest place that was acknowledged, in whatever order', async () => {
    const views = fakeViews();
    const freshness = freshnessOf(views);
    for (const place of [12, 30, 7]) freshness.acknowledge(place);
    await freshness.ownWrites();
    expect(views.asked).toEqual(['reached 30 within 1000']);
  });

  it('are waited for a second at most, and then answered from what is there', async () => {
    const views = fakeViews();
    views.reachable = false;
    const freshness = freshnessOf(views);
    freshness.acknowledge(12);
    await expect(freshness.ownWrites()).resolves.toBeUndefined();
  });
});

describe('an answer that rests on absence', () => {
  it.each(['not-found', 'parent-not-found'])('leaves when the views are at the head: %s', async (refused) => {
    const views = fakeViews();
    expect(await freshnessOf(views).proved({ refused })).toEqual({ refused });
    expect(views.asked).toEqual(['reached 40 within 5000']);
    views.reachable = false;
    await expect(freshnessOf(views).proved({ refused })).rejects.toThrow(ViewBehind);
  });

  it('is the only one that waits for them', async () => {
    const views = fakeViews();
    for (const answer of [{ saved: {} }, { refused: 'name-taken' }]) expect(await freshnessOf(views).proved(answer)).toBe(answer);
    expect(views.asked).toEqual([]);
  });
});

describe('the head', () => {
  it('is where the store says that it is', async () => {
    const views = fakeViews();
    await freshnessOf(views).head();
    expect(views.asked).toEqual(['reached 40 within 5000']);
  });

  it('is a fault when the views do not come there in 5 seconds', async () => {
    const views = fakeViews();
    views.reachable = false;
    await expect(freshnessOf(views).head()).rejects.toThrow(ViewBehind);
  });

  it('is a fault when the store cannot say where it is', async () => {
    const away = new Freshness({ reachHead: () => Promise.reject(new Error('away')) }, fakeViews());
    await expect(away.head()).rejects.toThrow('away');
  });
});
