import { BroadcastChannel } from 'node:worker_threads';

/** The channel on which readers say which position they wait for, beside the one on which the writer says what it applied. */
export function wishChannel(channel: string): BroadcastChannel {
  const wishes = new BroadcastChannel(`${channel}-wanted`);
  wishes.unref();
  return wishes;
}

/** The positions that readers wait for, as the writer hears of them. */
export class Wishes {
  readonly #channel: BroadcastChannel;
  #wanted = 0;
  #wake: (() => void) | undefined;

  constructor(channel: string) {
    this.#channel = wishChannel(channel);
    this.#channel.onmessage = ({ data }: { readonly data: unknown }) => {
      this.#wanted = Math.max(this.#wanted, data as number);
      this.#wake?.();
    };
  }

  /**
   * Resolves when a position behind `applied` is wanted, or when the time is over. A wish is heard once, so that one for a
   * position that will never come does not keep the writer awake.
   */
  async beyond(applied: number, timeoutMsMax: number): Promise<void> {
    if (this.#wanted <= applied) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMsMax);
        this.#wake = () => {
          if (this.#wanted <= applied) return;
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
    }
    this.#wanted = 0;
  }

  close(): void {
    this.#channel.close();
  }
}
