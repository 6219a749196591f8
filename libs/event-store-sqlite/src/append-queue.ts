import { type AppendOutcome, type AppendRequest, StoreBusy, StreamTombstoned } from '@datakeep/event-store';
import { checkAppend } from './append-check.js';
import { sqliteLogLimits } from './limits.js';
import type { AppendAnswer } from './log-writer.js';
import type { WriterLink } from './writer-link.js';
import { packAppends, unpackAnswer } from './writer-messages.js';

interface Waiting {
  readonly request: AppendRequest;
  readonly bytes: number;
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (fault: unknown) => void;
}

/**
 * Group commit from the side of those who append: what comes within a turn of the loop, or while the writer is busy, goes to it as
 * one message and becomes one transaction.
 */
export class AppendQueue {
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #busy = false;
  #idle: (() => void) | undefined;

  constructor(private readonly link: WriterLink) {}

  /** Resolves when the append is durable or refused. Throws what `checkAppend` throws, and StoreBusy when too many wait. */
  append(request: AppendRequest): Promise<AppendOutcome> {
    const bytes = checkAppend(request);
    this.#checkRoom(bytes);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, bytes, resolve, reject });
      this.#waitingBytes += bytes;
      this.#schedule();
    });
  }

  /** Resolves when nothing waits any more. */
  async drained(): Promise<void> {
    if (this.#busy) await new Promise<void>((resolve) => (this.#idle = resolve));
  }

  #checkRoom(bytes: number): void {
    const { queuedAppendsMax, queuedBytesMax } = sqliteLogLimits;
    if (this.#waiting.length >= queuedAppendsMax) throw new StoreBusy(`${String(queuedAppendsMax)} appends wait for the writer`);
    if (this.#waitingBytes + bytes > queuedBytesMax) throw new StoreBusy(`${String(queuedBytesMax)} bytes wait for the writer`);
  }

  #schedule(): void {
    if (this.#busy) return;
    this.#busy = true;
    setImmediate(() => void this.#send());
  }

  async #send(): Promise<void> {
    const group = this.#takeGroup();
    try {
      const packed = packAppends(group.map(({ request }) => request));
      const answers = await this.link.ask('appendAll', packed, [packed.bytes.buffer]);
      group.forEach((waiting, index) => {
        settle(waiting, unpackAnswer(answers, index));
      });
    } catch (fault) {
      for (const { reject } of group) reject(fault);
    }
    this.#busy = false;
    if (this.#waiting.length > 0) this.#schedule();
    else this.#idle?.();
  }

  #takeGroup(): readonly Waiting[] {
    let count = 0;
    let bytes = 0;
    for (const waiting of this.#waiting) {
      if (count === sqliteLogLimits.transactionAppendsMax || bytes + waiting.bytes > sqliteLogLimits.transactionBytesMax) break;
      bytes += waiting.bytes;
      count += 1;
    }
    this.#waitingBytes -= bytes;
    return this.#waiting.splice(0, count);
  }
}

function settle({ request, resolve, reject }: Waiting, answer: AppendAnswer): void {
  if (answer.outcome === 'stream-tombstoned') reject(new StreamTombstoned(request.stream));
  else resolve(answer);
}
