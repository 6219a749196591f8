import { BroadcastChannel } from 'node:worker_threads';
import { WakeUps } from './wake-ups.js';

/** The channel on which the writer of a log tells every thread of its process that it has committed. */
export function openCommitChannel(logId: string): BroadcastChannel {
  const channel = new BroadcastChannel(`datakeep-log-${logId}`);
  // Somebody who only listens must not keep the process alive.
  channel.unref();
  return channel;
}

/** The wake-ups of one log on this thread. Opened by the first subscriber, because each commit costs a listener a message. */
export class CommitListener {
  readonly #wakeUps = new WakeUps();
  #channel: BroadcastChannel | undefined;

  constructor(private readonly logId: string) {}

  /** Wake-ups for everything that is committed from this call on. */
  listen(): WakeUps {
    if (this.#channel === undefined) {
      this.#channel = openCommitChannel(this.logId);
      this.#channel.onmessage = () => {
        this.#wakeUps.wake();
      };
    }
    return this.#wakeUps;
  }

  close(): void {
    this.#channel?.close();
    this.#wakeUps.close();
  }
}
