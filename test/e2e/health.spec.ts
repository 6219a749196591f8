import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestServer, type TestServer } from '../support/index.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('health', () => {
  it('says that the process is live, to anybody', async () => {
    const answer = await server.api.as(undefined).get('/health/live');
    expect([answer.status, answer.json]).toEqual([200, { status: 'live' }]);
  });

  it('says that the views are ready, to anybody', async () => {
    await server.repository.views.reached(await server.repository.events.reachHead(), { timeoutMsMax: 10_000 });
    const answer = await server.api.as(undefined).get('/health/ready');
    expect([answer.status, answer.json]).toEqual([200, { status: 'ready', eventsBehind: 0, parkedStreams: 0 }]);
  });
});

describe('the page of a problem', () => {
  it('is what the type of a problem leads to, for anybody', async () => {
    const problem = await server.workspace.read(server.owner.profileId);
    const page = await server.api.as(undefined).get(String(problem.json['type']));
    expect(page.status).toBe(200);
    expect(page.header('content-type')).toBe('text/html; charset=utf-8');
    expect(page.text).toContain('not-found');
    expect(page.text).toContain('404');
  });

  it('is not there for a name that is none', async () => {
    expect((await server.api.as(undefined).get('/problems/no-such-problem')).status).toBe(404);
    expect((await server.api.as(undefined).get('/problems/toString')).status).toBe(404);
  });
});
