import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { coverage, expectProblem, newId, startTestServer, xmlOf, type TestServer } from '../support/index.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const bodyOf = (id: string) => ({ instanceId: id, instanceName: `Root ${id}`, conceptId: coverage, xml: xmlOf('1') });

describe('a compressed body', () => {
  it.each(['gzip', 'br', 'deflate'])('is 415 unsupported-encoding that names %s, by PUT and by POST', async (encoding) => {
    const [id, headers] = [newId(), { 'content-encoding': encoding }];
    const { workspace } = server;
    const put = await workspace.put(id, gzipSync(xmlOf('1')), { name: `Root ${id}`, concept: coverage }, headers);
    expectProblem(put, 415, 'unsupported-encoding', { encoding });
    const json = gzipSync(JSON.stringify(bodyOf(id)));
    const sent = { 'content-type': 'application/json', ...headers };
    const post = await workspace.client.send('POST', workspace.path('commands/save-instance'), sent, json);
    expectProblem(post, 415, 'unsupported-encoding', { encoding });
    expectProblem(await workspace.read(id), 404, 'not-found');
  });

  it('is one that says identity no more than one that says nothing', async () => {
    const [byPut, byPost, headers] = [newId(), newId(), { 'content-encoding': 'identity' }];
    const put = await server.workspace.put(byPut, xmlOf('1'), { name: `Root ${byPut}`, concept: coverage }, headers);
    const post = await server.workspace.save(bodyOf(byPost), headers);
    expect([put.status, post.status]).toEqual([201, 201]);
    for (const id of [byPut, byPost]) expect((await server.workspace.read(id)).text).toBe(xmlOf('1'));
  });
});
