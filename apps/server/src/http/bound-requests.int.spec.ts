import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Asking } from '@datakeep/access';
import { fastify as newFastify, type FastifyInstance } from 'fastify';
import { boundRequests } from './bound-requests.js';

const places = 3;
const asksMax = 10_000;
const limits = {
  requestsInFlightMax: places,
  requestsOfOneProfileMax: places,
  bodyBytesInFlightMax: 1_000_000,
  bodyBytesOfOneProfileMax: 1_000_000,
  jsonBytesMax: 1_000_000,
};

let fastify: FastifyInstance;
let url: string;
/** Ends the work of the requests that are held, oldest first. */
let held: (() => void)[] = [];
const sockets: Socket[] = [];

/** A server that holds POST until told, streams GET /stream for ever, and believes whoever says who he is. */
async function serve(bounds: Partial<typeof limits> = {}): Promise<void> {
  held = [];
  fastify = newFastify();
  boundRequests(fastify, { ...limits, ...bounds });
  fastify.decorateRequest('asking');
  fastify.addHook('onRequest', async (request) => {
    request.asking = { profileId: String(request.headers['x-profile'] ?? 'anna') } as unknown as Asking;
  });
  fastify.post('/', async () => {
    await new Promise<void>((release) => held.push(release));
    return 'done';
  });
  fastify.put('/', async () => 'done');
  fastify.get('/', async () => 'done');
  fastify.get('/fault', async () => Promise.reject(new Error('on purpose')));
  fastify.get('/health/live', async () => 'live');
  fastify.get('/stream', (_request, reply) => reply.send(endless()));
  url = await fastify.listen({ port: 0, host: '127.0.0.1' });
}

/** Says one word and is never done. */
function endless(): Readable {
  const stream = new Readable({ read: () => undefined });
  stream.push('first');
  return stream;
}

afterEach(async () => {
  for (const release of held) release();
  for (const socket of sockets.splice(0)) socket.destroy();
  fastify.server.closeAllConnections();
  await fastify.close();
});

const post = (profile = 'anna') => fetch(url, { method: 'POST', headers: { 'x-profile': profile } });

/** A connection on which this text was sent; `said` waits for the server to say something. */
async function open(text: string): Promise<{ readonly socket: Socket; said(word: string): Promise<void> }> {
  const socket = connect({ host: '127.0.0.1', port: (fastify.server.address() as AddressInfo).port });
  sockets.push(socket);
  let heard = '';
  socket.setEncoding('latin1').on('data', (part: string) => (heard += part));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(text);
  return {
    socket,
    said: async (word) => {
      while (!heard.includes(word)) await once(socket, 'data');
    },
  };
}

async function untilHeld(count: number): Promise<void> {
  for (let turn = 0; held.length < count; turn += 1) {
    if (turn > asksMax) throw new Error(`only ${String(held.length)} requests are held`);
    await fetch(`${url}/health/live`);
  }
}

/** Asks until there is a place again. */
async function untilFree(): Promise<void> {
  for (let asked = 0; (await fetch(url)).status !== 200; asked += 1) {
    if (asked > asksMax) throw new Error('no place came free');
  }
}

/** Sends more than there are places for, and expects exactly as many to be held as there are places. */
async function expectEveryPlaceFree(): Promise<void> {
  await untilFree();
  const before = held.length;
  const statuses: number[] = [];
  const asked = Array.from({ length: 2 * places }, async () => {
    const { status } = await post();
    statuses.push(status);
  });
  for (let turn = 0; statuses.length < places && turn < asksMax; turn += 1) await fetch(`${url}/health/live`);
  expect(statuses).toEqual(Array.from({ length: places }, () => 503));
  for (const release of held.slice(before)) release();
  await Promise.all(asked);
  expect(statuses.filter((status) => status === 200)).toHaveLength(places);
}

