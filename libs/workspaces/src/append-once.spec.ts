import { describe, expect, it } from '@jest/globals';
import type { EventStore } from '@datakeep/event-store';
import { eventHashOf, openEvent } from '@datakeep/kernel';
import { appendOnce } from './append-once.js';
import { userOfWorkspace } from './found-user.js';
import { fakeLog, foundingOf } from './test-support.js';

const stream = 'dataset-1';
const setUp = () => {
  const log = fakeLog();
  const step = (founding = foundingOf()) => appendOnce(log, { stream, drafts: userOfWorkspace(founding) });
  const standing = () => (log.streams.get(stream) ?? []).map(({ type }) => type);
  return { log, step, standing };
};

describe('a step of a command', () => {
  it('is done now when its stream is free: all its events, chained, as the first of the stream', async () => {
    const { log, step, standing } = setUp();
    expect(await step()).toEqual({ done: 'now' });
    expect(standing()).toEqual(['InstanceSaved', 'UserJoined']);
    const [first, second] = log.streams.get(stream)!;
    expect(openEvent(first!).header.previousEventHash).toBeNull();
    expect(openEvent(second!).header.previousEventHash).toBe(eventHashOf(first!.type, first!.header));
  });

  it('is done once when it is repeated byte for byte', async () => {
    const { step, standing } = setUp();
    await step();
    await step();
    expect(standing()).toHaveLength(2);
  });

  it('was done before when the same command stands there with other bytes', async () => {
    const { step, standing } = setUp();
    await step();
    const again = await step(foundingOf({ displayName: 'Ann Other' }));
    expect(again).toMatchObject({ done: 'before', event: { type: 'UserJoined', revision: 1 } });
    expect(standing()).toHaveLength(2);
  });

  it('is never done when another command holds the stream, and says whose it is', async () => {
    const { step, standing } = setUp();
    await step();
    expect(await step(foundingOf({}, 7))).toMatchObject({ done: 'never', heldBy: { type: 'InstanceSaved', revision: 0 } });
    expect(standing()).toHaveLength(2);
  });

  it('is loud about a store that says a stream has moved which holds nothing', async () => {
    const broken = { append: async () => ({ outcome: 'revision-has-moved', actualRevision: 0 }), readStream: async () => [] };
    const step = appendOnce(broken as unknown as EventStore, { stream, drafts: userOfWorkspace(foundingOf()) });
    await expect(step).rejects.toThrow('has moved and holds nothing');
  });
});
