import { describe, expect, it } from '@jest/globals';
import { parseTimeMs } from './rfc3339.js';

const noon = Date.UTC(2026, 10, 22, 12);

describe('a time of RFC 3339', () => {
  it.each([
    ['2026-11-22T12:00:00Z', noon],
    ['2026-11-22t12:00:00z', noon],
    ['2026-11-22T13:30:00+01:30', noon],
    ['2026-11-22T00:00:00-12:00', noon],
    ['2026-11-23T00:00:00.000+12:00', noon],
    ['2026-11-22T12:00:00-00:00', noon],
    ['2026-11-22T12:00:00.5Z', noon + 500],
    ['2026-11-22T12:00:00.045Z', noon + 45],
    ['1970-01-01T00:00:00Z', 0],
    ['1969-12-31T23:59:59.999Z', -1],
    ['0001-01-01T00:00:00Z', -62_135_596_800_000],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1)],
  ])('is read to the millisecond: %s', (text, timeMs) => {
    expect(parseTimeMs(text)).toBe(timeMs);
  });

  it('that is finer than a millisecond has reached the millisecond that it lies in, before 1970 too', () => {
    expect(parseTimeMs('2026-11-22T12:00:00.0005Z')).toBe(noon);
    expect(parseTimeMs('2026-11-22T12:00:00.001999999999Z')).toBe(noon + 1);
    expect(parseTimeMs('1969-12-31T23:59:59.9985Z')).toBe(-2);
  });

  it.each([
    '2026-11-22',
    '2026-11-22T12:00:00',
    '2026-11-22T12:00Z',
    '2026-11-22 12:00:00Z',
    '2026-11-22T12:00:00 01:00',
    '2026-11-22T12:00:00+0100',
    '2026-11-22T12:00:00.Z',
    '2026-11-22T24:00:00Z',
    '2026-11-22T12:60:00Z',
    '2026-11-22T12:00:61Z',
    '2026-11-22T12:00:00+24:00',
    '2026-02-29T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '+002026-11-22T12:00:00Z',
    '1763812800000',
    'yesterday',
    '',
  ])('is not: "%s"', (text) => {
    expect(parseTimeMs(text)).toBeUndefined();
  });
});
