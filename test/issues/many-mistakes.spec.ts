import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { coverage, expectProblem, newId, startTestServer, xmlOf, type Answer, type TestServer } from '../support/index.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const unknown = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`x${index}`, '1']));

function expectListed(answer: Answer, pattern: RegExp): void {
  expectProblem(answer, 400, 'invalid-request');
  const pointers = (answer.json['errors'] as readonly { readonly pointer: string }[]).map(({ pointer }) => pointer);
  expect([pointers.length, pointers.filter((pointer) => !pattern.test(pointer))]).toEqual([100, []]);
}

describe('a request with thousands of mistakes', () => {
  it('lists 100 of 5,000 unknown fields', async () => {
    const request = { instanceName: 'Many', conceptId: coverage, xml: xmlOf('1'), ...unknown(5_000) };
    expectListed(await server.workspace.save(request), /^\/x\d+$/);
  });

  it('lists 100 of 1,000 unknown parameters', async () => {
    const path = server.workspace.path(`instances/${newId()}/children`, unknown(1_000));
    expectListed(await server.api.get(path), /^\/query\/x\d+$/);
  });

  it('lists 100 of 200 users that nobody knows', async () => {
    const access = Array.from({ length: 200 }, newId);
    const request = { instanceName: 'Many', conceptId: coverage, xml: xmlOf('1'), access };
    expectListed(await server.workspace.save(request), /^\/access\/\d+$/);
  });
});
