import { beforeEach, describe, expect, it } from '@jest/globals';
import { ViewBehind } from '@datakeep/access';
import { formatPosition } from '@datakeep/kernel';
import { AsOf } from './as-of.js';

const logId = '0123456789abcdef';
const now = Date.UTC(2026, 10, 22, 12);
const text = (timeMs: number): string => new Date(timeMs).toISOString();
const position = (place: number): string => formatPosition({ logId, place });

/** A log and its views, as far as a moment needs them. */
let log: { head: number; viewsAt: number; viewsReach: boolean; times: Map<number, number>; nowMs: number; asked: string[] };
let asOf: AsOf;

beforeEach(() => {
  log = { head: 40, viewsAt: 40, viewsReach: true, times: new Map(), nowMs: now, asked: [] };
  const reached = async (place: number) => {
    log.asked.push(`reached ${place}`);
    if (log.viewsReach) log.viewsAt = Math.max(log.viewsAt, place);
    return log.viewsReach;
  };
  const placeAt = async (view: string, timeMs: number) => {
    log.asked.push(`placeAt ${view} ${timeMs - now}`);
    return log.times.get(timeMs);
  };
  asOf = new AsOf(
    { logId, reachHead: async () => log.head },
    {
      position: async () => log.viewsAt,
      reached,
      system: { placeAt, entry: async () => undefined, dataSetOf: async () => undefined, parked: async () => [] },
    },
    {
      head: async () => {
        await reached(log.head);
      },
    },
    {
      nowMs: () => log.nowMs,
      sleep: async (ms) => {
        log.asked.push(`slept ${ms}`);
        log.nowMs += ms;
      },
    },
  );
});

function refused(detail: RegExp): object {
  return { refused: 'invalid-request', errors: [{ pointer: '/query/asOf', detail: expect.stringMatching(detail) }] };
}

describe('a query that asks of no moment', () => {
  it('is of now, and waits for nothing', async () => {
    expect(await asOf.at(undefined)).toBe('now');
    expect(log.asked).toEqual([]);
  });
});

describe('a position', () => {
  it('that the views have is itself, from before the first event on', async () => {
    for (const place of [0, 1, 40]) expect(await asOf.at(position(place))).toBe(place);
    expect(log.asked).toEqual([]);
  });

  it('that the log has and the views have not is waited for', async () => {
    log.viewsAt = 38;
    expect(await asOf.at(position(40))).toBe(40);
    expect(log.asked).toEqual(['reached 40']);
  });

  it('that the views do not come to is view-behind', async () => {
    log.viewsAt = 38;
    log.viewsReach = false;
    await expect(asOf.at(position(39))).rejects.toThrow(ViewBehind);
  });

  it('that was never given out is refused at once', async () => {
    expect(await asOf.at(position(41))).toEqual(refused(/not reached/));
    expect(log.asked).toEqual([]);
  });

  it('of another log is refused', async () => {
    expect(await asOf.at(formatPosition({ logId: 'fedcba9876543210', place: 1 }))).toEqual(refused(/no position of this/));
  });
});

describe('a time', () => {
  it('is the place that the log had reached', async () => {
    log.times.set(now - 5_000, 12);
    expect(await asOf.at(text(now - 5_000))).toBe(12);
    expect(log.asked).toEqual(['placeAt log_times -5000']);
  });

  it('before the first event is place 0', async () => {
    log.times.set(Date.UTC(1970), 0);
    expect(await asOf.at('1970-01-01T01:00:00+01:00')).toBe(0);
  });

  it('that nothing later is known of is where the views stand, at the head or behind it', async () => {
    log.viewsAt = 38;
    expect(await asOf.at(text(now - 1))).toBe(40);
    expect(log.asked).toEqual(['placeAt log_times -1', 'reached 40', 'placeAt log_times -1']);
  });

  it('is looked up once more when the views have the head, and what came later stays out', async () => {
    const head = { head: async () => void log.times.set(now - 1, 39) };
    const views = { position: async () => 40, reached: async () => true };
    const system = { placeAt: async (_: string, timeMs: number) => log.times.get(timeMs) };
    const later = new AsOf({ logId, reachHead: async () => 40 }, { ...views, system } as never, head, {
      nowMs: () => now,
      sleep: async () => undefined,
    });
    expect(await later.at(text(now - 1))).toBe(39);
  });

  it('of this very millisecond is waited out, because an event may still get it', async () => {
    expect(await asOf.at(text(now))).toBe(40);
    expect(log.asked.slice(0, 3)).toEqual(['placeAt log_times 0', 'slept 1', 'reached 40']);
  });

  it('that a clock of a client takes for the present is waited for: up to a second ahead', async () => {
    expect(await asOf.at(text(now + 1_000))).toBe(40);
    expect(log.asked[1]).toBe('slept 1001');
  });

  it('that lies further ahead is refused', async () => {
    expect(await asOf.at(text(now + 1_001))).toEqual(refused(/future/));
    expect(log.asked).not.toContainEqual(expect.stringMatching(/slept|reached/));
  });

  it('is refused when the clock went back while it was waited for', async () => {
    const clock = { nowMs: () => log.nowMs, sleep: async () => void (log.nowMs -= 10_000) };
    const stores = [{ logId, reachHead: async () => 40 }, { system: { placeAt: async () => undefined } }] as const;
    const back = new AsOf(stores[0], stores[1] as never, { head: async () => undefined }, clock);
    expect(await back.at(text(now))).toEqual(refused(/future/));
  });
});

describe('what is neither', () => {
  it.each(['yesterday', '2026-11-22', '2026-11-22T12:00:00', '2026-11-22T12:00:00 01:00', '40', `2.${logId}.1`, `1.${logId}.-1`])(
    'is refused with what would be right: %s',
    async (asked) => {
      expect(await asOf.at(asked)).toEqual(refused(/RFC 3339, such as .* or a position/));
    },
  );
});
