import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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

describe('a save over something', () => {
  it('is told the header to send when it says no version: 428 version-required', async () => {
    const id = await newRoot(server.workspace);
    const byPut = await server.workspace.put(id, xmlOf('2'));
    expectProblem(byPut, 428, 'version-required', { currentVersion: 1 });
    expect(byPut.json['detail']).toContain('If-Match: "1"');
    const byCommand = await server.workspace.save({ instanceId: id, xml: xmlOf('2') });
    expectProblem(byCommand, 428, 'version-required', { currentVersion: 1 });
    expect((await server.workspace.history(id)).items).toHaveLength(1);
  });

  it('goes through with the header that the 428 named', async () => {
    const id = await newRoot(server.workspace);
    const [, tag] = /If-Match: ("\d+")/.exec(String((await server.workspace.put(id, xmlOf('2'))).json['detail']))!;
    expect((await server.workspace.put(id, xmlOf('2'), {}, { 'if-match': tag! })).status).toBe(200);
  });

  it('is told the current version when its own is stale: 412 version-mismatch', async () => {
    const id = await newRoot(server.workspace);
    await server.workspace.put(id, xmlOf('2'), {}, { 'if-match': '"1"' });
    const byPut = await server.workspace.put(id, xmlOf('3'), {}, { 'if-match': '"1"' });
    expectProblem(byPut, 412, 'version-mismatch', { currentVersion: 2 });
    const byCommand = await server.workspace.save({ instanceId: id, xml: xmlOf('3'), expectedVersion: 1 });
    expectProblem(byCommand, 412, 'version-mismatch', { currentVersion: 2 });
    const ofTheFuture = await server.workspace.save({ instanceId: id, xml: xmlOf('3'), expectedVersion: 3 });
    expectProblem(ofTheFuture, 412, 'version-mismatch', { currentVersion: 2 });
    expect((await server.workspace.read(id)).text).toBe(xmlOf('2'));
  });

  it('goes over whatever is there with If-Match: * or expectedVersion "any"', async () => {
    const id = await newRoot(server.workspace);
    expect((await server.workspace.put(id, xmlOf('2'), {}, { 'if-match': '*' })).json['dataVersion']).toBe(2);
    const any = { instanceId: id, xml: xmlOf('3'), expectedVersion: 'any' };
    expect((await server.workspace.save(any)).json['dataVersion']).toBe(3);
  });

  it('takes the version of a command from If-Match as well', async () => {
    const id = await newRoot(server.workspace);
    const saved = await server.workspace.save({ instanceId: id, xml: xmlOf('2') }, { 'if-match': '"1"' });
    expect(saved.json['dataVersion']).toBe(2);
  });

  it.each([['W/"1"'], ['1'], ['"1", "2"'], ['"01"'], ['"0"'], ['"-1"'], ['"1.0"'], ['""'], ['"any"']])(
    'does not take If-Match: %s, which is no strong tag of one version',
    async (tag) => {
      const id = await newRoot(server.workspace);
      expectInvalid(await server.workspace.put(id, xmlOf('2'), {}, { 'if-match': tag }), '/headers/if-match');
      expectInvalid(await server.workspace.save({ instanceId: id, xml: xmlOf('2') }, { 'if-match': tag }), '/headers/if-match');
    },
  );

  it.each([[0], [-1], [1.5], ['1'], ['*'], [null]])('does not take expectedVersion %j', async (expectedVersion) => {
    const id = await newRoot(server.workspace);
    expectInvalid(await server.workspace.save({ instanceId: id, xml: xmlOf('2'), expectedVersion }), '/expectedVersion');
  });

  it('does not take two versions that contradict each other', async () => {
    const id = await newRoot(server.workspace);
    const both = { instanceId: id, xml: xmlOf('2'), expectedVersion: 2 };
    expectInvalid(await server.workspace.save(both, { 'if-match': '"1"' }), '/expectedVersion');
    const same = { instanceId: id, xml: xmlOf('2'), expectedVersion: 1 };
    expect((await server.workspace.save(same, { 'if-match': '"1"' })).status).toBe(200);
  });
});

describe('If-None-Match: * on a PUT', () => {
  it('creates what is not there', async () => {
    const saved = await server.workspace.put(
      newId(),
      xmlOf('1'),
      { name: 'Only new', concept: policy },
      { 'if-none-match': '*' },
    );
    expect(saved.status).toBe(201);
  });

  it('never saves over what is there: 412 version-mismatch', async () => {
    const id = await newRoot(server.workspace);
    const refused = await server.workspace.put(id, xmlOf('2'), {}, { 'if-none-match': '*' });
    expectProblem(refused, 412, 'version-mismatch', { currentVersion: 1 });
    expect((await server.workspace.read(id)).text).toBe(xmlOf('1'));
  });

  it('takes no tag', async () => {
    const id = await newRoot(server.workspace);
    expectInvalid(await server.workspace.put(id, xmlOf('2'), {}, { 'if-none-match': '"1"' }), '/headers/if-none-match');
  });
});

describe('a save that names a version of what is not there', () => {
  it('is 404 not-found, through both doors', async () => {
    const parameters = { name: 'Absent', concept: policy };
    expectProblem(await server.workspace.put(newId(), xmlOf('1'), parameters, { 'if-match': '"1"' }), 404, 'not-found');
    const command = { instanceId: newId(), instanceName: 'Absent', conceptId: policy, xml: xmlOf('1'), expectedVersion: 1 };
    expectProblem(await server.workspace.save(command), 404, 'not-found');
  });

  it('is 404 before its parent is looked for', async () => {
    const command = { instanceName: 'Absent', conceptId: policy, parentId: newId(), xml: xmlOf('1'), expectedVersion: 1 };
    expectProblem(await server.workspace.save({ ...command, instanceId: newId() }), 404, 'not-found');
    expectProblem(await server.workspace.save(command), 404, 'not-found');
  });

  it('creates with "any" or *, on an id that is free', async () => {
    const command = {
      instanceId: newId(),
      instanceName: `Any ${newId()}`,
      conceptId: policy,
      xml: xmlOf('1'),
      expectedVersion: 'any',
    };
    expect((await server.workspace.save(command)).status).toBe(201);
    const parameters = { name: `Star ${newId()}`, concept: policy };
    expect((await server.workspace.put(newId(), xmlOf('1'), parameters, { 'if-match': '*' })).status).toBe(201);
  });
});
