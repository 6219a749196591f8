import { StoreUnavailable, type AppendRequest, type EventStore } from '@datakeep/event-store';

/** What happens to a process at one of its appends, counted from 1 since it was told. */
export interface Fate {
  readonly atAppend: number;
  readonly moment: 'before' | 'after';
  /** The process is killed there; or it is held up until this is done, and goes on. */
  readonly then: 'dies' | (() => Promise<void>);
}

/** The log as one process reaches it: the process can be killed between two of its appends, or held up there. */
export class MortalStore {
  #dead = false;
  #appends = 0;
  #fate: Fate | undefined;

  constructor(private readonly bare: EventStore) {}

  get isDead(): boolean {
    return this.#dead;
  }

  /** From here on appends are counted. */
  meets(fate: Fate): void {
    this.#appends = 0;
    this.#fate = fate;
  }

  /** Whether the fate has not come yet; it does not any more. */
  escapes(): boolean {
    const escaped = this.#fate !== undefined;
    this.#fate = undefined;
    return escaped;
  }

  kill(): void {
    this.#dead = true;
  }

  /** The store to hand to the process. */
  get store(): EventStore {
    const { bare } = this;
    const alive = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
      this.#mustLive();
      const answer = await ask();
      // An answer that comes to a dead process is heard by nobody.
      this.#mustLive();
      return answer;
    };
    return {
      logId: bare.logId,
      append: (request) => alive(() => this.#append(request)),
      readStream: (request) => alive(() => bare.readStream(request)),
      readAll: (request) => alive(() => bare.readAll(request)),
      reachHead: () => alive(() => bare.reachHead()),
      subscribe: (request) => bare.subscribe(request),
      truncate: (request) => bare.truncate(request),
      tombstone: (request) => bare.tombstone(request),
      close: () => Promise.resolve(),
    };
  }

  async #append(request: AppendRequest) {
    this.#appends += 1;
    const fate = this.#appends === this.#fate?.atAppend ? this.#fate : undefined;
    if (fate !== undefined) this.#fate = undefined;
    if (fate?.moment === 'before') await this.#meet(fate);
    const outcome = await this.bare.append(request);
    if (fate?.moment === 'after') await this.#meet(fate);
    return outcome;
  }

  async #meet({ then }: Fate): Promise<void> {
    if (then === 'dies') this.kill();
    else await then();
    this.#mustLive();
  }

  #mustLive(): void {
    if (this.#dead) throw new StoreUnavailable('the process was killed');
  }
}
