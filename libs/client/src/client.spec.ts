import { describe, expect, it } from '@jest/globals';
import { datakeepClient, dataOf, DatakeepProblem } from './index.js';

const health = '/health/live';
const save = '/v1/workspaces/{workspaceId}/commands/save-instance';
const command = { params: { path: { workspaceId: 'w' } }, body: { xml: '<a/>' } };
const busy = () => new Response('{}', { status: 503, headers: { 'Retry-After': '0' } });
const live = () => Response.json({ status: 'live' });

/** A client that gets these answers one after another, and every request that it sent. */
function clientOf(answers: readonly (() => Response)[], options: { readonly token?: string; readonly retriesMax?: number } = {}) {
  const sent: { readonly headers: Headers; readonly body: string; readonly url: string }[] = [];
  const client = datakeepClient({
    baseUrl: 'http://datakeep',
    token: undefined,
    ...options,
    fetch: async (request) => {
      sent.push({ headers: request.headers, body: await request.text(), url: request.url });
      return answers[sent.length - 1]!();
    },
  });
  return { client, sent };
}

describe('the client', () => {
  it('sends its token, and asks for JSON', async () => {
    const { client, sent } = clientOf([live], { token: 'dk_token' });
    await client.GET(health);
    expect(sent[0]!.headers.get('authorization')).toBe('Bearer dk_token');
    expect(sent[0]!.headers.get('accept')).toBe('application/json');
  });

  it('sends no token when it has none', async () => {
    const { client, sent } = clientOf([live]);
    await client.GET(health);
    expect(sent[0]!.headers.has('authorization')).toBe(false);
  });

  it('sends a request again when the server is busy, with the same body and the same key', async () => {
    const { client, sent } = clientOf([busy, busy, live]);
    const { response } = await client.POST(save, command);
    expect([response.status, sent.length]).toEqual([200, 3]);
    expect(new Set(sent.map(({ body }) => body))).toEqual(new Set(['{"xml":"<a/>"}']));
    const keys = new Set(sent.map(({ headers }) => headers.get('idempotency-key')));
    expect([...keys]).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });

  it('gives up after the retries that it has, with the last answer', async () => {
    const { client, sent } = clientOf([busy, busy, busy], { retriesMax: 2 });
    const { response } = await client.GET(health);
    expect([response.status, sent.length]).toEqual([503, 3]);
  });

  it('sends nothing again that was answered', async () => {
    const { client, sent } = clientOf([() => Response.json({}, { status: 500 })]);
    expect((await client.GET(health)).response.status).toBe(500);
    expect(sent.length).toBe(1);
  });

  it('gives each command a key of its own, keeps one that is there, and gives none to a query', async () => {
    const { client, sent } = clientOf([live, live, live, live]);
    await client.POST(save, command);
    await client.POST(save, command);
    await client.POST(save, { ...command, headers: { 'Idempotency-Key': 'mine' } });
    await client.GET(health);
    const [first, second, third, fourth] = sent.map(({ headers }) => headers.get('idempotency-key'));
    expect(first).not.toBe(second);
    expect([third, fourth]).toEqual(['mine', null]);
  });

  it('throws what is no problem of Datakeep with its status', async () => {
    const proxy = () => new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'Content-Type': 'text/html' } });
    const { client } = clientOf([proxy]);
    const failed = dataOf(client.GET(health));
    await expect(failed).rejects.toBeInstanceOf(DatakeepProblem);
    await expect(failed).rejects.toMatchObject({ status: 502, type: 'about:blank', problem: undefined });
  });
});
