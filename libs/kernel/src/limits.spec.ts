import { describe, expect, it } from '@jest/globals';
import { LimitReached, limits, unreachable } from './index.js';

describe('the limits', () => {
  it('are those of the design', () => {
    expect(limits).toMatchObject({
      instancesInDataSetMax: 100_000,
      xmlBytesMax: 524_288,
      appendBytesMax: 1_000_000,
      hierarchyDepthMax: 64,
      nameLengthMax: 255,
      reasonLengthMax: 1_000,
      rememberedCommandsMax: 10_000,
    });
  });

  it('are loud when they are reached: the error names limit, bound and what there was', () => {
    const error = new LimitReached('bytes in one append', 10, 11);
    expect(error).toMatchObject({ name: 'LimitReached', limit: 'bytes in one append', max: 10, actual: 11 });
    expect(error.message).toBe('limit reached: bytes in one append, at most 10, got 11');
    expect(new LimitReached('waiting commands', 3).message).toBe('limit reached: waiting commands, at most 3');
  });
});

describe('the end of a switch', () => {
  it('is loud about a value from outside that no case knows', () => {
    expect(() => unreachable({ type: 'InstanceMelted' } as never)).toThrow('not a known case: {"type":"InstanceMelted"}');
  });
});
