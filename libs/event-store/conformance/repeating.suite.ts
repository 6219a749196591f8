import { expect, it } from '@jest/globals';
import { noStream } from '../src/index.js';
import type { OpenedStore } from './closed-list.js';
import { eventOf, eventsOf, newStream } from './event-fixture.js';
import { appended, wholeStream } from './store-steps.js';

/** What settles an append of unknown outcome: repeating it answers the first result, and only that (design, section 2). */
export function repeatingSuite({ store }: OpenedStore): void {
  it('answers a repeated append with the first result and writes nothing', async () => {
    const stream = newStream();
    const events = eventsOf(2);
    const first = await appended(store(), stream, noStream, events);

    expect(await store().append({ stream, expectedRevision: noStream, events })).toEqual(first);
    expect(await wholeStream(store(), stream)).toHaveLength(2);
  });

  it('answers a repeated append with the first result when others have appended behind it', async () => {
    const stream = newStream();
    const events = eventsOf(2);
    await appended(store(), stream, noStream, eventsOf(3));
    const first = await appended(store(), stream, 2, events);
    await appended(store(), stream, 4, eventsOf(2));

    expect(await store().append({ stream, expectedRevision: 2, events })).toEqual(first);
    expect(await wholeStream(store(), stream)).toHaveLength(7);
  });

  it('answers one result to the same append made twice at once', async () => {
    const stream = newStream();
    const request = { stream, expectedRevision: noStream, events: eventsOf(2) };

    const [one, other] = await Promise.all([store().append(request), store().append(request)]);

    expect(one.outcome).toBe('appended');
    expect(other).toEqual(one);
    expect(await wholeStream(store(), stream)).toHaveLength(2);
  });

  it('refuses the same events at another place of the stream', async () => {
    const stream = newStream();
    const events = eventsOf(2);
    await appended(store(), stream, noStream, [eventOf()]);
    await appended(store(), stream, 0, events);

    const answer = await store().append({ stream, expectedRevision: noStream, events });

    expect(answer).toEqual({ outcome: 'revision-has-moved', actualRevision: 2 });
    expect(await wholeStream(store(), stream)).toHaveLength(3);
  });

  it('refuses other events where others stand already', async () => {
    const stream = newStream();
    const [common, ...rest] = eventsOf(3);
    await appended(store(), stream, noStream, [common!, rest[0]!]);

    const answer = await store().append({ stream, expectedRevision: noStream, events: [common!, rest[1]!] });

    expect(answer).toEqual({ outcome: 'revision-has-moved', actualRevision: 1 });
    expect(await wholeStream(store(), stream)).toHaveLength(2);
  });

  it('refuses the same events in another order', async () => {
    const stream = newStream();
    const events = eventsOf(2);
    await appended(store(), stream, noStream, events);

    const answer = await store().append({ stream, expectedRevision: noStream, events: events.toReversed() });

    expect(answer).toEqual({ outcome: 'revision-has-moved', actualRevision: 1 });
  });

  it('refuses an append of which only the beginning stands in the stream', async () => {
    const stream = newStream();
    const events = eventsOf(3);
    await appended(store(), stream, noStream, events.slice(0, 2));

    const answer = await store().append({ stream, expectedRevision: noStream, events });

    expect(answer).toEqual({ outcome: 'revision-has-moved', actualRevision: 1 });
    expect(await wholeStream(store(), stream)).toHaveLength(2);
  });
}
