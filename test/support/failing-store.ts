import { StoreUnavailable, type AppendRequest, type EventStore } from '@datakeep/event-store';

/** When an append fails: the store never heard of it, or it made the append and the answer was lost. */
export type Moment = 'before' | 'after';

export interface Fault {
  /** The append that fails, counted from 1. */
  readonly atAppend: number;
  readonly moment: Moment;
}

export interface FailingStore extends EventStore {
  /** Appends that were asked for since `fail`. */
  readonly appends: number;
  /** From here on appends are counted, and one fails. */
  fail(fault: Fault): void;
}

/** A store that does as it is told until it is to fail one append, and as it is told again from then on. */
export function failingStore(bare: EventStore): FailingStore {
  let appends = 0;
  let fault: Fault | undefined;
  return {
    get appends() {
      return appends;
    },
    fail: (next) => {
      appends = 0;
      fault = next;
    },
    logId: bare.logId,
    append: async (request: AppendRequest) => {
      appends += 1;
      if (appends !== fault?.atAppend) return bare.append(request);
      if (fault.moment === 'after') await bare.append(request);
      throw new StoreUnavailable(`append ${String(appends)} failed ${fault.moment} it was made`);
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
