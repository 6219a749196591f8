import { setImmediate } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { closeRow, closeTree, defineSets, openPolicy, openRow, putXml, raiseNewest } from './records.js';
import type { OpenViews } from './stand.js';
import { describeOn } from './stand.js';

const rowsMany = 500;

/** What `ask` answers again and again until `work` is done. */
async function answersDuring<Answer>(work: Promise<void>, ask: () => Promise<Answer>): Promise<Answer[]> {
  const state = { done: false };
  const ended = work.finally(() => {
    state.done = true;
  });
  const answers: Answer[] = [];
  while (!state.done) {
    answers.push(await ask());
    await setImmediate();
  }
  await ended;
  return answers;
}

export function atomicity(open: OpenViews): void {
  describeOn('one batch', open, (stand) => {
    const count = () => stand().reader().count({ view: 'instance_rows', index: 'by_name', where: {}, at: 'now', max: 10_000 });
    const many = Array.from({ length: rowsMany }, (_, at) => openRow(`c${String(at)}`, 1));

    it('is seen whole or not at all while it is being written', async () => {
      const counts = await answersDuring(stand().apply(1, ...defineSets, openPolicy(1), ...many), count);
      expect([0, rowsMany + 1]).toEqual(expect.arrayContaining([...new Set(counts)]));
      expect(await count()).toBe(rowsMany + 1);
    });

    it('is seen whole or not at all when it closes a tree of many rows', async () => {
      await stand().apply(1, ...defineSets, openPolicy(1), ...many);
      const counts = await answersDuring(stand().apply(2, closeTree('policy', '/w1/', 2, 'd1')), count);
      expect([0, rowsMany + 1]).toEqual(expect.arrayContaining([...new Set(counts)]));
      expect(await count()).toBe(0);
    });

    it('is seen together with its position', async () => {
      await stand().apply(1, ...defineSets, openRow('c1', 1));
      async function write(): Promise<void> {
        for (let at = 2; at <= 40; at += 1) await stand().apply(at, openRow(`c${String(at)}`, at));
      }
      const request = { view: 'instance_rows', index: 'by_name', where: {}, at: 'now', limit: 100 } as const;
      const answers = await answersDuring(write(), () => stand().reader().find(request));
      expect(answers.map((answer) => answer.rows.length)).toEqual(answers.map((answer) => answer.position));
    });

    it('leaves nothing behind when one of its changes fails, and the next one goes on from the same position', async () => {
      await stand().apply(1, ...defineSets, openPolicy(1));
      const before = await stand().contents(['policy', 'c1'], 1);
      const unknown = { ...openRow('c2', 2), view: 'no_such_view' };
      const failing = [openRow('c1', 2), putXml('policy', 1, '<policy/>'), raiseNewest('policy', 2), unknown, openRow('c3', 2)];
      await expect(stand().apply(2, ...failing)).rejects.toThrow('no_such_view');
      expect(await stand().store.position()).toBe(1);
      expect(await stand().contents(['policy', 'c1'], 1)).toEqual(before);
      await stand().apply(2, openRow('c1', 2));
      expect(await stand().names()).toEqual(['c1', 'policy']);
    });

    it('may open and close one row', async () => {
      await stand().apply(3, ...defineSets, openRow('c1', 1), closeRow('c1', 1, 2));
      expect([await stand().names(1), await stand().names(2), await stand().names()]).toEqual([['c1'], [], []]);
    });
  });
}
