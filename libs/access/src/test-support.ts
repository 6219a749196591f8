import { guidOf, NamingKey, type Guid } from '@datakeep/kernel';
import type { Entry, ReaderViews, ViewStore } from '@datakeep/view-store';
import type { Caller } from './caller.js';

/** A GUID that a reader of a test can tell from the others; `number` has at most 12 digits. */
export function guidNumber<G extends Guid>(number: number): G {
  return guidOf<G>(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);
}

export const namingKey = new NamingKey(new Uint8Array(32));

export const caller: Caller = {
  profileId: guidNumber(1),
  workspaceId: guidNumber(2),
  workspaceKind: 'customer',
  userId: guidNumber(3),
  principals: [guidNumber(3)],
};

interface FakeViews extends ViewStore {
  /** What was asked, in order: an entry by its view and key, `reached`, `reader`. */
  readonly asked: string[];
  put(view: string, key: Entry, entry: Entry): void;
  /** Entries that appear when `reached` is asked for. */
  later(view: string, key: Entry, entry: Entry): void;
  /** What `reached` answers. */
  reachable: boolean;
}

const nameOf = (view: string, key: Entry): string => `${view} ${JSON.stringify(Object.entries(key).sort())}`;

/** Views that hold the entries that a test put there, and some that a projector is still busy with. */
export function fakeViews(): FakeViews {
  const entries = new Map<string, Entry>();
  const coming = new Map<string, Entry>();
  const asked: string[] = [];
  return {
    asked,
    reachable: true,
    put: (view, key, entry) => void entries.set(nameOf(view, key), entry),
    later: (view, key, entry) => void coming.set(nameOf(view, key), entry),
    system: {
      entry: async (view, key) => {
        asked.push(view);
        return entries.get(nameOf(view, key));
      },
      dataSetOf: async () => undefined,
      placeAt: async () => undefined,
      parked: async () => [],
    },
    reader: (reader) => {
      asked.push(`reader ${JSON.stringify(reader)}`);
      return {} as ReaderViews;
    },
    position: async () => 0,
    async reached(place, { timeoutMsMax }) {
      asked.push(`reached ${String(place)} within ${String(timeoutMsMax)}`);
      for (const [name, entry] of coming) entries.set(name, entry);
      return this.reachable;
    },
    close: async () => undefined,
  };
}
