import { describe, expect, it } from '@jest/globals';
import { StreamHeads } from './stream-heads.js';

const head = (id: number) => ({ id, tombstoned: false, revision: 0 });

describe('the remembered heads of streams', () => {
  it('never are more than two generations', () => {
    const heads = new StreamHeads(10);
    const streams = Array.from({ length: 1_000 }, (_, id) => `dataset-${String(id)}`);
    streams.forEach((stream, id) => {
      heads.set(stream, head(id));
    });

    expect(streams.filter((stream) => heads.get(stream) !== undefined).length).toBeLessThanOrEqual(20);
  });

  it('keep what is asked for again and again', () => {
    const heads = new StreamHeads(10);
    heads.set('used', head(1));
    for (let id = 0; id < 1_000; id += 1) {
      heads.set(`dataset-${String(id)}`, head(id));
      heads.get('used');
    }

    expect(heads.get('used')).toEqual(head(1));
  });

  it('are one object for a stream, also when it was taken over from the generation before', () => {
    const heads = new StreamHeads(2);
    heads.set('used', head(1));
    heads.set('a', head(2));
    heads.set('b', head(3));
    heads.get('used')!.revision = 5;

    expect(heads.get('used')!.revision).toBe(5);
  });

  it('are all forgotten when they are cleared', () => {
    const heads = new StreamHeads(2);
    for (const [id, stream] of ['a', 'b', 'c'].entries()) heads.set(stream, head(id));
    heads.clear();

    expect(['a', 'b', 'c'].map((stream) => heads.get(stream))).toEqual([undefined, undefined, undefined]);
  });
});
