import { describe, expect, it } from '@jest/globals';
import { answerOf, keyedCommands, type Send } from '../support/keyed-commands.js';
import { startKillableServer } from '../support/killable-server.js';
import { makeFolder, removeFolder, type Answer } from '../support/index.js';

describe('an Idempotency-Key', () => {
  it('gives the same status, body and Location for every command when the server was killed with -9 in between', async () => {
    const folder = makeFolder();
    const first = await startKillableServer(folder);
    const sent: { readonly title: string; readonly send: Send; readonly answer: Answer }[] = [];
    for (const { title, prepare } of keyedCommands) {
      const send = await prepare(first, title);
      sent.push({ title, send, answer: await send(first) });
    }
    await first.kill();

    const second = await startKillableServer(folder);
    for (const { title, send, answer } of sent) {
      expect([200, 201]).toContain(answer.status);
      expect({ title, ...answerOf(await send(second)) }).toEqual({ title, ...answerOf(answer) });
    }
    await second.kill();
    removeFolder(folder);
  });

  it('lets a command that was under way at the kill be sent again until it is done, once', async () => {
    const folder = makeFolder();
    const first = await startKillableServer(folder);
    const sends = await Promise.all(keyedCommands.map(({ title, prepare }) => prepare(first, title)));
    const underWay = sends.map((send) => send(first).catch(() => undefined));
    await Promise.race(underWay);
    await first.kill();
    const heard = await Promise.all(underWay);
    expect(heard.some((answer) => answer !== undefined)).toBe(true);

    const second = await startKillableServer(folder);
    for (const [index, send] of sends.entries()) {
      const { title } = keyedCommands[index]!;
      const answer = await send(second);
      const before = heard[index];
      expect({ title, done: [200, 201].includes(answer.status), problem: answer.problem }).toEqual({
        title,
        done: true,
        problem: undefined,
      });
      if (before !== undefined && before.status < 300)
        expect({ title, ...answerOf(answer) }).toEqual({ title, ...answerOf(before) });
      expect({ title, ...answerOf(await send(second)) }).toEqual({ title, ...answerOf(answer) });
    }
    await second.kill();
    removeFolder(folder);
  });
});
