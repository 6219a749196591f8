import { describe, expect, it } from '@jest/globals';
import type { AppendAnswer, StoredAppend } from './log-writer.js';
import { packAnswers, packAppends, unpackAnswer, unpackAppends } from './writer-messages.js';

describe('messages between a store and its writer', () => {
  it('bring every append across as it was', () => {
    const event = (eventId: string, facts: string, body: string) => ({
      eventId,
      type: 'InstanceSaved',
      header: `{"of":"${eventId}😀"}`,
      facts: new TextEncoder().encode(facts),
      body: new TextEncoder().encode(body),
    });
    const appends: StoredAppend[] = [
      { stream: 'dataset-a', expectedRevision: -1, events: [event('1', '{}', '<a/>'), event('2', '', '')] },
      { stream: 'dataset-b', expectedRevision: 7, events: [event('3', '{"name":"b"}', '')] },
    ];

    expect(unpackAppends(packAppends(appends))).toEqual(appends);
  });

  it('bring every answer across as it was', () => {
    const answers: AppendAnswer[] = [
      { outcome: 'appended', firstRevision: 3, lastRevision: 5, place: 2 ** 40, timeMs: 1_790_000_000_123 },
      { outcome: 'revision-has-moved', actualRevision: -1 },
      { outcome: 'stream-tombstoned' },
    ];
    const packed = packAnswers(answers);

    expect(answers.map((_, index) => unpackAnswer(packed, index))).toEqual(answers);
  });
});
