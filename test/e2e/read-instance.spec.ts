import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  coverage,
  expectInvalid,
  expectProblem,
  newChild,
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

const json = { accept: 'application/json' };

describe('reading an instance as XML', () => {
  it('gives the bytes as they were saved, with the version as a strong ETag', async () => {
    const bytes = Buffer.from('\uFEFF<?xml version="1.0"?>\r\n<!-- kept --><a  b="1"\t/>\r\n<?kept too?>', 'utf8');
    const id = newId();
    await server.workspace.put(id, bytes, { name: 'Odd bytes', concept: policy });
    const read = await server.workspace.read(id);
    expect(read.status).toBe(200);
    expect(read.bytes.equals(bytes)).toBe(true);
    expect(read.header('content-type')).toBe('application/xml');
    expect(read.header('etag')).toBe('"1"');
    expect(read.header('vary')).toBe('Accept, Authorization');
  });

  it('gives bytes in another encoding back as they came', async () => {
    const bytes = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?>\n<name>Zo\u00eb</name>', 'latin1');
    const id = newId();
    await server.workspace.put(id, bytes, { name: 'Latin', concept: policy });
    expect((await server.workspace.read(id)).bytes.equals(bytes)).toBe(true);
    expect((await server.workspace.readJson(id)).json['xml']).toContain('<name>Zo\u00eb</name>');
  });

  it('is the default, and what Accept: application/xml asks for', async () => {
    const id = await newRoot(server.workspace);
    for (const accept of ['*/*', 'application/xml', 'application/json;q=0.5, application/xml', 'application/*']) {
      expect((await server.workspace.read(id, { accept })).header('content-type')).toBe('application/xml');
    }
  });

  it('answers 304 without a body to If-None-Match with the tag', async () => {
    const id = await newRoot(server.workspace);
    for (const tag of ['"1"', 'W/"1"', '"7", "1"', '*']) {
      const read = await server.workspace.read(id, { 'if-none-match': tag });
      expect({ tag, status: read.status, bytes: read.bytes.length, etag: read.header('etag') }).toEqual({
        tag,
        status: 304,
        bytes: 0,
        etag: '"1"',
      });
    }
  });

  it('answers 200 to If-None-Match with another tag, and after a new version', async () => {
    const id = await newRoot(server.workspace);
    expect((await server.workspace.read(id, { 'if-none-match': '"2"' })).status).toBe(200);
    await server.workspace.put(id, xmlOf('2'), {}, { 'if-match': '"1"' });
    const read = await server.workspace.read(id, { 'if-none-match': '"1"' });
    expect([read.status, read.header('etag'), read.text]).toEqual([200, '"2"', xmlOf('2')]);
  });
});

