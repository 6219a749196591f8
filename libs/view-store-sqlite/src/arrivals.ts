import { BroadcastChannel } from 'node:worker_threads';
import { ViewsUnavailable } from '@datakeep/view-store';
import { wishChannel } from './wishes.js';

interface Waiter {
  readonly place: number;
  readonly timer: NodeJS.Timeout;
  readonly resolve: (reached: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Wakes who waits for a position, in this thread, when a writer in any thread of the process says that it applied
 * something. What counts is the checkpoint: it is read before waiting, unless the word has come already, and after each word.
 * Nothing is lost in between, since the channel listens from the start and a writer speaks after its commit.
 */
export class Arrivals {
  readonly #channel: BroadcastChannel;
  readonly #wishes: BroadcastChannel;
  readonly #waiting = new Set<Waiter>();
  /** The last position that a writer spoke of; it was committed by then. */
  #heard = 0;

  constructor(
    channel: string,
    private readonly position: () => number,
  ) {
    this.#channel = new BroadcastChannel(channel);
    this.#channel.onmessage = ({ data }: { readonly data: unknown }) => {
      this.#heard = Math.max(this.#heard, data as number);
      this.#wake();
    };
    // Listening alone shall not keep the process alive; whoever waits does, by his timer.
    this.#channel.unref();
    this.#wishes = wishChannel(channel);
  }

  /** True when the position is at `place` or behind it, false when `timeoutMsMax` passed first. Errors: ViewsUnavailable. */
  wait(place: number, timeoutMsMax: number): Promise<boolean> {
    return new Promise((resolve, reject) => {
      if (this.#heard >= place || this.position() >= place) {
        resolve(true);
        return;
      }
      const timer = setTimeout(() => {
        this.#waiting.delete(waiter);
        resolve(false);
      }, timeoutMsMax);
      const waiter: Waiter = { place, timer, resolve, reject };
      this.#waiting.add(waiter);
      this.#wishes.postMessage(place);
    });
  }

  close(): void {
    this.#channel.close();
    this.#wishes.close();
    this.#heard = 0;
    this.#fail(new ViewsUnavailable('the views are closed'));
  }

  #wake(): void {
    if (this.#waiting.size === 0) return;
    try {
      const position = this.position();
      for (const waiter of this.#waiting) {
        if (waiter.place > position) continue;
        this.#leave(waiter);
        waiter.resolve(true);
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    for (const waiter of this.#waiting) {
      this.#leave(waiter);
      waiter.reject(error);
    }
  }

  #leave(waiter: Waiter): void {
    clearTimeout(waiter.timer);
    this.#waiting.delete(waiter);
  }
}
