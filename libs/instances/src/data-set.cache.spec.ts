import { describe, expect, it } from '@jest/globals';
import { guidNumber, workspaceId } from './test-support.js';
import { DataSetCache } from './data-set.cache.js';
import { unreadDataSet, type LiveDataSet } from './data-set.log.js';

function liveOf(bytes: number): LiveDataSet {
  const live = unreadDataSet({ workspaceId, dataSetId: guidNumber(2) });
  live.state.bytes = bytes;
  return live;
}

/** Which of the keys the cache holds; asking takes them out. */
const held = (cache: DataSetCache, ...keys: string[]) => keys.filter((key) => cache.take(key) !== undefined);

describe('the cache of live states', () => {
  it('gives a state to one caller only, until it is put back', () => {
    const cache = new DataSetCache(1_000);
    const live = liveOf(10);
    cache.put('a', live);
    expect(cache.take('a')).toBe(live);
    expect(cache.take('a')).toBeUndefined();
    cache.put('a', live);
    expect(cache.take('a')).toBe(live);
  });

  it('holds as many bytes as it is bounded by, and not one more', () => {
    const full = new DataSetCache(300);
    for (const key of ['a', 'b', 'c']) full.put(key, liveOf(100));
    expect(held(full, 'a', 'b', 'c')).toEqual(['a', 'b', 'c']);

    const over = new DataSetCache(299);
    for (const key of ['a', 'b', 'c']) over.put(key, liveOf(100));
    expect(held(over, 'a', 'b', 'c')).toEqual(['b', 'c']);
  });

  it('lets go of the least recently used first', () => {
    const cache = new DataSetCache(300);
    for (const key of ['a', 'b', 'c']) cache.put(key, liveOf(100));
    cache.put('a', cache.take('a')!);
    cache.put('d', liveOf(100));
    expect(held(cache, 'a', 'b', 'c', 'd')).toEqual(['a', 'c', 'd']);
  });

  it('lets go of as many as a large one needs', () => {
    const cache = new DataSetCache(300);
    for (const key of ['a', 'b', 'c']) cache.put(key, liveOf(100));
    cache.put('large', liveOf(200));
    expect(held(cache, 'a', 'b', 'c', 'large')).toEqual(['c', 'large']);
  });

  it('does not keep a state that is larger than all of it', () => {
    const cache = new DataSetCache(300);
    cache.put('huge', liveOf(301));
    expect(held(cache, 'huge')).toEqual([]);
    cache.put('a', liveOf(300));
    expect(held(cache, 'a')).toEqual(['a']);
  });

  it('counts a state as large as it was when it was put, and the new size of one that is put again', () => {
    const cache = new DataSetCache(300);
    const growing = liveOf(100);
    cache.put('growing', growing);
    cache.put('a', liveOf(100));
    growing.state.bytes = 10_000;
    expect(cache.take('growing')).toBe(growing);
    growing.state.bytes = 150;
    cache.put('growing', growing);
    cache.put('growing', growing);
    cache.put('b', liveOf(50));
    cache.put('c', liveOf(50));
    expect(held(cache, 'a', 'b', 'c', 'growing')).toEqual(['b', 'c', 'growing']);
  });
});
