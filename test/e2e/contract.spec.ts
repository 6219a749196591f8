import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Answer, Contract, ContractBroken, newRoot, startTestServer, type OpenApi, type TestServer } from '../support/index.js';

/** The judge of every other end-to-end test, given answers as the server gives them and then with one thing wrong. */
let server: TestServer;
let contract: Contract;
let read: Answer;
let saved: Answer;
let refused: Answer;

const json = { 'content-type': 'application/json' };
const request = { xml: '<policy/>', instanceName: 'Judged', conceptId: '0f8fad5b-d9cb-469f-a165-70867728950e' };

beforeAll(async () => {
  server = await startTestServer();
  contract = new Contract((await server.api.get('/openapi.json')).json as unknown as OpenApi);
  const id = await newRoot(server.workspace);
  read = await server.workspace.readJson(id);
  saved = await server.workspace.save(request);
  refused = await server.workspace.save(request);
});
afterAll(() => server.close());

interface Wrong {
  readonly method?: string;
  readonly path?: (path: string) => string;
  readonly status?: number;
  readonly body?: object | string;
  readonly without?: string;
  readonly type?: string;
}

const changed = (answer: Answer, { method, path, status, body, without, type }: Wrong): Answer => {
  const headers = new Headers(answer.headers);
  if (without !== undefined) headers.delete(without);
  if (type !== undefined) headers.set('content-type', type);
  const text = typeof body === 'object' ? JSON.stringify({ ...answer.json, ...body }) : (body ?? answer.text);
  return new Answer(
    method ?? answer.method,
    path === undefined ? answer.path : path(answer.path),
    status ?? answer.status,
    headers,
    Buffer.from(text),
  );
};

const judge = (answer: Answer, sent: { readonly headers?: Record<string, string>; readonly body?: object } = {}) => {
  const body = sent.body === undefined ? undefined : Buffer.from(JSON.stringify(sent.body));
  return () => contract.judge({ headers: new Headers(sent.headers), body }, answer);
};
const judgeSave = (body: object, headers: Record<string, string> = json) => judge(saved, { headers, body });

describe('the judge of requests and answers', () => {
  it('passes what the server gives', () => {
    expect(judge(read)).not.toThrow();
    expect(judgeSave(request)).not.toThrow();
    expect(judge(refused, { headers: json, body: request })).not.toThrow();
  });

  it.each<[string, Wrong]>([
    ['a field that is not described', { body: { colour: 'red' } }],
    ['a field of another kind', { body: { dataVersion: '1' } }],
    ['no field that is required', { body: { hierarchy: undefined } }],
    ['a media type that is not described', { type: 'text/plain' }],
    ['no header that is promised', { without: 'etag' }],
    ['a body where there is none', { status: 304 }],
    ['something at a path that is not described', { path: (path) => `${path}/planted` }],
    ['something to a method that is not described', { method: 'DELETE' }],
    ['something to a parameter that is not described', { path: (path) => `${path}?planted=1` }],
  ])('notices an answer with %s', (_what, wrong) => {
    expect(judge(changed(read, wrong))).toThrow(ContractBroken);
  });

  it.each<[string, Wrong]>([
    ['a field that it does not have', { body: { colour: 'red' } }],
    ['the field of another problem', { body: { currentVersion: 1 } }],
    ['no field of its own', { body: { instanceName: undefined } }],
    ['a status that is not its own', { body: { status: 404 } }],
    ['a name that nobody knows', { body: { type: '/problems/planted' } }],
    ['the media type of an answer', { type: 'application/json' }],
  ])('notices a problem with %s, at a known path and at an unknown one', (_what, wrong) => {
    expect(judge(changed(refused, wrong))).toThrow(ContractBroken);
    if (wrong.type === undefined) {
      expect(judge(changed(refused, { ...wrong, path: () => '/v1/planted' }))).toThrow(ContractBroken);
    }
  });

  it('notices a request that was accepted and should not have been', () => {
    expect(judgeSave({ ...request, colour: 'red' })).toThrow(ContractBroken);
    expect(judgeSave({ instanceName: 'No XML' })).toThrow(ContractBroken);
    expect(judgeSave(request, { 'content-type': 'text/plain' })).toThrow(ContractBroken);
    expect(judge(saved)).toThrow(ContractBroken);
    expect(judge(read, { headers: json, body: request })).toThrow(ContractBroken);
    expect(judge(changed(read, { path: (path) => path.replace(/[^/]+$/, 'no-guid') }))).toThrow(ContractBroken);
    expect(judge(changed(read, { path: (path) => path.replace(/instances.*/, 'deletions?limit=1001') }))).toThrow(ContractBroken);
  });

  it('leaves a request alone that was refused', () => {
    expect(judge(refused, { headers: json, body: { colour: 'red' } })).not.toThrow();
  });
});
