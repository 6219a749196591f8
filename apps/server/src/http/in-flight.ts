import type { Config } from '../config.js';

export type InFlightLimits = Pick<
  Config,
  'requestsInFlightMax' | 'requestsOfOneProfileMax' | 'bodyBytesInFlightMax' | 'bodyBytesOfOneProfileMax'
>;

/** What one profile has in flight. */
interface Share {
  requests: number;
  bodyBytes: number;
}

/** Counts what is in flight in this process and refuses what is more than its limits. Nothing waits here. */
export class InFlight {
  private requests = 0;
  private bodyBytes = 0;
  private readonly shares = new Map<string, Share>();

  constructor(private readonly limits: InFlightLimits) {}

  /** A place for one request; undefined when all are taken. Whoever has it gives it back by `leave`. */
  enter(): Place | undefined {
    if (this.requests >= this.limits.requestsInFlightMax) return undefined;
    this.requests += 1;
    return new Place(this);
  }

  /** Counts the request of a place for its profile, with the bytes that its body may have; says why when it is too much. */
  take(profileId: string, bodyBytes: number): 'rate-limited' | 'overloaded' | undefined {
    const share = this.shares.get(profileId) ?? { requests: 0, bodyBytes: 0 };
    if (share.requests >= this.limits.requestsOfOneProfileMax) return 'rate-limited';
    if (share.bodyBytes + bodyBytes > this.limits.bodyBytesOfOneProfileMax) return 'rate-limited';
    if (this.bodyBytes + bodyBytes > this.limits.bodyBytesInFlightMax) return 'overloaded';
    share.requests += 1;
    share.bodyBytes += bodyBytes;
    this.shares.set(profileId, share);
    this.bodyBytes += bodyBytes;
    return undefined;
  }

  /** Gives a place back, and the share of a profile where it had one. */
  leave(taken: { readonly profileId: string; readonly bodyBytes: number } | undefined): void {
    this.requests -= 1;
    if (taken === undefined) return;
    this.bodyBytes -= taken.bodyBytes;
    const share = this.shares.get(taken.profileId);
    if (share === undefined) return;
    share.requests -= 1;
    share.bodyBytes -= taken.bodyBytes;
    if (share.requests === 0) this.shares.delete(taken.profileId);
  }
}

/**
 * The place of one request. It is given back once: when the answer is over or its client is gone, and what the request
 * began has ended too, so that clients that leave at once cannot pile up work behind them.
 */
export class Place {
  private taken: { readonly profileId: string; readonly bodyBytes: number } | undefined;
  private isOpen = true;
  private isAtWork = false;
  private isLeft = false;

  constructor(private readonly inFlight: InFlight) {}

  /** As `InFlight.take`, for this request. */
  take(profileId: string, bodyBytes: number): 'rate-limited' | 'overloaded' | undefined {
    const refused = this.inFlight.take(profileId, bodyBytes);
    if (refused === undefined) this.taken = { profileId, bodyBytes };
    return refused;
  }

  /** The request is handed to its controller. */
  workBegins(): void {
    this.isAtWork = true;
  }

  /** There is something to answer. */
  workEnds(): void {
    this.isAtWork = false;
    this.leaveWhenOver();
  }

  /** The answer was sent to its end, or nobody is there to take it. */
  close(): void {
    this.isOpen = false;
    this.leaveWhenOver();
  }

  private leaveWhenOver(): void {
    if (this.isOpen || this.isAtWork || this.isLeft) return;
    this.isLeft = true;
    this.inFlight.leave(this.taken);
  }
}
