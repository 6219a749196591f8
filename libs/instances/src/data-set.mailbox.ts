import type { EventStore } from '@datakeep/event-store';
import { limits, sealEvents, streamOf, type SealedEvent } from '@datakeep/kernel';
import type { DataSetEvent } from './instance.events.js';
import type { Decision } from './instance.refusals.js';
import type { DataSetState } from './instance.state.js';
import { appendTo, evolveDraft, readOn, unreadDataSet, type DataSetKey, type LiveDataSet } from './data-set.log.js';
import type { DataSetSnapshots } from './data-set.snapshots.js';

export interface Appended {
  readonly appended: readonly DataSetEvent[];
  readonly firstRevision: number;
  readonly place: number;
}

export type Outcome = Appended | Exclude<Decision<DataSetEvent>, { readonly accepted: unknown }>;

export interface Job {
  /** `isProved`: the state was read to its end, or is what this round appended. */
  readonly decide: (state: DataSetState, isProved: boolean) => Decision<DataSetEvent>;
  readonly deliver: (outcome: Outcome) => void;
  readonly fail: (error: unknown) => void;
}

/** Other processes may append to the same stream; losing to them this often in a row is a fault to be told. */
const lostRacesMax = 100;
/** Larger than any header and facts that the limits allow beside one XML body. */
const bytesOfRoundMax = limits.appendBytesMax;

/** The stream was written by others again and again; nothing of the command was done. */
export class StreamContended extends Error {
  override readonly name = 'StreamContended';
}

/**
 * Decides the jobs of one data set, one after another on the pending state, and appends them together (design, section 2).
 *
 * A cached state may accept, because the expected revision proves it, and never refuse: before the first refusal, no-op or
 * remembered answer of a round the stream is read on, or the pending events are appended, which proves the same.
 * Returns the live state, proved up to its last append; on an error the state is lost and must be read again.
 */
export async function runRound(
  events: EventStore,
  key: DataSetKey,
  cached: LiveDataSet | undefined,
  jobs: readonly Job[],
  snapshots?: DataSetSnapshots,
): Promise<LiveDataSet> {
  let round = new Round(events, key, cached ?? unreadDataSet(key), snapshots);
  let done = 0;
  for (let lost = 0; lost < lostRacesMax; lost += 1) {
    done += await round.run(jobs.slice(done));
    if (done === jobs.length) return round.live;
    const live = unreadDataSet(key);
    await readOn(events, key, live, snapshots);
    round = new Round(events, key, live, snapshots);
  }
  throw new StreamContended(`data set ${key.dataSetId}: another writer won ${String(lostRacesMax)} times in a row`);
}

class Round {
  private proved = false;
  private pending: SealedEvent[] = [];
  /** Whether a pending command may be asked again, and must then get the same place. */
  private pendingIsKeyed = false;
  /** The place of each event that this round appended, by its revision. */
  private readonly places = new Map<number, number>();
  private pendingBytes = 0;
  private readonly undelivered: (() => void)[] = [];
  private delivered = 0;
  private lastPlace = 0;

  constructor(
    private readonly events: EventStore,
    private readonly key: DataSetKey,
    readonly live: LiveDataSet,
    private readonly snapshots: DataSetSnapshots | undefined,
  ) {}

  /** How many of the jobs were answered; fewer than all when another writer was there first, and the state is void then. */
  async run(jobs: readonly Job[]): Promise<number> {
    for (const job of jobs) {
      let decision = job.decide(this.live.state, this.proved);
      if (!('accepted' in decision) && !this.proved) {
        if (!(await this.prove())) return this.delivered;
        decision = job.decide(this.live.state, true);
      }
      if (!(await this.take(job, decision))) return this.delivered;
    }
    await this.flush();
    return this.delivered;
  }

  private async take(job: Job, decision: Decision<DataSetEvent>): Promise<boolean> {
    if (!('accepted' in decision)) {
      this.undelivered.push(() => {
        job.deliver(decision);
      });
      return true;
    }
    const sealed = sealEvents(decision.accepted, this.live.headHash);
    const bytes = sealed.reduce((sum, event) => sum + bytesOf(event), 0);
    if (this.pending.length > 0 && this.pendingBytes + bytes > bytesOfRoundMax && !(await this.flush())) return false;
    this.pendingBytes += bytes;
    const firstRevision = this.live.state.revision + 1;
    decision.accepted.forEach((draft, index) => {
      const event = sealed[index]!;
      evolveDraft(this.live, draft, event);
      this.pending.push(event);
      this.pendingIsKeyed ||= draft.context.requestHash !== null;
    });
    this.undelivered.push(() => {
      job.deliver({ appended: decision.accepted, firstRevision, place: this.places.get(firstRevision) ?? this.lastPlace });
    });
    return true;
  }

  private async prove(): Promise<boolean> {
    if (this.pending.length > 0) return this.flush();
    await readOn(this.events, this.key, this.live, this.snapshots);
    this.proved = true;
    return true;
  }

  /** Appends what is pending and delivers what was decided; false when another writer was there first. */
  private async flush(): Promise<boolean> {
    if (this.pending.length > 0) {
      const expectedRevision = this.live.state.revision - this.pending.length;
      const outcome = await appendTo(this.events, this.key, { expectedRevision, events: this.pending });
      if (outcome.outcome === 'revision-has-moved') return false;
      this.lastPlace = outcome.place;
      if (this.pendingIsKeyed && this.pending.length > 1) await this.readPlaces(outcome).catch(() => undefined);
      this.proved = true;
      this.pending = [];
      this.pendingIsKeyed = false;
      this.pendingBytes = 0;
    }
    for (const deliver of this.undelivered) deliver();
    this.delivered += this.undelivered.length;
    this.undelivered.length = 0;
    return true;
  }

  /**
   * The store tells the place of an append's last event only; the first answer to a key names the place of its own event. When
   * it cannot be read, the commands are done all the same, and are answered with the last place.
   */
  private async readPlaces({ firstRevision, lastRevision }: { readonly firstRevision: number; readonly lastRevision: number }) {
    const stream = streamOf.dataSet(this.key.workspaceId, this.key.dataSetId);
    for (let fromRevision = firstRevision; fromRevision <= lastRevision; fromRevision += placesPageMax) {
      const page = await this.events.readStream({ stream, fromRevision, countMax: placesPageMax, parts: 'facts' });
      for (const { revision, place } of page) this.places.set(revision, place);
    }
  }
}

/** Events read for their places in one page. */
const placesPageMax = 1_000;

function bytesOf(event: SealedEvent): number {
  return Buffer.byteLength(event.header) + event.facts.length + event.body.length;
}
