import { describe, expect, it } from '@jest/globals';
import { retrying } from './retrying.js';

const request = new Request('http://datakeep/', { method: 'POST', body: 'body' });
const cut = () => Promise.reject(new TypeError('fetch failed'));
const answer =
  (status: number, headers = {}) =>
  () =>
    Promise.resolve(new Response('', { status, headers }));

/** What is given for a request that gets these answers one after another, and how long was waited before each retry. */
async function outcomeOf(answers: readonly (() => Promise<Response>)[], of: { retriesMax: number; request?: Request }) {
  const waitsMs: number[] = [];
  const bodies: string[] = [];
  const send = retrying(
    async (sent) => {
      bodies.push(await sent.text());
      return answers[bodies.length - 1]!();
    },
    {
      retriesMax: of.retriesMax,
      wait: async (timeMs) => {
        waitsMs.push(timeMs);
      },
    },
  );
  const outcome = await send((of.request ?? request).clone()).then(
    ({ status }) => status,
    (fault: unknown) => (fault as Error).message,
  );
  return { outcome, bodies, waitsMs };
}

describe('a request', () => {
  it('is sent again, whole, when its connection failed or the server was busy', async () => {
    const { outcome, bodies, waitsMs } = await outcomeOf([cut, answer(503), answer(200)], { retriesMax: 3 });
    expect([outcome, bodies]).toEqual([200, ['body', 'body', 'body']]);
    expect(waitsMs).toEqual([1_000, 1_000]);
  });

  it('waits for as long as the server says', async () => {
    const { waitsMs } = await outcomeOf([answer(503, { 'Retry-After': '7' }), answer(200)], { retriesMax: 1 });
    expect(waitsMs).toEqual([7_000]);
  });

  it('ends with what the last retry gave: a fault or an answer', async () => {
    expect((await outcomeOf([cut, cut], { retriesMax: 1 })).outcome).toBe('fetch failed');
    expect((await outcomeOf([cut, answer(503)], { retriesMax: 1 })).outcome).toBe(503);
    expect((await outcomeOf([cut], { retriesMax: 0 })).waitsMs).toEqual([]);
  });

  it('that its sender took back is not sent again', async () => {
    const controller = new AbortController();
    const aborting = () => {
      controller.abort();
      return cut();
    };
    const abortable = new Request(request.clone(), { signal: controller.signal });
    const { outcome, bodies } = await outcomeOf([aborting, answer(200)], { retriesMax: 3, request: abortable });
    expect([outcome, bodies.length]).toEqual(['fetch failed', 1]);
  });
});