describe('a process whose places are all taken', () => {
  it('refuses the next request before its body is sent, says when to come again, and still tells that it lives', async () => {
    await serve();
    const taken = Array.from({ length: places }, () => post());
    await untilHeld(places);
    const { said } = await open('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n\r\n<half');
    await said('"/problems/overloaded"');
    const refused = await fetch(url);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect(held).toHaveLength(places);
    for (const release of held) release();
    expect((await Promise.all(taken)).map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});

describe('a place comes free, once,', () => {
  it('when its answer was sent: an answer, a fault, and a path that is not there', async () => {
    await serve();
    for (let round = 0; round < 3 * places; round += 1) {
      for (const path of ['/', '/fault', '/absent']) await (await fetch(`${url}${path}`)).text();
    }
    await expectEveryPlaceFree();
  });

  it('when the client goes away in the middle of its body', async () => {
    await serve();
    for (let round = 0; round < 2 * places; round += 1) {
      const half = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\nExpect: 100-continue\r\n\r\n';
      const { socket, said } = await open(half);
      await said('100 Continue');
      socket.destroy();
      await untilFree();
    }
    await expectEveryPlaceFree();
  });

  it('when the client goes away in the middle of a stream, and not while it listens', async () => {
    await serve();
    const streams = await Promise.all(Array.from({ length: places }, () => open('GET /stream HTTP/1.1\r\nHost: x\r\n\r\n')));
    for (const { said } of streams) await said('first');
    expect((await fetch(url)).status).toBe(503);
    for (const { socket } of streams) socket.destroy();
    await expectEveryPlaceFree();
  });

  it('when the client went away and its work has ended too, so that work cannot pile up behind those who left', async () => {
    await serve();
    const noticed: Promise<unknown>[] = [];
    fastify.server.on('connection', (socket: Socket) => noticed.push(once(socket, 'close')));
    const asking = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n';
    const clients = await Promise.all(Array.from({ length: places }, () => open(asking)));
    await untilHeld(places);
    for (const { socket } of clients) socket.destroy();
    await Promise.all(noticed.slice(0, places));
    expect((await fetch(url)).status).toBe(503);
    for (const release of held) release();
    await expectEveryPlaceFree();
  });

  it('when the connection ends under answers that wait behind another one on it', async () => {
    await serve();
    const noticed = once(fastify.server, 'connection').then(([socket]) => once(socket as Socket, 'close'));
    const { socket } = await open('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n'.repeat(places));
    await untilHeld(places);
    socket.destroy();
    await noticed;
    for (const release of held) release();
    await expectEveryPlaceFree();
  });
});

describe('one profile', () => {
  it('takes its share of the places and no more: 429 with Retry-After, while others are served', async () => {
    await serve({ requestsOfOneProfileMax: 1 });
    const first = post('anna');
    await untilHeld(1);
    const second = await post('anna');
    expect([second.status, second.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await second.json()).toMatchObject({ type: '/problems/rate-limited' });
    expect((await fetch(url, { headers: { 'x-profile': 'bert' } })).status).toBe(200);
    held[0]!();
    expect((await first).status).toBe(200);
    for (let asked = 0; (await fetch(url)).status !== 200; asked += 1) expect(asked).toBeLessThan(asksMax);
  });

  it('has its share of the bytes of bodies, counted before they are read, and as the largest when they do not say', async () => {
    await serve({ bodyBytesInFlightMax: 1_100_000 });
    const first = fetch(url, { method: 'POST', headers: { 'x-profile': 'anna' }, body: 'x'.repeat(600_000) });
    await untilHeld(1);
    const head = (method: string, profile: string, length: string) =>
      open(`${method} / HTTP/1.1\r\nHost: x\r\nX-Profile: ${profile}\r\nContent-Type: text/plain\r\n${length}\r\n\r\n`);
    const hers = await head('POST', 'anna', 'Content-Length: 400001');
    await hers.said('"/problems/rate-limited"');
    const his = await head('PUT', 'bert', 'Transfer-Encoding: chunked');
    await his.said('"/problems/overloaded"');
    const small = await head('PUT', 'bert', 'Content-Length: 499999');
    small.socket.write('x'.repeat(499_999));
    await small.said('done');
    held[0]!();
    expect((await first).status).toBe(200);
    await expectEveryPlaceFree();
  });

  it('has the bytes of its bodies back with its places', async () => {
    await serve();
    const other = post();
    await untilHeld(1);
    const put = () => fetch(url, { method: 'PUT', body: 'x'.repeat(500_000) });
    for (let round = 0; round < 10; round += 1) {
      for (let asked = 0; (await put()).status !== 200; asked += 1) expect(asked).toBeLessThan(asksMax);
    }
    held[0]!();
    expect((await other).status).toBe(200);
  });
});
