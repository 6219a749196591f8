import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventsToEnd, wholeStream } from '@datakeep/event-store/conformance';
import { openSqliteEventStore } from './sqlite-event-store.js';
import { startChild } from './testing/child-process.js';
import { temporaryFolder } from './testing/temporary-folder.js';

const eventsInAppend = 3;

describe('a log whose process is killed while it appends', () => {
  let temporary: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    temporary = temporaryFolder();
  });
  afterEach(() => {
    temporary.remove();
  });

  it.each([50, 400, 1_200])('has every append that was answered, and whole ones only, after %i answers', async (answers) => {
    const child = startChild('appending.child.js', [temporary.folder]);
    await child.wrote(answers);
    await child.kill();

    const store = await openSqliteEventStore(temporary);
    const lastAnswered = new Map(child.lines.map(lineParts).map(({ stream, revision, place }) => [stream, { revision, place }]));
    expect(lastAnswered.size).toBeGreaterThan(0);
    for (const [stream, { revision, place }] of lastAnswered) {
      const events = await wholeStream(store, stream);
      expect(events.map((event) => event.revision)).toEqual(events.map((_, index) => index));
      expect(events.length % eventsInAppend).toBe(0);
      expect(events[revision]?.place).toBe(place);
    }
    const log = await eventsToEnd(store, { afterPlace: 0, countMax: 1_000, parts: 'facts' });
    expect(log.map(({ place }) => place)).toEqual(log.map((_, index) => index + 1));
    await store.close();
  });
});

function lineParts(line: string): { readonly stream: string; readonly revision: number; readonly place: number } {
  const [stream, revision, place] = line.split(' ');
  return { stream: stream!, revision: Number(revision), place: Number(place) };
}
