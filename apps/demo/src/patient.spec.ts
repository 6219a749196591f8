import { describe, expect, it } from '@jest/globals';
import { patientFetch } from './patient.js';

const request = () => new Request('http://datakeep/', { method: 'POST', body: 'body' });

/** What comes of a request that gets these statuses one after another, and the last one ever after. */
async function outcomeOf(statuses: readonly number[], headers = {}) {
  const [bodies, waitsMs]: [string[], number[]] = [[], []];
  const response = await patientFetch(request(), {
    fetch: async (sent) => {
      bodies.push(await sent.text());
      return new Response('', { status: statuses[bodies.length - 1] ?? statuses.at(-1)!, headers });
    },
    wait: async (timeMs) => void waitsMs.push(timeMs),
  });
  return { status: response.status, bodies, waitsMs };
}

describe('a request of the demo', () => {
  it('is sent again, whole, for as long as there is too much at once', async () => {
    const { status, bodies, waitsMs } = await outcomeOf([429, 503, 429, 429, 429, 201]);
    expect([status, new Set(bodies)]).toEqual([201, new Set(['body'])]);
    expect(waitsMs).toEqual([1_000, 1_000, 1_000, 1_000, 1_000]);
  });

  it('waits for as long as the server says', async () => {
    expect((await outcomeOf([429, 200], { 'Retry-After': '7' })).waitsMs).toEqual([7_000]);
  });

  it('gives up in the end, with what was answered last', async () => {
    const { status, bodies } = await outcomeOf([429]);
    expect([status, bodies.length]).toEqual([429, 60]);
  });

  it.each([200, 401, 409, 500])('that was answered %i is not sent again', async (status) => {
    expect(await outcomeOf([status])).toEqual({ status, bodies: ['body'], waitsMs: [] });
  });
});
