import { writeSync } from 'node:fs';
import { randomGuid, type SealedEvent } from '@datakeep/kernel';
import { openSqliteEventStore } from '../sqlite-event-store.js';

/** The events of each append; a stream that holds another number of them holds half an append. */
const eventsInAppend = 3;
const writers = 32;

/** Made by hand: a store does not look into an event, and the fixture of the suite runs under a test runner only. */
function event(): SealedEvent {
  const bytes = new Uint8Array(700);
  return { eventId: randomGuid(), type: 'InstanceSaved', header: '{}', facts: bytes, body: bytes, eventHash: '' };
}

const store = await openSqliteEventStore({ folder: process.argv[2]! });

// Appends to many streams at once until it is killed, and writes down what was answered: stream, last revision, place.
async function write(stream: string): Promise<never> {
  for (let revision = -1; ; revision += eventsInAppend) {
    const answer = await store.append({
      stream,
      expectedRevision: revision,
      events: Array.from({ length: eventsInAppend }, event),
    });
    if (answer.outcome !== 'appended') throw new Error(`refused at ${String(answer.actualRevision)}`);
    writeSync(1, `${stream} ${String(answer.lastRevision)} ${String(answer.place)}\n`);
  }
}

await Promise.all(Array.from({ length: writers }, (_, index) => write(`dataset-${String(index)}`)));
