import { openMemoryEventStore } from '@datakeep/event-store-sqlite';
import { eventStoreConformance } from '@datakeep/event-store/conformance';
import { Random } from '../crash/random.js';
import { heldStore } from './held-store.js';
import { uneasyStore } from './uneasy-store.js';

eventStoreConformance(
  'memory, through pauses',
  async () => {
    const store = uneasyStore(await openMemoryEventStore(), { random: new Random(1), pauseMsMax: 3 });
    return { store, close: () => store.close() };
  },
  ['no-reopen'],
);

eventStoreConformance(
  'memory, where a test can stop appends',
  async () => {
    const store = heldStore(await openMemoryEventStore());
    return { store, close: () => store.close() };
  },
  ['no-reopen'],
);
