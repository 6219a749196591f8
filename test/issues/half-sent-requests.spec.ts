import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Owner } from '@datakeep/workspaces';
import { makeFolder, newId, removeFolder, startBuiltServer, startTestServer } from '../support/index.js';
import { RawConnection } from './raw-http.js';

const putHead = (path: string, lines: readonly string[]): readonly string[] => [
  `PUT ${path} HTTP/1.1`,
  'Host: datakeep',
  'Content-Type: application/xml',
  'Content-Length: 400000',
  ...lines,
];

describe('a server that is told to stop', () => {
  it('ends well although one client has sent half a body and another half a head', async () => {
    const folder = makeFolder();
    const server = await startBuiltServer({ DATAKEEP_DATA: folder });
    const { token, workspaceId } = JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')) as Owner;
    const path = `/v1/workspaces/${workspaceId}/instances/${newId()}?name=Half&concept=${newId()}`;

    const halfBody = await RawConnection.to(server.url);
    halfBody.send(putHead(path, [`Authorization: Bearer ${token}`, 'Expect: 100-continue']));
    await halfBody.until('100 Continue');
    halfBody.socket.write('<half>');
    const halfHead = await RawConnection.to(server.url);
    // The second request comes in one piece with the first, so it was read when the first is answered.
    halfHead.send(['GET /health/live HTTP/1.1', 'Host: datakeep'], 'GET /health/live HTTP/1.1\r\nHost: data');
    await halfHead.until('"live"');

    expect(await server.stop()).toHaveProperty('code', 0);
    await Promise.all([halfBody.ended, halfHead.ended]);
    for (const connection of [halfBody, halfHead]) connection.close();
    const again = await startBuiltServer({ DATAKEEP_DATA: folder });
    expect(await again.stop()).toMatchObject({ code: 0, errors: '' });
    removeFolder(folder);
  });
});

describe('a client that goes away in the middle of its body', () => {
  it('is no fault of the server, which writes nothing of it and goes on', async () => {
    const folder = makeFolder();
    const server = await startBuiltServer({ DATAKEEP_DATA: folder });
    const { token, workspaceId } = JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')) as Owner;
    const path = `/v1/workspaces/${workspaceId}/instances/${newId()}?name=Half&concept=${newId()}`;
    const connection = await RawConnection.to(server.url);
    connection.send(putHead(path, [`Authorization: Bearer ${token}`, 'Expect: 100-continue']));
    await connection.until('100 Continue');
    connection.socket.write('<half>');
    connection.close();
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
    expect(await server.stop()).toMatchObject({ code: 0, errors: '' });
    removeFolder(folder);
  });
});

describe('a PUT without a token whose large body is half sent', () => {
  it('gets its 401 at once, and the connection is closed behind it', async () => {
    const server = await startTestServer();
    const path = `/v1/workspaces/${newId()}/instances/${newId()}?name=Half&concept=${newId()}`;
    for (const lines of [[], ['Authorization: Bearer dk_nobody']]) {
      const connection = await RawConnection.to(server.url);
      connection.send(putHead(path, lines), 'x'.repeat(200_000));
      const { status, headers, body } = await connection.answer();
      connection.close();
      expect([status, headers.get('connection'), headers.get('content-type')]).toEqual([
        401,
        'close',
        'application/problem+json',
      ]);
      expect(JSON.parse(body)).toMatchObject({ type: '/problems/unauthenticated' });
    }
    await server.close();
  });
});
