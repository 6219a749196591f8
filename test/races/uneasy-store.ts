import { setTimeout as pause } from 'node:timers/promises';
import type { AppendOutcome, AppendRequest, EventStore } from '@datakeep/event-store';
import type { Random } from '../crash/random.js';

/** When a process dies: at its append of this number, counted from 0, before the store heard of it or after. */
export interface Death {
  readonly atAppend: number;
  readonly moment: 'before' | 'after';
}

export interface Unease {
  readonly random: Random;
  readonly pauseMsMax: number;
  readonly death?: Death | undefined;
}

/** A store as one process of many reaches it: each append takes its time, and the process may die at one of them. */
export interface UneasyStore extends EventStore {
  /** Fulfilled when the process is dead; nothing that it asks is answered from then on. */
  readonly died: Promise<'died'>;
  /** Waits until nothing that the process sent, dead or alive, is still on its way to the log. */
  settled(): Promise<void>;
}

/** One answer in so many takes its time as well. */
const slowAnswersOneIn = 3;

export function uneasyStore(bare: EventStore, { random, pauseMsMax, death }: Unease): UneasyStore {
  const underWay = new Set<Promise<unknown>>();
  let appends = 0;
  let dead = false;
  let die: (word: 'died') => void = () => undefined;
  const died = new Promise<'died'>((resolve) => {
    die = resolve;
  });
  const silence = <Answer>() => new Promise<Answer>(() => undefined);
  const somePause = () => pause(random.below(pauseMsMax + 1));
  const isDead = () => dead;
  function kill(): void {
    dead = true;
    die('died');
  }

  async function alive<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    if (dead) return silence();
    const answer = await ask();
    return isDead() ? silence() : answer;
  }

  async function deliver(request: AppendRequest, death: Death['moment'] | undefined): Promise<AppendOutcome | 'lost'> {
    await somePause();
    // What was sent before the death may be on the wire still, or may not.
    if (dead && random.below(2) === 0) return 'lost';
    if (death === 'before') {
      kill();
      return 'lost';
    }
    const outcome = await bare.append(request);
    if (death === 'after') kill();
    else if (random.below(slowAnswersOneIn) === 0) await somePause();
    return outcome;
  }

  async function append(request: AppendRequest): Promise<AppendOutcome> {
    const delivery = deliver(request, death?.atAppend === appends ? death.moment : undefined);
    appends += 1;
    underWay.add(delivery);
    const outcome = await delivery.finally(() => underWay.delete(delivery));
    return outcome === 'lost' ? silence() : outcome;
  }

  async function settled(): Promise<void> {
    while (underWay.size > 0) await Promise.allSettled(underWay);
  }

  return {
    died,
    settled,
    logId: bare.logId,
    append: (request) => alive(() => append(request)),
    readStream: (request) => alive(() => bare.readStream(request)),
    readAll: (request) => alive(() => bare.readAll(request)),
    reachHead: () => alive(() => bare.reachHead()),
    subscribe: (request) => bare.subscribe(request),
    truncate: (request) => bare.truncate(request),
    tombstone: (request) => bare.tombstone(request),
    close: async () => {
      await settled();
      await bare.close();
    },
  };
}
