import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  expectProblem,
  newId,
  newRoot,
  policy,
  startTestServer,
  WorkspaceApi,
  xmlOf,
  type Answer,
  type TestServer,
} from '../support/index.js';
import { systemConcepts } from '@datakeep/kernel';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('a request without a valid token', () => {
  it.each([
    ['no Authorization header', undefined],
    ['a token that nobody was given', 'Bearer dk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['another scheme', 'Basic b3duZXI6b3duZXI='],
    ['no token behind Bearer', 'Bearer '],
    ['two tokens', 'Bearer one two'],
    ['a token and nothing that says so', 'token'],
  ])('is 401 unauthenticated with %s', async (_, authorization) => {
    const nobody = server.api.as(undefined);
    const path = server.workspace.path(`instances/${server.owner.userId}`);
    expectProblem(await nobody.get(path, authorization === undefined ? {} : { authorization }), 401, 'unauthenticated');
  });

  it('is told nothing by the answer: the same bytes wherever it goes and whatever it sends', async () => {
    const nobody = server.api.as(undefined);
    const root = await newRoot(server.workspace);
    const command = server.workspace.path('commands/save-instance');
    const json = { 'content-type': 'application/json' };
    const answers: Answer[] = [
      await nobody.get(server.workspace.path(`instances/${root}`)),
      await nobody.get(server.workspace.path(`instances/${newId()}`)),
      await nobody.get(new WorkspaceApi(nobody, newId()).path('instances/no-guid')),
      await nobody.get('/v1/no/such/route'),
      await server.api.as('dk_wrong').get(server.workspace.path(`instances/${root}`)),
      await nobody.send('POST', command, json, '{"xml": '),
      await nobody.send('POST', command, json, Buffer.from([0x22, 0xff, 0x22])),
      await nobody.send('POST', command, { 'content-type': 'image/png' }, 'png'),
      await nobody.post(command, { colour: 'red' }),
      await nobody.put(server.workspace.path(`instances/${root}`), '<a><b></a>'),
      await nobody.put(server.workspace.path(`instances/${root}`), `<a>${'x'.repeat(513 * 1024)}</a>`),
    ];
    const firstBody = answers[0]!.text;
    expect(answers.map((answer) => [answer.status, answer.text])).toEqual(answers.map(() => [401, firstBody]));
  });

  it('saves nothing', async () => {
    const id = newId();
    await server.workspace.as('dk_wrong').put(id, xmlOf('1'), { name: 'Nobody', concept: policy });
    expectProblem(await server.workspace.read(id), 404, 'not-found');
  });
});

describe('the owner', () => {
  it('may write the scheme in any case', async () => {
    const nobody = server.api.as(undefined);
    const path = server.workspace.path(`instances/${server.owner.workspaceId}`);
    expect((await nobody.get(path, { authorization: `bearer ${server.owner.token}` })).status).toBe(200);
  });

  it('is known from the first moment that the server listens', async () => {
    for (let start = 0; start < 5; start += 1) {
      const fresh = await startTestServer();
      const read = await fresh.workspace.readJson(fresh.owner.workspaceId);
      await fresh.close();
      expect(read.status).toBe(200);
    }
  });
});

describe('the order of checks', () => {
  const absentWorkspace = () => new WorkspaceApi(server.api, newId());
  const json = { 'content-type': 'application/json' };

  it('is 400, 413 and 415 before 404: what is wrong in itself, in a workspace that is not there', async () => {
    const absent = absentWorkspace();
    expectProblem(await absent.put(newId(), '<a>'), 400, 'not-well-formed');
    expectProblem(await absent.put(newId(), `<a>${'x'.repeat(512 * 1024)}</a>`), 413, 'limit-exceeded');
    expectProblem(await absent.put(newId(), '<?xml version="1.0" encoding="x-none"?><a/>'), 415, 'unsupported-encoding');
    expectProblem(await absent.put(newId(), 'a', {}, { 'content-type': 'text/plain' }), 415, 'unsupported-media-type');
    expectProblem(await absent.put(newId(), xmlOf('1'), {}, { 'if-match': 'W/"1"' }), 400, 'invalid-request');
    expectProblem(await absent.save({ xml: xmlOf('1'), colour: 'red' }), 400, 'invalid-request');
    expectProblem(await absent.history(newId(), { limit: 0 }), 400, 'invalid-request');
    expectProblem(await server.api.send('POST', absent.path('commands/save-instance'), json, '{'), 400, 'invalid-request');
  });

  it('is 404 before 403', async () => {
    const absent = absentWorkspace();
    const user = { instanceName: 'A user', conceptId: systemConcepts.user, xml: xmlOf('1') };
    expectProblem(await absent.save(user), 404, 'not-found');
    expectProblem(await absent.command('create-workspace', { name: 'Absent' }), 404, 'not-found');
    expectProblem(await server.workspace.save({ ...user, instanceId: newId(), expectedVersion: 1 }), 404, 'not-found');
  });

  it('is 403 before 428 and 412', async () => {
    expectProblem(await server.workspace.put(server.owner.userId, xmlOf('1')), 403, 'forbidden');
    expectProblem(await server.workspace.put(server.owner.userId, xmlOf('1'), {}, { 'if-match': '"9"' }), 403, 'forbidden');
  });

  it('is 403 before 409', async () => {
    const user = { instanceName: 'A user', conceptId: systemConcepts.user, xml: xmlOf('1'), parentId: newId() };
    expectProblem(await server.workspace.save(user), 403, 'forbidden');
    expectProblem(await server.workspace.save({ ...user, instanceId: newId() }), 403, 'forbidden');
  });

  it('is 400 before 409', async () => {
    const nameless = { xml: xmlOf('1'), parentId: newId() };
    expectProblem(await server.workspace.save(nameless), 400, 'invalid-request');
    expectProblem(await server.workspace.save({ ...nameless, instanceId: newId() }), 400, 'invalid-request');
  });

  it('is 428 and 412 before 409', async () => {
    const root = await newRoot(server.workspace);
    const otherConcept = { concept: newId(), parent: newId() };
    expectProblem(await server.workspace.put(root, xmlOf('2'), otherConcept), 428, 'version-required');
    expectProblem(await server.workspace.put(root, xmlOf('2'), otherConcept, { 'if-match': '"9"' }), 412, 'version-mismatch');
    expectProblem(await server.workspace.put(root, xmlOf('2'), otherConcept, { 'if-match': '"1"' }), 409, 'concept-is-fixed');
  });
});
