import type { EventStore } from '@datakeep/event-store';
import { streamOf } from '@datakeep/kernel';
import type { DataSetState } from './instance.state.js';
import { DataSetCache } from './data-set.cache.js';
import type { DataSetKey } from './data-set.log.js';
import type { DataSetSnapshots } from './data-set.snapshots.js';
import { runRound, type Job, type Outcome } from './data-set.mailbox.js';

export interface DataSetsOptions {
  /** Bound of the cached states, in estimated bytes. */
  readonly cacheBytesMax: number;
  /** Jobs that may wait for one data set; more is Overloaded. */
  readonly waitingJobsMax: number;
  /** Where long streams are read from; without them each is read from its start. */
  readonly snapshots?: DataSetSnapshots;
}

/** Too many commands wait for one data set; this one was not looked at. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
}

/** Every data set of the repository, each behind a mailbox of its own (design, section 2). */
export class DataSets {
  private readonly waiting = new Map<string, Job[]>();
  private readonly cache: DataSetCache;

  constructor(
    private readonly events: EventStore,
    private readonly options: DataSetsOptions,
  ) {
    this.cache = new DataSetCache(options.cacheBytesMax);
  }

  /**
   * Decides on the data set and appends what was accepted. `decide` may be called several times, on newer states each.
   * Errors: those of `EventStore.append`, Overloaded, StreamContended; nothing was decided then, or its outcome is unknown.
   */
  submit(key: DataSetKey, decide: Job['decide']): Promise<Outcome> {
    const name = streamOf.dataSet(key.workspaceId, key.dataSetId);
    return new Promise((deliver, fail) => {
      const job: Job = { decide, deliver, fail };
      const queue = this.waiting.get(name);
      if (queue === undefined) {
        const first = [job];
        this.waiting.set(name, first);
        void this.drain(name, key, first);
      } else if (queue.length >= this.options.waitingJobsMax) {
        fail(new Overloaded(`${String(queue.length)} commands wait for ${name}`));
      } else {
        queue.push(job);
      }
    });
  }

  /**
   * What a look at the state finds, when everything that was acknowledged before the call stands in it. The state may be looked
   * at twice, when another process wrote to it; nothing of it may be kept.
   */
  async read<Found>(key: DataSetKey, find: (state: DataSetState) => Found): Promise<Found> {
    let found: { readonly it: Found } | undefined;
    await this.submit(key, (state, isProved) => {
      // What is not accepted is asked again on a state that was read to its end, and appends nothing.
      if (isProved) found = { it: find(state) };
      return { remembered: state.revision };
    });
    if (found === undefined) throw new TypeError('a job was delivered without having been decided');
    return found.it;
  }

  private async drain(name: string, key: DataSetKey, queue: Job[]): Promise<void> {
    while (queue.length > 0) {
      const jobs = queue.splice(0);
      try {
        const live = await runRound(this.events, key, this.cache.take(name), jobs, this.options.snapshots);
        this.cache.put(name, live);
        // Every job has its answer by now, and the next ones wait, so that the state stands still while it is written.
        await this.options.snapshots?.keep(key, live);
      } catch (error) {
        // Jobs that were delivered before the fault keep their answers: a promise settles once.
        for (const job of jobs) job.fail(error);
      }
    }
    this.waiting.delete(name);
  }
}
