import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newRoot, startTestServer, validatorOf, type OpenApi, type TestServer } from '../support/index.js';

let server: TestServer;
let document: OpenApi;

beforeAll(async () => {
  server = await startTestServer();
  document = (await server.api.as(undefined).get('/openapi.json')).json as unknown as OpenApi;
});
afterAll(() => server.close());

/** Pages for people and the document itself, which are no part of the interface that it describes. */
const notDescribed = ['/openapi.json', '/problems/{}', '/docs'];

const nameless = (path: string): string => path.replaceAll(/\{\w+\}|:\w+/g, '{}');

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, method, path, operation })),
  );

describe('/openapi.json', () => {
  it('is OpenAPI 3.1, for anybody', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
  });

  it('describes every route of the server, and none that it does not have', () => {
    const described = operations().map(({ method, path }) => `${method.toUpperCase()} ${nameless(path)}`);
    const registered = server.routes.map(({ method, path }) => ({ path: nameless(path), route: `${method} ${nameless(path)}` }));
    const expected = registered
      .filter(({ path }) => !notDescribed.some((page) => path.startsWith(page)))
      .map(({ route }) => route);
    expect(expected.length).toBeGreaterThanOrEqual(9);
    expect(described.toSorted()).toEqual([...new Set(expected)].toSorted());
  });

  it('names every parameter of a path', () => {
    for (const { name, path, operation } of operations()) {
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect({ name, parameters: inPath.map((parameter) => parameter.name).toSorted() }).toEqual({
        name,
        parameters: names.toSorted(),
      });
      expect(inPath.every((parameter) => parameter.required === true)).toBe(true);
    }
  });

  it('has schemas in JSON Schema 2020-12 throughout, for requests, answers and problems', () => {
    let schemas = 0;
    for (const { operation } of operations()) {
      const contents = [
        operation.requestBody?.content,
        ...Object.values(operation.responses).map((response) => response?.content),
      ];
      for (const media of contents.flatMap((content) => Object.values(content ?? {}))) {
        validatorOf(media!.schema!);
        schemas += 1;
      }
      for (const parameter of operation.parameters ?? []) validatorOf(parameter.schema);
    }
    expect(schemas).toBeGreaterThan(operations().length);
  });

  it('refuses what the server refuses: an unknown field, a missing one, one of the wrong kind', () => {
    const save = operations().find(({ path }) => path.endsWith('/commands/save-instance'))!.operation;
    const validate = validatorOf(save.requestBody!.content['application/json']!.schema!);
    expect(validate({ xml: '<a/>' })).toBe(true);
    expect(validate({ xml: '<a/>', colour: 'red' })).toBe(false);
    expect(validate({})).toBe(false);
    expect(validate({ xml: '<a/>', parentId: 'one' })).toBe(false);
  });

  it('says in which media types answers and problems come', async () => {
    const id = await newRoot(server.workspace);
    const instance = document.paths['/v1/workspaces/{workspaceId}/instances/{instanceId}']!;
    const typesOf = (content: object | undefined) => Object.keys(content ?? {}).toSorted();
    expect(typesOf(instance['put']!.requestBody?.content)).toEqual(expect.arrayContaining(['application/xml']));
    expect(typesOf(instance['get']!.responses['200']?.content)).toEqual(['application/json', 'application/xml']);
    expect(typesOf(instance['get']!.responses['default']?.content)).toEqual(['application/problem+json']);
    expect((await server.workspace.read(id)).header('content-type')).toBe('application/xml');
  });

  it('says which headers a command and a query heed', () => {
    const instance = document.paths['/v1/workspaces/{workspaceId}/instances/{instanceId}']!;
    const headersOf = (method: string) =>
      (instance[method]!.parameters ?? [])
        .filter((parameter) => parameter.in === 'header')
        .map((parameter) => parameter.name.toLowerCase());
    expect(headersOf('put')).toEqual(expect.arrayContaining(['if-match', 'if-none-match', 'idempotency-key', 'datakeep-reason']));
    expect(headersOf('get')).toEqual(expect.arrayContaining(['if-none-match', 'datakeep-min-position', 'prefer']));
  });
});
