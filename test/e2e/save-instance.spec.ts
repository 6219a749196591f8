import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemConcepts } from '@datakeep/kernel';
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

const idOf = (answer: { json: Readonly<Record<string, unknown>> }) => String(answer.json['instanceId']);

describe('creating an instance', () => {
  it('answers 201 with a Location that gives the bytes back, by PUT', async () => {
    const id = newId();
    const saved = await server.workspace.put(id, xmlOf('1'), { name: 'By PUT', concept: policy });
    expect(saved.status).toBe(201);
    expect(saved.json).toMatchObject({ instanceId: id, dataVersion: 1, hierarchy: `/${server.owner.workspaceId}/` });
    expect(saved.header('location')).toBe(`/v1/workspaces/${server.owner.workspaceId}/instances/${id}`);
    expect((await server.api.get(saved.header('location')!)).text).toBe(xmlOf('1'));
  });

  it('answers 201 with a Location that gives the bytes back, by save-instance', async () => {
    const saved = await server.workspace.save({ instanceName: 'By command', conceptId: policy, xml: xmlOf('2') });
    expect(saved.status).toBe(201);
    expect(saved.json).toMatchObject({ dataVersion: 1, hierarchy: `/${server.owner.workspaceId}/` });
    expect(saved.header('location')).toBe(`/v1/workspaces/${server.owner.workspaceId}/instances/${idOf(saved)}`);
    expect((await server.api.get(saved.header('location')!)).text).toBe(xmlOf('2'));
  });

  it('gives an id of its own, UUID version 8, when none is chosen', async () => {
    const saved = await server.workspace.save({ instanceName: 'No id', conceptId: policy, xml: xmlOf('1') });
    expect(idOf(saved)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('takes a chosen id by save-instance', async () => {
    const instanceId = newId();
    const saved = await server.workspace.save({ instanceId, instanceName: 'Chosen', conceptId: policy, xml: xmlOf('1') });
    expect(saved.status).toBe(201);
    expect(idOf(saved)).toBe(instanceId);
  });

  it('puts a child below its parent, and a grandchild below that, with the hierarchy of their ancestors', async () => {
    const root = await newRoot(server.workspace);
    const child = newId();
    const saved = await server.workspace.put(child, xmlOf('c'), { name: 'Child', concept: coverage, parent: root });
    expect(saved.status).toBe(201);
    expect(saved.json['hierarchy']).toBe(`/${server.owner.workspaceId}/${root}/`);
    const below = await server.workspace.save({
      instanceName: 'Grandchild',
      conceptId: coverage,
      parentId: child,
      xml: xmlOf('g'),
    });
    expect(below.json['hierarchy']).toBe(`/${server.owner.workspaceId}/${root}/${child}/`);
  });

  it('takes the workspace itself as the parent of a root', async () => {
    const request = { instanceName: 'Named parent', conceptId: policy, parentId: server.owner.workspaceId, xml: xmlOf('1') };
    const saved = await server.workspace.save(request);
    expect(saved.status).toBe(201);
    expect(saved.json['hierarchy']).toBe(`/${server.owner.workspaceId}/`);
  });

  it('begins with the status Active, or the one that was sent', async () => {
    const plain = await newRoot(server.workspace);
    expect((await server.workspace.readJson(plain)).json['status']).toBe('Active');
    const locked = newId();
    await server.workspace.put(locked, xmlOf('1'), { name: 'Locked', concept: policy, status: 'Locked' });
    expect((await server.workspace.readJson(locked)).json['status']).toBe('Locked');
  });

  it('takes ids in any case and gives them in lower case', async () => {
    const id = newId();
    const parent = await newRoot(server.workspace);
    const parameters = { name: 'Upper case', concept: coverage.toUpperCase(), parent: parent.toUpperCase() };
    const saved = await server.workspace.put(id.toUpperCase(), xmlOf('1'), parameters);
    expect(saved.status).toBe(201);
    expect(idOf(saved)).toBe(id);
    expect(saved.header('location')).toBe(`/v1/workspaces/${server.owner.workspaceId}/instances/${id}`);
    const read = await server.api.get(`/v1/workspaces/${server.owner.workspaceId.toUpperCase()}/instances/${id.toUpperCase()}`, {
      accept: 'application/json',
    });
    expect(read.json).toMatchObject({ instanceId: id, parentId: parent, conceptId: coverage });
  });

  it('needs a name and a concept, and says which is missing', async () => {
    expectInvalid(await server.workspace.save({ xml: xmlOf('1') }), '/conceptId', '/instanceName');
    expectInvalid(await server.workspace.save({ xml: xmlOf('1'), conceptId: policy }), '/instanceName');
  });

  it('names what is missing by the parameters of PUT, through that door', async () => {
    expectInvalid(await server.workspace.put(newId(), xmlOf('1')), '/query/concept', '/query/name');
  });

  it('refuses the concepts of the repository itself: 403 forbidden names command and concept', async () => {
    const conceptId = systemConcepts.user;
    const created = await server.workspace.save({ instanceName: 'A user', conceptId, xml: xmlOf('1') });
    expectProblem(created, 403, 'forbidden', { command: 'save-instance', concept: conceptId });
    const over = await server.workspace.put(server.owner.userId, xmlOf('1'), {}, { 'if-match': '"1"' });
    expectProblem(over, 403, 'forbidden', { command: 'save-instance', concept: conceptId });
  });

  it('does not save over the workspace as if it were an instance of a data set', async () => {
    const refused = await server.workspace.put(server.owner.workspaceId, xmlOf('1'), {}, { 'if-match': '"1"' });
    expectProblem(refused, 403, 'forbidden', { command: 'save-instance' });
  });
});

describe('saving over an instance', () => {
  it('answers 200 without Location, and the next version', async () => {
    const id = await newRoot(server.workspace);
    const saved = await server.workspace.put(id, xmlOf('2'), {}, { 'if-match': '"1"' });
    expect(saved.status).toBe(200);
    expect(saved.header('location')).toBeNull();
    expect(saved.json).toMatchObject({ instanceId: id, dataVersion: 2 });
    expect((await server.workspace.read(id)).text).toBe(xmlOf('2'));
  });

  it('keeps what is left out: name, concept, parent, status and who may see it', async () => {
    const root = await newRoot(server.workspace);
    const child = newId();
    const first = { name: 'Kept', concept: coverage, parent: root, status: 'Locked' };
    await server.workspace.put(child, xmlOf('1'), first);
    const saved = await server.workspace.save({ instanceId: child, xml: xmlOf('2'), expectedVersion: 1 });
    expect(saved.status).toBe(200);
    const kept = { instanceName: 'Kept', conceptId: coverage, parentId: root, status: 'Locked', dataVersion: 2, xml: xmlOf('2') };
    expect((await server.workspace.readJson(child)).json).toMatchObject(kept);
  });

  it('makes a new version of the same bytes', async () => {
    const id = await newRoot(server.workspace);
    const saved = await server.workspace.put(id, xmlOf('1'), {}, { 'if-match': '"1"' });
    expect(saved.json['dataVersion']).toBe(2);
  });

  it('renames with another name, and keeps the old one in the history', async () => {
    const id = await newRoot(server.workspace, 'Before the rename');
    const saved = await server.workspace.put(id, xmlOf('2'), { name: 'After the rename' }, { 'if-match': '"1"' });
    expect(saved.status).toBe(200);
    expect((await server.workspace.readJson(id)).json['instanceName']).toBe('After the rename');
    const names = (await server.workspace.history(id)).items.map((item) => item['instanceName']);
    expect(names).toEqual(['After the rename', 'Before the rename']);
  });

  it('refuses the name of a sibling of the same concept: 409 name-taken', async () => {
    const root = await newRoot(server.workspace);
    await newChild(server.workspace, root, { name: 'Taken' });
    const other = await newChild(server.workspace, root, { name: 'Free' });
    const renamed = await server.workspace.put(other, xmlOf('1'), { name: 'Taken' }, { 'if-match': '"1"' });
    expectProblem(renamed, 409, 'name-taken', { instanceName: 'Taken' });
    expect((await server.workspace.readJson(other)).json).toMatchObject({ instanceName: 'Free', dataVersion: 1 });
  });

  it('frees the old name by a rename', async () => {
    const root = await newRoot(server.workspace);
    const first = await newChild(server.workspace, root, { name: 'Passed on' });
    await server.workspace.put(first, xmlOf('1'), { name: 'Something else' }, { 'if-match': '"1"' });
    const second = { instanceName: 'Passed on', conceptId: coverage, parentId: root, xml: xmlOf('1') };
    expect((await server.workspace.save(second)).status).toBe(201);
  });

  it('lets siblings of two concepts, and children of two parents, have the same name', async () => {
    const root = await newRoot(server.workspace);
    const other = await newRoot(server.workspace);
    const same = { instanceName: 'Same', xml: xmlOf('1') };
    expect((await server.workspace.save({ ...same, conceptId: coverage, parentId: root })).status).toBe(201);
    expect((await server.workspace.save({ ...same, conceptId: policy, parentId: root })).status).toBe(201);
    expect((await server.workspace.save({ ...same, conceptId: coverage, parentId: other })).status).toBe(201);
  });

  it('tells names apart by case', async () => {
    const root = await newRoot(server.workspace);
    await newChild(server.workspace, root, { name: 'Buildings' });
    expect(await newChild(server.workspace, root, { name: 'buildings' })).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('refuses another concept: 409 concept-is-fixed names the one it has', async () => {
    const id = await newRoot(server.workspace);
    const byPut = await server.workspace.put(id, xmlOf('2'), { concept: coverage }, { 'if-match': '"1"' });
    expectProblem(byPut, 409, 'concept-is-fixed', { conceptId: policy });
    const byCommand = await server.workspace.save({ instanceId: id, conceptId: coverage, xml: xmlOf('2'), expectedVersion: 1 });
    expectProblem(byCommand, 409, 'concept-is-fixed', { conceptId: policy });
  });

  it('refuses another parent: 409 use-move-instance', async () => {
    const root = await newRoot(server.workspace);
    const other = await newRoot(server.workspace);
    const child = await newChild(server.workspace, root, { name: 'Stays' });
    const byPut = await server.workspace.put(child, xmlOf('2'), { parent: other }, { 'if-match': '"1"' });
    expectProblem(byPut, 409, 'use-move-instance', { parentId: root });
    const byCommand = await server.workspace.save({ instanceId: child, parentId: other, xml: xmlOf('2'), expectedVersion: 1 });
    expectProblem(byCommand, 409, 'use-move-instance', { parentId: root });
  });

  it('takes the concept and the parent that it has', async () => {
    const root = await newRoot(server.workspace);
    const child = await newChild(server.workspace, root, { name: 'The same' });
    const parameters = { concept: coverage, parent: root, name: 'The same' };
    expect((await server.workspace.put(child, xmlOf('2'), parameters, { 'if-match': '"1"' })).status).toBe(200);
  });
});

describe('the reason of a save', () => {
  it('is kept in the history, from the body of a command and from the header of a PUT', async () => {
    const request = { instanceName: 'With reasons', conceptId: policy, xml: xmlOf('1'), reason: 'first – by command' };
    const id = idOf(await server.workspace.save(request));
    const header = Buffer.from('second – für später', 'utf8').toString('latin1');
    await server.workspace.put(id, xmlOf('2'), {}, { 'if-match': '"1"', 'datakeep-reason': header });
    await server.workspace.put(id, xmlOf('3'), {}, { 'if-match': '"2"' });
    const reasons = (await server.workspace.history(id)).items.map((item) => item['reason']);
    expect(reasons).toEqual([null, 'second – für später', 'first – by command']);
  });

  it('has at most 1,000 characters, through both doors', async () => {
    const id = await newRoot(server.workspace);
    const longest = await server.workspace.save({
      instanceId: id,
      xml: xmlOf('2'),
      expectedVersion: 1,
      reason: 'é'.repeat(1_000),
    });
    expect(longest.status).toBe(200);
    const tooLong = await server.workspace.save({
      instanceId: id,
      xml: xmlOf('3'),
      expectedVersion: 2,
      reason: 'r'.repeat(1_001),
    });
    expectInvalid(tooLong, '/reason');
    const byPut = await server.workspace.put(id, xmlOf('3'), {}, { 'if-match': '"2"', 'datakeep-reason': 'r'.repeat(1_001) });
    expectInvalid(byPut, '/headers/datakeep-reason');
  });
});

describe('a name', () => {
  it('comes back in NFC, however it was sent', async () => {
    const decomposed = 'Cafe\u0301 policy';
    const id = await newRoot(server.workspace, decomposed);
    expect((await server.workspace.readJson(id)).json['instanceName']).toBe('Caf\u00e9 policy');
  });

  it('is taken in NFC: two spellings of one name are one', async () => {
    const root = await newRoot(server.workspace);
    await newChild(server.workspace, root, { name: 'Caf\u00e9' });
    const again = { instanceName: 'Cafe\u0301', conceptId: coverage, parentId: root, xml: xmlOf('1') };
    expectProblem(await server.workspace.save(again), 409, 'name-taken', { instanceName: 'Caf\u00e9' });
  });

  it('has 255 characters and not 256, counted by characters and not by code units', async () => {
    const longest = '𝔞'.repeat(255);
    const id = await newRoot(server.workspace, longest);
    expect((await server.workspace.readJson(id)).json['instanceName']).toBe(longest);
    const request = { conceptId: policy, xml: xmlOf('1') };
    expectInvalid(await server.workspace.save({ ...request, instanceName: 'n'.repeat(256) }), '/instanceName');
    expectInvalid(await server.workspace.put(newId(), xmlOf('1'), { name: 'n'.repeat(256), concept: policy }), '/query/name');
  });

  it.each(['', '   ', 'line\nfeed', 'nul\0'])('is not %j', async (instanceName) => {
    expectInvalid(await server.workspace.save({ instanceName, conceptId: policy, xml: xmlOf('1') }), '/instanceName');
  });
});

describe('an Idempotency-Key', () => {
  it('gives the first answer again and makes no second version', async () => {
    const id = await newRoot(server.workspace);
    const save = () => server.workspace.put(id, xmlOf('2'), {}, { 'if-match': '"1"', 'idempotency-key': `key of ${id}` });
    const first = await save();
    const second = await save();
    expect([second.status, second.text]).toEqual([first.status, first.text]);
    expect((await server.workspace.history(id)).items).toHaveLength(2);
  });

  it('belongs to one request: 422 idempotency-key-reused with another body', async () => {
    const id = await newRoot(server.workspace);
    const headers = { 'if-match': '"1"', 'idempotency-key': `key of ${id}` };
    expect((await server.workspace.put(id, xmlOf('2'), {}, headers)).status).toBe(200);
    expectProblem(await server.workspace.put(id, xmlOf('3'), {}, headers), 422, 'idempotency-key-reused');
  });

  it('has 1 to 255 printable characters', async () => {
    const request = { instanceName: 'Key', conceptId: policy, xml: xmlOf('1') };
    expectInvalid(await server.workspace.save(request, { 'idempotency-key': 'k'.repeat(256) }), '/headers/idempotency-key');
  });
});
