import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { noStream, StoreUnavailable } from '@datakeep/event-store';
import { eventOf, newStream } from '@datakeep/event-store/conformance';
import { openSqliteEventLogReader } from './event-log-reader.js';
import { SqliteEventStore } from './sqlite-event-store.js';
import { temporaryFolder } from './testing/temporary-folder.js';
import { startWriter, WriterLink } from './writer-link.js';

describe('the writer of a log, when its thread ends', () => {
  let temporary: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    temporary = temporaryFolder();
  });
  afterEach(() => {
    temporary.remove();
  });

  it('rejects every append that was not answered, and every later one, while reads go on', async () => {
    const worker = startWriter(temporary);
    const link = new WriterLink(worker);
    await link.ask('introduce', null);
    const store = new SqliteEventStore(link, await openSqliteEventLogReader(temporary));
    const append = (stream: string) => store.append({ stream, expectedRevision: noStream, events: [eventOf()] });
    const stream = newStream();
    await append(stream);

    const ended = worker.terminate();
    const pending = await Promise.allSettled(Array.from({ length: 1_000 }, () => append(newStream())));
    await ended;

    expect(pending.map((answer) => answer.status === 'rejected' && answer.reason instanceof StoreUnavailable)).not.toContain(
      false,
    );
    await expect(append(newStream())).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.died).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.truncate({ stream, beforeRevision: 1 })).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await store.readStream({ stream, fromRevision: 0, countMax: 1, parts: 'all' })).toHaveLength(1);
    await store.close();
  });

  it('rejects what it was asked when it fails, and says why', async () => {
    const failing = `require('node:worker_threads').parentPort.on('message', () => { throw new Error('out of order'); })`;
    const link = new WriterLink(new Worker(failing, { eval: true }));

    const answers = await Promise.allSettled([link.ask('introduce', null), link.ask('tombstone', { stream: 'dataset' })]);

    for (const answer of answers) {
      expect(answer).toMatchObject({
        status: 'rejected',
        reason: { name: 'StoreUnavailable', cause: { message: 'out of order' } },
      });
    }
    await link.close();
  });
});
