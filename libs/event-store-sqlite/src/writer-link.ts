import { Worker } from 'node:worker_threads';
import { StorageFull, StoreUnavailable, StreamTombstoned } from '@datakeep/event-store';
import type { WriterCalls, WriterFault, WriterReply } from './writer-messages.js';
import type { WriterSettings } from './writer.worker.js';

interface Asked {
  readonly resolve: (answer: never) => void;
  readonly reject: (fault: Error) => void;
}

/** Starts the thread that writes to the log of a folder. */
export function startWriter({ folder, filePagesMax }: WriterSettings): Worker {
  const settings: WriterSettings = { folder, filePagesMax };
  return new Worker(new URL('./writer.worker.js', import.meta.url), { workerData: settings });
}

/** Questions to the writer's thread and its answers. When the thread ends, everything unanswered gets StoreUnavailable. */
export class WriterLink {
  readonly #asked = new Map<number, Asked>();
  readonly #ended: Promise<void>;
  #number = 0;
  #gone: StoreUnavailable | undefined;
  #closing = false;
  #die: (fault: StoreUnavailable) => void = () => undefined;
  /** Rejects when the thread ends without having been closed: it will write no more. */
  readonly died = new Promise<never>((_, reject) => (this.#die = reject));

  constructor(private readonly worker: Worker) {
    // Whoever does not wait for it is told by his next question.
    this.died.catch(() => undefined);
    worker.on('message', (reply: WriterReply) => {
      this.#settle(reply);
    });
    worker.on('error', (error) => {
      this.#lose(new StoreUnavailable('the writer of the log failed', { cause: error }));
    });
    this.#ended = new Promise((resolve) => {
      worker.on('exit', () => {
        this.#lose(new StoreUnavailable('the writer of the log has ended'));
        resolve();
      });
    });
  }

  /** Asks; the memory named in `handOver` is the writer's from then on. Rejects with the faults of the port. */
  ask<Kind extends keyof WriterCalls>(
    kind: Kind,
    question: WriterCalls[Kind]['question'],
    handOver: readonly ArrayBuffer[] = [],
  ): Promise<WriterCalls[Kind]['answer']> {
    if (this.#gone !== undefined) return Promise.reject(this.#gone);
    const number = (this.#number += 1);
    return new Promise((resolve, reject) => {
      this.#asked.set(number, { resolve, reject });
      this.worker.postMessage({ kind, number, question }, handOver);
    });
  }

  /** Closes the file and ends the thread; what was asked before is answered first. */
  async close(): Promise<void> {
    this.#closing = true;
    if (this.#gone === undefined) await this.ask('close', null);
    await this.#ended;
  }

  #settle(reply: WriterReply): void {
    const asked = this.#asked.get(reply.number);
    this.#asked.delete(reply.number);
    if ('fault' in reply) asked?.reject(faultFrom(reply.fault));
    // The number pairs an answer with its question, which the compiler cannot see.
    else asked?.resolve(reply.answer as never);
  }

  #lose(fault: StoreUnavailable): void {
    this.#gone ??= fault;
    if (!this.#closing) this.#die(this.#gone);
    for (const { reject } of this.#asked.values()) reject(this.#gone);
    this.#asked.clear();
  }
}

function faultFrom(fault: WriterFault): Error {
  if (fault.kind === 'stream-tombstoned') return new StreamTombstoned(fault.stream);
  return fault.kind === 'storage-full' ? new StorageFull(fault.message) : new StoreUnavailable(fault.message);
}
