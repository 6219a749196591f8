import { describe, expect, it } from '@jest/globals';
import { ViewBehind } from '@datakeep/access';
import type { ViewStore } from '@datakeep/view-store';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { InvalidRequest } from './invalid-request.js';
import { heedMinPosition } from './min-position.js';

const logId = '00ff00ff00ff00ff';

/** A request with these headers before its handler runs; answers what the views were waited for. */
async function ask(headers: Record<string, string | string[]>, of: { method?: string; known?: false; reachable?: false } = {}) {
  const waited: { place: number; timeoutMsMax: number }[] = [];
  const reached: ViewStore['reached'] = async (place, { timeoutMsMax }) => {
    waited.push({ place, timeoutMsMax });
    return of.reachable ?? true;
  };
  let hook: (request: FastifyRequest) => Promise<void> = () => Promise.reject(new Error('there is no hook'));
  const fastify = { addHook: (_name: string, added: typeof hook) => (hook = added) };
  heedMinPosition(fastify as unknown as FastifyInstance, { events: { logId }, views: { reached } as unknown as ViewStore });
  await hook({ headers, method: of.method ?? 'GET', ...(of.known === false ? {} : { asking: {} }) } as unknown as FastifyRequest);
  return waited;
}

const position = { 'datakeep-min-position': `1.${logId}.42` };

describe('a query with Datakeep-Min-Position', () => {
  it('waits until the views are there, for 2 seconds unless it says otherwise', async () => {
    expect(await ask(position)).toEqual([{ place: 42, timeoutMsMax: 2_000 }]);
  });

  it.each([
    ['wait=5', 5_000],
    ['wait=0', 0],
    ['respond-async, wait=10', 10_000],
    ['handling=lenient; wait=10', 10_000],
    ['wait=61', 60_000],
    ['wait=9999', 60_000],
    ['wait=soon', 2_000],
    ['wait=-1', 2_000],
    ['await=5', 2_000],
    ['', 2_000],
  ])('waits as long as Prefer: %s says, a minute at most', async (prefer, timeoutMsMax) => {
    expect(await ask({ ...position, prefer })).toEqual([{ place: 42, timeoutMsMax }]);
  });

  it('is a fault of the views when they do not come there', async () => {
    await expect(ask(position, { reachable: false })).rejects.toThrow(ViewBehind);
  });

  it.each(['', '42', `1.${logId}`, `2.${logId}.42`, '1.0000000000000000.42', `1.${logId}.-1`])(
    'is not valid with %j',
    async (token) => {
      await expect(ask({ 'datakeep-min-position': token })).rejects.toThrow(InvalidRequest);
    },
  );

  it('is not valid with two positions', async () => {
    await expect(ask({ 'datakeep-min-position': [`1.${logId}.42`, `1.${logId}.43`] })).rejects.toThrow(InvalidRequest);
  });
});

describe('other requests', () => {
  it('do not wait: those without the header, commands, and those that need no token', async () => {
    expect(await ask({})).toEqual([]);
    expect(await ask(position, { method: 'POST' })).toEqual([]);
    expect(await ask(position, { known: false })).toEqual([]);
  });
});
