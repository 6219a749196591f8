import type { EventStore } from '@datakeep/event-store';
import { streamOf } from '@datakeep/kernel';
import type { DataSetState } from './instance.state.js';
import { DataSetCache } from './data-set.cache.js';
import type { DataSetKey } from './data-set.log.js';
import { runRound, type Job, type Outcome } from './data-set.mailbox.js';
import type { DataSetEvent } from './instance.events.js';
import type { Decision } from './instance.refusals.js';

export interface DataSetsOptions {
  /** Bound of the cached states, in estimated bytes. */
  readonly cacheBytesMax: number;
  /** Jobs that may wait for one data set; more is Overloaded. */
  readonly waitingJobsMax: number;
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
  submit(key: DataSetKey, decide: (state: DataSetState) => Decision<DataSetEvent>): Promise<Outcome> {
    return this.enqueue(key, decide, 'append');
  }

  /** What would be decided now; appends nothing. */
  look(key: DataSetKey, decide: (state: DataSetState) => Decision<DataSetEvent>): Promise<Outcome> {
    return this.enqueue(key, decide, 'look');
  }

  private enqueue(
    key: DataSetKey,
    decide: (state: DataSetState) => Decision<DataSetEvent>,
    intent: Job['intent'],
  ): Promise<Outcome> {
    const name = streamOf.dataSet(key.workspaceId, key.dataSetId);
    return new Promise((deliver, fail) => {
      const job: Job = { decide, intent, deliver, fail };
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

  private async drain(name: string, key: DataSetKey, queue: Job[]): Promise<void> {
    while (queue.length > 0) {
      const jobs = queue.splice(0);
      try {
        this.cache.put(name, await runRound(this.events, key, this.cache.take(name), jobs));
      } catch (error) {
        // Jobs that were delivered before the fault keep their answers: a promise settles once.
        for (const job of jobs) job.fail(error);
      }
    }
    this.waiting.delete(name);
  }
}
