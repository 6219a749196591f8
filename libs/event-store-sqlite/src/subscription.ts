import { setImmediate } from 'node:timers/promises';
import type { EventBatch, SubscribeRequest } from '@datakeep/event-store';
import type { LogReader } from './log-reader.js';
import type { WakeUps } from './wake-ups.js';

/**
 * Batches from `afterPlace` on, then live ones. Whoever calls has registered `wakeUps` already, so what is committed after a
 * read that found nothing is heard of. Ends without an error when the signal is aborted.
 */
export async function* follow(reader: LogReader, wakeUps: WakeUps, request: SubscribeRequest): AsyncGenerator<EventBatch> {
  const { signal } = request;
  let { afterPlace } = request;
  while (!signal.aborted) {
    const seen = wakeUps.count;
    const batch = reader.readAll({ ...request, afterPlace });
    if (batch.throughPlace === afterPlace) {
      await wakeUps.moved({ seen, signal });
    } else {
      afterPlace = batch.throughPlace;
      yield batch;
      // Reads are synchronous: without a turn of the loop a long catch-up would keep everything else from running.
      await setImmediate();
    }
  }
}
