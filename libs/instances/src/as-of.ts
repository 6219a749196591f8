import { setTimeout } from 'node:timers/promises';
import { ViewBehind, type Freshness } from '@datakeep/access';
import type { EventStore } from '@datakeep/event-store';
import { parsePosition, type Position } from '@datakeep/kernel';
import type { At, ViewStore } from '@datakeep/view-store';
import type { InstanceRefusal } from './instance.refusals.js';
import { instanceViews } from './instance.views.js';
import { invalidAt } from './refused-content.js';
import { parseTimeMs } from './rfc3339.js';

/** A client's clock may be so far ahead of this one; what it calls the present is waited for. */
const aheadMsMax = 1_000;
/** As long as `Datakeep-Min-Position` waits for the views without `Prefer`. */
const viewsWaitMsMax = 2_000;

type Refusal = Extract<InstanceRefusal, { readonly refused: 'invalid-request' }>;

export interface Clock {
  nowMs(): number;
  sleep(ms: number): Promise<unknown>;
}

const systemClock: Clock = { nowMs: () => Date.now(), sleep: (ms) => setTimeout(ms) };

/** Turns `asOf` into the position that a query is asked at (http.md, "as of"). */
export class AsOf {
  constructor(
    private readonly events: Pick<EventStore, 'logId' | 'reachHead'>,
    private readonly views: Pick<ViewStore, 'position' | 'reached' | 'system'>,
    private readonly freshness: Pick<Freshness, 'head'>,
    private readonly clock: Clock = systemClock,
  ) {}

  /**
   * The position of a token, or the last one that the log had reached at a time; `now` where nothing is asked. The views have
   * it. Refuses what is neither, a position that was never given out, and a time of the future. Errors: ViewBehind.
   */
  async at(asOf: string | undefined): Promise<At | Refusal> {
    if (asOf === undefined) return 'now';
    const position = parsePosition(asOf);
    if (position !== undefined) return this.atPosition(position);
    const timeMs = parseTimeMs(asOf);
    if (timeMs !== undefined) return this.atTime(timeMs);
    return refusal('must be a time of RFC 3339, such as 2026-11-22T09:00:00Z (the + of an offset is sent as %2B), or a position');
  }

  private async atPosition({ logId, place }: Position): Promise<number | Refusal> {
    if (logId !== this.events.logId) return refusal('is no position of this repository');
    if (place <= (await this.views.position())) return place;
    if (place > (await this.events.reachHead())) return refusal('is a position that the repository has not reached');
    if (await this.views.reached(place, { timeoutMsMax: viewsWaitMsMax })) return place;
    throw new ViewBehind('the views are behind the position that was asked for');
  }

  private async atTime(timeMs: number): Promise<number | Refusal> {
    const known = await this.placeAt(timeMs);
    if (known !== undefined) return known;
    if (!(await this.isPast(timeMs))) return refusal('lies in the future');
    await this.freshness.head();
    // Before the second look: an event that comes between the two would be taken for one of that time.
    const position = await this.views.position();
    return (await this.placeAt(timeMs)) ?? position;
  }

  /** Waits until the millisecond is over, as an event may still get it; false for one that is too far ahead. */
  private async isPast(timeMs: number): Promise<boolean> {
    let aheadMs = timeMs - this.clock.nowMs();
    while (aheadMs >= 0 && aheadMs <= aheadMsMax) {
      await this.clock.sleep(aheadMs + 1);
      aheadMs = timeMs - this.clock.nowMs();
    }
    return aheadMs < 0;
  }

  private placeAt(timeMs: number): Promise<number | undefined> {
    return this.views.system.placeAt(instanceViews.times.name, timeMs);
  }
}

const refusal = (detail: string): Refusal => invalidAt('/query/asOf', detail);
