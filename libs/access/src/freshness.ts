import type { EventStore } from '@datakeep/event-store';
import type { ViewStore } from '@datakeep/view-store';

const ownWritesWaitMsMax = 1_000;
const headWaitMsMax = 5_000;
const restOnAbsence: ReadonlySet<unknown> = new Set(['not-found', 'parent-not-found']);

/** The views did not reach the head in time, so a refusal that rests on absence cannot be given (http.md, 503 `view-behind`). */
export class ViewBehind extends Error {
  override readonly name = 'ViewBehind';
}

/** What this process has acknowledged, and how a read or a refusal waits for it (design, section 2; http.md, "freshness"). */
export class Freshness {
  private acknowledgedPlace = 0;
  private hasCaughtUp = false;

  constructor(
    private readonly events: Pick<EventStore, 'reachHead'>,
    private readonly views: Pick<ViewStore, 'reached'>,
  ) {}

  /** The largest place that this process answered a command with. */
  get acknowledged(): number {
    return this.acknowledgedPlace;
  }

  /** To be called before an answer with this place leaves. */
  acknowledge(place: number): void {
    this.acknowledgedPlace = Math.max(this.acknowledgedPlace, place);
  }

  /** Waits until the views have what this process acknowledged, for a second at most; then a read answers what is there. */
  async ownWrites(): Promise<void> {
    if (this.acknowledgedPlace > 0) await this.views.reached(this.acknowledgedPlace, { timeoutMsMax: ownWritesWaitMsMax });
  }

  /**
   * The answer of a command. Before one that says that something is not there, the head is reached: alike for what is absent
   * and what is hidden, so that neither the answer nor its time tells which (design, section 2, "Reaching the head").
   */
  async proved<Answer extends object>(answer: Answer): Promise<Answer> {
    if ('refused' in answer && restOnAbsence.has(answer.refused)) await this.head();
    return answer;
  }

  /** What a look finds, or undefined when it found nothing at the head either; throws ViewBehind as `head` does. */
  async found<Found>(look: () => Promise<Found | undefined>): Promise<Found | undefined> {
    const found = await look();
    if (found !== undefined) return found;
    await this.head();
    return look();
  }

  /**
   * Waits, once in the life of the process, until the views have what was there when it started: views that are being built say of
   * everything that it is not there. Throws ViewBehind as `head` does.
   */
  async caughtUp(): Promise<void> {
    if (this.hasCaughtUp) return;
    await this.head();
    this.hasCaughtUp = true;
  }

  /** Waits until the views have everything that was acknowledged anywhere before the call; throws ViewBehind after 5 s. */
  async head(): Promise<void> {
    const head = await this.events.reachHead();
    if (!(await this.views.reached(head, { timeoutMsMax: headWaitMsMax }))) {
      throw new ViewBehind(`the views are behind place ${String(head)}`);
    }
  }
}
