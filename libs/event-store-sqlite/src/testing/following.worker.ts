import { parentPort, workerData } from 'node:worker_threads';
import { openSqliteEventLogReader } from '../event-log-reader.js';

// Follows a log from its beginning until it has seen so many events, and tells their places.
const { folder, count } = workerData as { readonly folder: string; readonly count: number };
const reader = await openSqliteEventLogReader({ folder });
const ending = new AbortController();
const places: number[] = [];
// A listener on the port keeps the thread alive while it only waits for commits.
parentPort?.on('message', () => undefined);
for await (const { events } of reader.subscribe({ afterPlace: 0, countMax: 64, parts: 'facts', signal: ending.signal })) {
  for (const { place } of events) places.push(place);
  if (places.length >= count) ending.abort();
}
await reader.close();
parentPort?.postMessage(places);
parentPort?.close();
