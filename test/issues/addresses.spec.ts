import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { coverage, expectInvalid, expectProblem, newId, startTestServer, xmlOf, type TestServer } from '../support/index.js';
import { RawConnection } from './raw-http.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('a parameter that is no percent-encoded UTF-8', () => {
  it.each(['Caf%E9', '%FF', '%zz', '%', 'Caf%C3'])('is 400 invalid-request at /query and saves nothing: %s', async (name) => {
    const id = newId();
    const path = server.workspace.path(`instances/${id}`);
    const put = await server.api.put(`${path}?concept=${coverage}&name=${name}`, xmlOf('1'));
    expectInvalid(put, '/query');
    expectProblem(await server.workspace.read(id), 404, 'not-found');
    expectInvalid(await server.api.get(`${server.workspace.path('deletions')}?cursor=${name}`), '/query');
  });

  it('is 401 first for whoever has no token', async () => {
    const path = server.workspace.path(`instances/${newId()}`);
    expectProblem(await server.api.as(undefined).get(`${path}?name=%FF`), 401, 'unauthenticated');
  });

  it('is none in Unicode that is encoded', async () => {
    const id = newId();
    const put = await server.api.put(
      `${server.workspace.path(`instances/${id}`)}?concept=${coverage}&name=Caf%C3%A9`,
      xmlOf('1'),
    );
    expect(put.status).toBe(201);
    expect((await server.workspace.readJson(id)).json['instanceName']).toBe('Café');
  });
});

describe('bytes beyond ASCII in the request line', () => {
  it.each(['latin1', 'utf8'] as const)('are 400 as a problem, in %s', async (encoding) => {
    const connection = await RawConnection.to(server.url);
    const path = server.workspace.path(`instances/${newId()}`);
    const lines = [`GET ${path}?name=Café HTTP/1.1`, 'Host: datakeep', `Authorization: Bearer ${server.owner.token}`];
    connection.send([...lines, 'Connection: close'], '', encoding);
    const { status, headers, body } = await connection.answer();
    connection.close();
    expect([status, headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    const problem = JSON.parse(body) as { readonly errors: readonly { readonly detail: string }[] };
    expect(problem).toMatchObject({ type: '/problems/invalid-request', status: 400 });
    expect(problem.errors[0]?.detail).not.toBe('');
    expect(headers.get('content-length')).toBe(String(Buffer.byteLength(body, 'latin1')));
  });
});

describe('a path parameter of 300 characters', () => {
  const long = 'a'.repeat(300);
  const paths = (workspaceId: string) => [
    `/v1/workspaces/${long}/instances/${newId()}`,
    `/v1/workspaces/${workspaceId}/instances/${long}`,
    `/v1/workspaces/${workspaceId}/instances/${long}/children`,
    `/v1/workspaces/${workspaceId}/instances/${newId()}/history/${'1'.repeat(300)}`,
    `/v1/workspaces/${workspaceId}/deletions/${long}`,
  ];

  it('is 401 without a token, and 400 or 404 with one', async () => {
    for (const path of paths(server.owner.workspaceId)) {
      expectProblem(await server.api.as(undefined).get(path), 401, 'unauthenticated');
      expect([400, 404]).toContain((await server.api.get(path)).status);
    }
  });

  it('is 400 or 404 for a PUT, a command and a page of a problem', async () => {
    const { api, owner } = server;
    const answers = [
      await api.put(`/v1/workspaces/${owner.workspaceId}/instances/${long}?name=Long&concept=${coverage}`, xmlOf('1')),
      await api.post(`/v1/workspaces/${long}/commands/save-instance`, {}),
      await api.as(undefined).get(`/problems/${long}`),
    ];
    expect(answers.map(({ status }) => status).filter((status) => status !== 400 && status !== 404)).toEqual([]);
  });
});
