import type { AppendRequest, EventStore } from '@datakeep/event-store';

/** An append that stopped on its way to the log. */
export interface Held {
  /** Fulfilled when the append has come as far as here. */
  readonly reached: Promise<void>;
  /** Lets it go on to the log. */
  release(): void;
}

export interface HeldStore extends EventStore {
  /** Stops the next append of an event of this type. Whoever never releases it has a process that died there. */
  hold(type: string): Held;
}

interface Trap extends Held {
  readonly type: string;
  readonly reach: () => void;
  readonly released: Promise<void>;
}

/** A store as a process reaches it whose appends a test can stop, one by one. */
export function heldStore(bare: EventStore): HeldStore {
  const traps: Trap[] = [];
  async function append(request: AppendRequest): ReturnType<EventStore['append']> {
    const at = traps.findIndex(({ type }) => request.events.some((event) => event.type === type));
    const [trap] = at === -1 ? [] : traps.splice(at, 1);
    if (trap === undefined) return bare.append(request);
    trap.reach();
    await trap.released;
    return bare.append(request);
  }
  return {
    hold: (type) => {
      const reached = deferred();
      const released = deferred();
      const trap = {
        type,
        reached: reached.promise,
        reach: reached.fulfil,
        released: released.promise,
        release: released.fulfil,
      };
      traps.push(trap);
      return trap;
    },
    append,
    logId: bare.logId,
    readStream: (request) => bare.readStream(request),
    readAll: (request) => bare.readAll(request),
    reachHead: () => bare.reachHead(),
    subscribe: (request) => bare.subscribe(request),
    truncate: (request) => bare.truncate(request),
    tombstone: (request) => bare.tombstone(request),
    close: () => bare.close(),
  };
}

function deferred(): { readonly promise: Promise<void>; readonly fulfil: () => void } {
  let fulfil: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    fulfil = resolve;
  });
  return { promise, fulfil };
}
