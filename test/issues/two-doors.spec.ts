import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerOf } from '../support/keyed-commands.js';
import { coverage, expectProblem, newId, newRoot, startTestServer, xmlOf, type TestServer } from '../support/index.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const keyed = () => ({ 'idempotency-key': newId() });

describe('one save by PUT and by save-instance under one Idempotency-Key', () => {
  it('is one command when it creates: the second door gives the first answer again, whatever the order of the fields', async () => {
    const { workspace } = server;
    for (const first of ['put', 'post']) {
      const parentId = await newRoot(workspace);
      const [instanceId, headers] = [newId(), keyed()];
      const place = { name: 'Coverage', concept: coverage, parent: parentId, status: 'Active' };
      const fields = { instanceId, instanceName: 'Coverage', conceptId: coverage, parentId, status: 'Active', xml: xmlOf('1') };
      const put = () => workspace.put(instanceId, xmlOf('1'), place, headers);
      const turned = () => workspace.put(instanceId, xmlOf('1'), Object.fromEntries(Object.entries(place).reverse()), headers);
      const post = () => workspace.save(fields, headers);
      const postTurned = () => workspace.save(Object.fromEntries(Object.entries(fields).reverse()), headers);
      const sends = first === 'put' ? [put, post, turned, postTurned] : [post, put, postTurned, turned];
      const answers = [];
      for (const send of sends) answers.push(answerOf(await send()));
      expect(answers[0]).toMatchObject({ status: 201 });
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      expect((await workspace.history(instanceId)).items).toHaveLength(1);
    }
  });

  it('is one command when it saves over a version, with its reason', async () => {
    const { workspace } = server;
    const [instanceId, headers] = [await newRoot(workspace), keyed()];
    const sent = { 'if-match': '"1"', 'datakeep-reason': 'a correction', ...headers };
    const put = await workspace.put(instanceId, xmlOf('2'), {}, sent);
    const fields = { reason: 'a correction', expectedVersion: 1, xml: xmlOf('2'), instanceId };
    const post = await workspace.save(fields, headers);
    expect(put.status).toBe(200);
    expect(answerOf(post)).toEqual(answerOf(put));
    expect((await workspace.history(instanceId)).items).toHaveLength(2);
    expectProblem(await workspace.save({ ...fields, xml: xmlOf('3') }, headers), 422, 'idempotency-key-reused');
  });

  it('is one command when it saves over whatever is there', async () => {
    const { workspace } = server;
    const [instanceId, headers] = [await newRoot(workspace), keyed()];
    const post = await workspace.save({ instanceId, xml: xmlOf('2'), expectedVersion: 'any' }, headers);
    const put = await workspace.put(instanceId, xmlOf('2'), {}, { 'if-match': '*', ...headers });
    expect(post.status).toBe(200);
    expect(answerOf(put)).toEqual(answerOf(post));
  });
});
