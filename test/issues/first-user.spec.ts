import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deleted, restore } from '../support/deletions-api.js';
import { RawConnection } from './raw-http.js';
import {
  expectInvalid,
  expectProblem,
  newId,
  newRoot,
  policy,
  startTestServer,
  xmlOf,
  type TestServer,
} from '../support/index.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('an Accept header with parameters', () => {
  it.each(['application/json; charset=utf-8', 'application/json;charset="UTF-8";q=0.5', 'text/x, application/json; v=1; q=1'])(
    'is heeded for its media type: %s',
    async (accept) => {
      const id = await newRoot(server.workspace);
      const read = await server.workspace.read(id, { accept });
      expect([read.status, read.header('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    },
  );

  it('still chooses by weight, and refuses what cannot be had', async () => {
    const id = await newRoot(server.workspace);
    const accept = 'application/json; charset=utf-8; q=0.1, application/xml; charset=utf-8';
    expect((await server.workspace.read(id, { accept })).header('content-type')).toBe('application/xml');
    expectProblem(await server.workspace.read(id, { accept: 'text/csv; charset=utf-8' }), 406, 'not-acceptable');
  });
});

describe('the body of a PUT', () => {
  it.each(['image/svg+xml', 'application/atom+xml; charset=utf-8', 'model/x3d+xml'])('may be %s', async (type) => {
    const put = await server.workspace.put(newId(), '<svg/>', { name: newId(), concept: policy }, { 'content-type': type });
    expect(put.status).toBe(201);
  });
});

describe('the position of an answer', () => {
  it('never goes back behind what was acknowledged, in refusals neither', async () => {
    const placeOf = (position: unknown) => Number(String(position).split('.')[2]);
    for (let round = 0; round < 20; round += 1) {
      const id = newId();
      const put = await server.workspace.put(id, xmlOf('1'), { name: id, concept: policy });
      const refused = await server.workspace.put(id, xmlOf('2'), {}, { 'if-none-match': '*' });
      expectProblem(refused, 412, 'version-mismatch');
      expect(placeOf(refused.header('datakeep-position'))).toBeGreaterThanOrEqual(placeOf(put.json['position']));
    }
  });
});

describe('a header that a command cannot heed', () => {
  it('is refused: a version to follow, where there is none to follow', async () => {
    const deletionId = await deleted(server.workspace, await newRoot(server.workspace));
    const headers = { 'if-match': '"1"' };
    expectInvalid(await restore(server.workspace, { deletionId }, headers), '/headers/if-match');
    const created = await server.api.post(
      `/v1/workspaces/${server.owner.serverOwnerWorkspaceId}/commands/create-workspace`,
      { name: newId() },
      headers,
    );
    expectInvalid(created, '/headers/if-match');
    expect((await restore(server.workspace, { deletionId })).status).toBe(200);
  });
});

describe('an Idempotency-Key that is sent twice', () => {
  it('is refused, and nothing is done', async () => {
    const raw = await RawConnection.to(server.url);
    const path = `/v1/workspaces/${server.owner.workspaceId}/commands/save-instance`;
    const body = JSON.stringify({ instanceName: newId(), conceptId: policy, xml: '<a/>' });
    const head = [
      `POST ${path} HTTP/1.1`,
      'Host: datakeep',
      `Authorization: Bearer ${server.owner.token}`,
      'Content-Type: application/json',
      `Content-Length: ${String(body.length)}`,
      'Idempotency-Key: one',
      'Idempotency-Key: two',
      'Connection: close',
    ];
    raw.send(head, body);
    const answer = await raw.answer();
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([400, { errors: [{ pointer: '/headers/idempotency-key' }] }]);
  });
});

describe('mistakes in a body', () => {
  it('are told in words of the request', async () => {
    const patch = (changes: unknown) =>
      server.workspace.command('patch-instance', { instanceId: newId(), expectedVersion: 1, changes });
    const detailOf = async (changes: unknown) =>
      ((await patch(changes)).json['errors'] as readonly { readonly detail: string }[])[0]?.detail;
    expect(await detailOf([{ xpath: '/a', remove: false }])).toContain('{ xpath, remove: true }');
    expect(await detailOf([])).toBe('must have entries: at least 1');
    expect(await detailOf({})).toBe('must be a list');
    const status = await server.workspace.command('change-status', { instanceId: newId(), status: 'Gone', expectedVersion: 1 });
    expect(status.json['errors']).toEqual([{ pointer: '/status', detail: 'must be "Active" or "Locked"' }]);
  });
});
