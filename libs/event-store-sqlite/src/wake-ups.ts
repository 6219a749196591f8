import { StoreUnavailable } from '@datakeep/event-store';

/** Tells waiting subscribers of one thread that something was committed. A count, not an event: no wake-up can be missed. */
export class WakeUps {
  readonly #waiting = new Set<() => void>();
  #count = 0;
  #closed = false;

  /** How often there was something new: note it before reading, and wait for it to move after reading nothing. */
  get count(): number {
    return this.#count;
  }

  wake(): void {
    this.#count += 1;
    this.#release();
  }

  /** Ends every wait, now and later, with StoreUnavailable. */
  close(): void {
    this.#closed = true;
    this.#release();
  }

  /** Resolves when the count is no longer `seen`, or the signal is aborted. Rejects with StoreUnavailable once closed. */
  async moved({ seen, signal }: { readonly seen: number; readonly signal: AbortSignal }): Promise<void> {
    while (this.#count === seen && !signal.aborted && !this.#closed) await this.#next(signal);
    if (this.#closed && !signal.aborted) throw new StoreUnavailable('the log was closed under a subscription');
  }

  #next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', done, { once: true });
    });
  }

  #release(): void {
    for (const done of [...this.#waiting]) done();
  }
}
