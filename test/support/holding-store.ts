import type { AppendRequest, EventStore } from '@datakeep/event-store';

export interface HoldingStore extends EventStore {
  /** From here on appends are counted, and the one of this number, from 1, is not sent before `release`. */
  hold(atAppend: number): { readonly reached: Promise<void>; release(): void };
}

/** A store as a process reaches it that is held up before one of its appends, for as long as the test wants. */
export function holdingStore(bare: EventStore): HoldingStore {
  let left = 0;
  let reach: () => void = () => undefined;
  let gate: Promise<void> = Promise.resolve();
  return {
    hold: (atAppend) => {
      left = atAppend;
      const reached = new Promise<void>((resolve) => (reach = resolve));
      let release: () => void = () => undefined;
      gate = new Promise<void>((resolve) => (release = resolve));
      return { reached, release: () => release() };
    },
    logId: bare.logId,
    append: async (request: AppendRequest) => {
      left -= 1;
      if (left === 0) {
        reach();
        await gate;
      }
      return bare.append(request);
    },
    readStream: (request) => bare.readStream(request),
    readAll: (request) => bare.readAll(request),
    reachHead: () => bare.reachHead(),
    subscribe: (request) => bare.subscribe(request),
    truncate: (request) => bare.truncate(request),
    tombstone: (request) => bare.tombstone(request),
    close: () => bare.close(),
  };
}
