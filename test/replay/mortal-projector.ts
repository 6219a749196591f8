import type { EventStore } from '@datakeep/event-store';
import { projectedStreams } from '@datakeep/kernel';
import { runProjector } from '@datakeep/projector';
import type { Batch, ViewWriter } from '@datakeep/view-store';
import { HoldLost } from '@datakeep/view-store';
import { openSqliteViewWriter } from '@datakeep/view-store-sqlite';
import type { Random } from '../crash/random.js';
import { projections, sourceOf, viewDeclarations } from '../support/memory-repository.js';

/** The projector was killed: it closes nothing and says nothing. */
class Killed extends Error {
  override readonly name = 'Killed';
}

export interface MortalProjector {
  /** Resolves when one of the projectors has lived until the signal; the dead ones' files are closed then. */
  readonly done: Promise<void>;
  /** Projectors that were killed so far. */
  readonly deaths: () => number;
  /** Batches that dead projectors tried to write behind their successors' backs, all of them refused. */
  readonly refusedBatches: () => number;
}

export interface MortalOptions {
  readonly log: Pick<EventStore, 'subscribe' | 'logId' | 'reachHead'>;
  readonly file: string;
  readonly random: Random;
  /** A projector lives for one batch to this many. */
  readonly batchesOfLifeMax: number;
  /** Batches are of one event to this many. */
  readonly batchEventsMax: number;
  readonly signal: AbortSignal;
}

/**
 * Builds views by one projector after another, in batches of random size. Each is killed at a random batch, before it was
 * written or after; its file stays open, and its last batch comes once more, late, when its successor holds the views.
 */
export function startMortalProjectors(options: MortalOptions): MortalProjector {
  const { file, random, batchesOfLifeMax, batchEventsMax, signal } = options;
  const dead: { readonly writer: ViewWriter; readonly last: Batch }[] = [];
  let refused = 0;

  const log: Pick<EventStore, 'subscribe'> = {
    subscribe: (request) => options.log.subscribe({ ...request, countMax: 1 + random.below(batchEventsMax) }),
  };

  async function liveOnce(): Promise<'killed' | 'ended'> {
    const writer = await openSqliteViewWriter({ file, declarations: viewDeclarations, log: await sourceOf(options.log) });
    let left = 1 + random.below(batchesOfLifeMax);
    const moment = random.pick(['before', 'after'] as const);
    const mortal: ViewWriter = {
      hold: () => writer.hold(),
      close: () => writer.close(),
      wanted: (options) => writer.wanted(options),
      apply: async (batch) => {
        for (const zombie of dead) refused += await writeLate(zombie);
        left -= 1;
        if (left > 0) return writer.apply(batch);
        if (moment === 'after') await writer.apply(batch);
        dead.push({ writer, last: batch });
        throw new Killed();
      },
    };
    try {
      await runProjector({ log, views: mortal, projections, streamPrefixes: projectedStreams, signal });
    } catch (error) {
      if (error instanceof Killed) return 'killed';
      throw error;
    }
    await writer.close();
    return 'ended';
  }

  async function live(): Promise<void> {
    while ((await liveOnce()) === 'killed');
    for (const { writer } of dead) await writer.close();
  }

  return { done: live(), deaths: () => dead.length, refusedBatches: () => refused };
}

/** 1 when the dead projector's batch was refused; throws when it was written. */
async function writeLate({ writer, last }: { readonly writer: ViewWriter; readonly last: Batch }): Promise<number> {
  const outcome = await writer.apply(last).catch((error: unknown) => error);
  if (outcome instanceof HoldLost) return 1;
  throw new Error('a projector that lost its hold wrote a batch', { cause: outcome });
}
