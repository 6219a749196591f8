import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appendingSuite } from './appending.suite.js';
import type { ClosedListEntry, OpenedStore, OpenStore } from './closed-list.js';
import { closingSuite } from './closing.suite.js';
import { readingSuite } from './reading.suite.js';
import { removingSuite } from './removing.suite.js';
import { repeatingSuite } from './repeating.suite.js';
import { subscribingSuite } from './subscribing.suite.js';

export type { ClosedListEntry, OpenStore } from './closed-list.js';
export { content, eventOf, eventsOf, newStream } from './event-fixture.js';
export { appended, eventsToEnd, wholeStream } from './store-steps.js';

/**
 * The suite that every adapter of EventStore and every decorator of one runs (design, section 4). The log may hold other
 * streams already: each test makes streams of its own. `lacks` names what the adapter cannot do.
 */
export function eventStoreConformance(name: string, open: OpenStore, lacks: readonly ClosedListEntry[]): void {
  describe(`${name} as an event store`, () => {
    let opened: Awaited<ReturnType<OpenStore>> | undefined;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => {
      await opened?.store.close();
      await opened?.close();
    });
    const shared: OpenedStore = {
      store: () => {
        if (opened === undefined) throw new Error('the store was not opened');
        return opened.store;
      },
      lacks,
    };

    it('names its log by 16 hexadecimal digits', () => {
      expect(shared.store().logId).toMatch(/^[0-9a-f]{16}$/);
    });
    describe('appending', () => appendingSuite(shared));
    describe('repeating an append', () => repeatingSuite(shared));
    describe('reading', () => readingSuite(shared));
    describe('subscribing', () => subscribingSuite(shared));
    describe('removing', () => removingSuite(shared));
    describe('closing', () => closingSuite({ open, lacks }));
  });
}