describe('reading an instance as JSON', () => {
  it('gives the metadata and the XML as text', async () => {
    const root = await newRoot(server.workspace);
    const id = newId();
    await server.workspace.put(id, xmlOf('1'), { name: 'All fields', concept: coverage, parent: root });
    const read = await server.workspace.read(id, json);
    expect(read.header('content-type')).toBe('application/json; charset=utf-8');
    expect(read.json).toMatchObject({
      instanceId: id,
      instanceName: 'All fields',
      conceptId: coverage,
      parentId: root,
      hierarchy: `/${server.owner.workspaceId}/${root}/`,
      status: 'Active',
      dataVersion: 1,
      createdBy: server.owner.userId,
      insertedBy: server.owner.userId,
      xml: xmlOf('1'),
    });
    expect(read.json['createdOn']).toBe(read.json['insertedOn']);
    expect(read.json['lastUpdated']).toBe(read.json['insertedOn']);
  });

  it('keeps who created it and when, over later versions', async () => {
    const id = await newRoot(server.workspace);
    const before = (await server.workspace.read(id, json)).json;
    await server.workspace.put(id, xmlOf('2'), {}, { 'if-match': '"1"' });
    const after = (await server.workspace.read(id, json)).json;
    expect(after).toMatchObject({ createdOn: before['createdOn'], createdBy: before['createdBy'], dataVersion: 2 });
    expect(String(after['insertedOn']) >= String(before['insertedOn'])).toBe(true);
  });

  it('has a weak ETag of version and position, and 304 for it', async () => {
    const id = await newRoot(server.workspace);
    const tag = (await server.workspace.read(id, json)).header('etag')!;
    expect(tag).toMatch(/^W\/"1-\d+"$/);
    expect((await server.workspace.read(id, { ...json, 'if-none-match': tag })).status).toBe(304);
  });

  it('is as of then with asOf: its metadata, its weak ETag, and the lastUpdated that it had', async () => {
    const id = await newRoot(server.workspace);
    await newChild(server.workspace, id, { name: 'First' });
    const then = await server.workspace.read(id, json);
    await newChild(server.workspace, id, { name: 'Second' });
    await server.workspace.put(id, xmlOf('2'), { name: `Renamed ${id}` }, { 'if-match': '"1"' });
    const asOf = then.header('datakeep-position')!;
    const again = await server.api.get(server.workspace.path(`instances/${id}`, { asOf }), json);
    expect([again.json, again.header('etag'), again.header('datakeep-position')]).toEqual([then.json, then.header('etag'), asOf]);
    expect((await server.workspace.read(id, json)).json).toMatchObject({ dataVersion: 2 });
  });

  it('has another ETag once a descendant was saved, because lastUpdated has moved; the XML has the same', async () => {
    const id = await newRoot(server.workspace);
    const before = await server.workspace.read(id, json);
    const child = await newChild(server.workspace, id, { name: 'Later' });
    const after = await server.workspace.read(id, { ...json, 'if-none-match': before.header('etag')! });
    expect(after.status).toBe(200);
    expect(after.header('etag')).toMatch(/^W\/"1-\d+"$/);
    expect(after.header('etag')).not.toBe(before.header('etag'));
    expect(after.json['lastUpdated']).toBe((await server.workspace.read(child, json)).json['insertedOn']);
    expect((await server.workspace.read(id)).header('etag')).toBe('"1"');
  });

  it('has another ETag than the XML', async () => {
    const id = await newRoot(server.workspace);
    expect((await server.workspace.read(id, { ...json, 'if-none-match': '"1"' })).status).toBe(200);
  });
});

describe('reading', () => {
  it('is 406 when neither XML nor JSON is wanted', async () => {
    const id = await newRoot(server.workspace);
    for (const accept of ['text/html', 'image/png', 'application/xml;q=0, application/json;q=0']) {
      expectProblem(await server.workspace.read(id, { accept }), 406, 'not-acceptable');
      expectProblem(await server.workspace.version(id, 1, { accept }), 406, 'not-acceptable');
    }
  });

  it('is 406 on a collection that is wanted as XML', async () => {
    const id = await newRoot(server.workspace);
    for (const rest of ['history', 'children']) {
      const path = server.workspace.path(`instances/${id}/${rest}`);
      expectProblem(await server.api.get(path, { accept: 'application/xml' }), 406, 'not-acceptable');
    }
  });

  it('is 404 for what is not there', async () => {
    const absent = newId();
    expectProblem(await server.workspace.read(absent), 404, 'not-found');
    expectProblem(await server.workspace.read(absent, json), 404, 'not-found');
    expectProblem(await server.api.get('/v1/nothing'), 404, 'not-found');
  });

  it('takes no parameter that it does not know', async () => {
    const id = await newRoot(server.workspace);
    expectInvalid(await server.api.get(server.workspace.path(`instances/${id}`, { colour: 'red' })), '/query/colour');
    expectInvalid(await server.api.get(server.workspace.path(`instances/${id}/history/1`, { colour: 'red' })), '/query/colour');
  });

  it('shows the workspace itself, an instance at the root', async () => {
    const { workspaceId, userId } = server.owner;
    const read = await server.workspace.read(workspaceId, json);
    expect(read.json).toMatchObject({
      instanceId: workspaceId,
      parentId: null,
      hierarchy: '/',
      dataVersion: 1,
      createdBy: userId,
    });
  });

  it('shows each of 200 saves right after it was acknowledged, as XML, as JSON and in the history', async () => {
    const id = await newRoot(server.workspace);
    for (let version = 2; version <= 201; version += 1) {
      const xml = xmlOf(String(version));
      const saved = await server.workspace.put(id, xml, {}, { 'if-match': `"${version - 1}"` });
      expect(saved.json['dataVersion']).toBe(version);
      const read = await server.workspace.read(id);
      expect([read.header('etag'), read.text]).toEqual([`"${version}"`, xml]);
      expect((await server.workspace.readJson(id)).json['dataVersion']).toBe(version);
      expect((await server.workspace.history(id, { limit: 1 })).items[0]).toMatchObject({ dataVersion: version });
    }
  });
});
