import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { formatPosition, parsePosition } from './index.js';

const logId = fc.stringMatching(/^[0-9a-f]{16}$/);
const place = fc.nat({ max: Number.MAX_SAFE_INTEGER });

describe('a position', () => {
  it('has a token of format version, log id and place', () => {
    expect(formatPosition({ logId: '00ff00ff00ff00ff', place: 42 })).toBe('1.00ff00ff00ff00ff.42');
  });

  it('comes back out of its token', () => {
    fc.assert(
      fc.property(logId, place, (id, at) => {
        expect(parsePosition(formatPosition({ logId: id, place: at }))).toEqual({ logId: id, place: at });
      }),
    );
  });

  it('has one token only: what can be read is written the same again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-2]\.[0-9a-f]{15,17}\.[0-9]{1,17}$/)), (token) => {
        const position = parsePosition(token);
        expect(position === undefined ? token : formatPosition(position)).toBe(token);
      }),
    );
  });

  it('reaches to the last place that a number can hold exactly', () => {
    expect(parsePosition('1.00ff00ff00ff00ff.9007199254740991')?.place).toBe(Number.MAX_SAFE_INTEGER);
  });

  it.each([
    ['is empty', ''],
    ['has another format version', '2.00ff00ff00ff00ff.42'],
    ['has a log id that is too short', '1.00ff00ff00ff00f.42'],
    ['has a log id that is too long', '1.00ff00ff00ff00ff0.42'],
    ['has a log id in upper case', '1.00FF00FF00FF00FF.42'],
    ['has no place', '1.00ff00ff00ff00ff.'],
    ['has a place with a leading zero', '1.00ff00ff00ff00ff.042'],
    ['has a negative place', '1.00ff00ff00ff00ff.-1'],
    ['has a place that is no whole number', '1.00ff00ff00ff00ff.4.2'],
    ['has a place beyond what a number can hold exactly', '1.00ff00ff00ff00ff.9007199254740992'],
    ['has a place of 17 digits', '1.00ff00ff00ff00ff.10000000000000000'],
    ['names two logs', '1.00ff00ff00ff00ff.42.00ff00ff00ff00fe.1'],
    ['has white space around it', ' 1.00ff00ff00ff00ff.42'],
    ['ends in a line feed', '1.00ff00ff00ff00ff.42\n'],
  ])('is not read from a token that %s', (_what, token) => {
    expect(parsePosition(token)).toBeUndefined();
  });
});
