import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Contract, newRoot, startTestServer, validatorOf, type OpenApi, type TestServer } from '../support/index.js';

let server: TestServer;
let document: OpenApi;

beforeAll(async () => {
  server = await startTestServer();
  document = (await server.api.as(undefined).get('/openapi.json')).json as unknown as OpenApi;
});
afterAll(() => server.close());

/** Pages for people and the document itself, which are no part of the interface that it describes. */
const notDescribed = ['/openapi.json', '/problems/{}', '/docs', '/docs/', '/docs/{}'];

const nameless = (path: string): string => path.replaceAll(/\{\w+\}|:\w+/g, '{}');

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, method, path, operation })),
  );

const responsesOf = (operation: ReturnType<typeof operations>[number]['operation']) =>
  Object.keys(operation.responses).map((status) => ({
    status,
    response: new Contract(document).responseOf(operation, status)!,
  }));

const operation = (path: string, method: string) => document.paths[`/v1/workspaces/{workspaceId}/${path}`]![method]!;

/** Every schema inside of a schema, itself included, with the names that lead to it. */
function* schemasIn(schema: unknown, path = ''): Iterable<{ readonly path: string; readonly schema: Record<string, unknown> }> {
  if (typeof schema !== 'object' || schema === null) return;
  yield { path, schema: schema as Record<string, unknown> };
  for (const [name, inner] of Object.entries(schema)) yield* schemasIn(inner, `${path}/${name}`);
}

describe('/openapi.json', () => {
  it('is OpenAPI 3.1, for anybody, and names the server that gave it', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.servers).toEqual([expect.objectContaining({ url: '/' })]);
  });

  it('describes every route of the server, and none that it does not have', () => {
    const described = operations().map(({ method, path }) => `${method.toUpperCase()} ${nameless(path)}`);
    const registered = server.routes.map(({ method, path }) => ({ path: nameless(path), route: `${method} ${nameless(path)}` }));
    const expected = registered.filter(({ path }) => !notDescribed.includes(path)).map(({ route }) => route);
    expect(expected.length).toBeGreaterThanOrEqual(9);
    expect(described.toSorted()).toEqual([...new Set(expected)].toSorted());
  });

  it('gives every operation an id of its own, a tag and a summary', () => {
    const ids = operations().map(({ operation: { operationId } }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+(?:[A-Z][a-z]+)+$/.test(id))).toEqual([]);
    expect(ids).toEqual(expect.arrayContaining(['saveInstance', 'putInstance', 'readInstance', 'listChildren', 'readDeletion']));
    const bare = operations().filter(({ operation: { tags, summary } }) => tags.length !== 1 || (summary ?? '') === '');
    expect(bare.map(({ name }) => name)).toEqual([]);
  });

  it('wants a token for the whole of /v1, and for nothing else', () => {
    expect(document.security).toEqual([{ bearer: [] }]);
    for (const {
      path,
      operation: { security },
    } of operations()) {
      expect({ path, security }).toEqual({ path, security: path.startsWith('/v1/') ? undefined : [] });
    }
  });

  it('names every parameter of a path, and says what each parameter is', () => {
    for (const { name, path, operation } of operations()) {
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect({ name, parameters: inPath.map((parameter) => parameter.name).toSorted() }).toEqual({
        name,
        parameters: names.toSorted(),
      });
      expect(inPath.every((parameter) => parameter.required === true)).toBe(true);
      const silent = (operation.parameters ?? []).filter(({ description = '' }) => description === '');
      expect({ name, silent: silent.map((parameter) => parameter.name) }).toEqual({ name, silent: [] });
    }
  });

  it('has schemas in JSON Schema 2020-12 throughout, for requests, answers and problems', () => {
    let schemas = 0;
    for (const { operation } of operations()) {
      const contents = [operation.requestBody?.content, ...responsesOf(operation).map(({ response }) => response.content)];
      for (const media of contents.flatMap((content) => Object.values(content ?? {}))) {
        validatorOf(media!.schema!, document.components);
        schemas += 1;
      }
      for (const parameter of operation.parameters ?? []) validatorOf(parameter.schema);
    }
    expect(schemas).toBeGreaterThan(operations().length);
  });

  it('closes the schema of every answer and every problem; only what users keep in instances and events is open', () => {
    const answers = operations().flatMap(({ name, operation }) =>
      responsesOf(operation).flatMap(({ response }) =>
        [...schemasIn(response.content?.['application/json']?.schema)].map(({ path, schema }) => ({
          path: `${name} ${path}`,
          schema,
        })),
      ),
    );
    const problems = [...schemasIn(document.components.schemas)];
    const objects = [...answers, ...problems].filter(({ schema }) => schema['type'] === 'object');
    expect(objects.length).toBeGreaterThan(30);
    const open = objects.filter(
      ({ path, schema }) => schema['additionalProperties'] !== false && !/\/(?:content|data)$/.test(path),
    );
    expect(open.map(({ path }) => path)).toEqual([]);
  });

  it('has each problem that the server has, by its name, and lets every operation answer them', async () => {
    const { oneOf } = document.components.schemas['problem'] as { readonly oneOf: readonly { readonly $ref: string }[] };
    const names = oneOf.map(({ $ref }) => $ref.replace('#/components/schemas/problem-', ''));
    expect(names).toEqual(expect.arrayContaining(['not-found', 'name-taken', 'version-required', 'storage-full']));
    for (const name of names) expect((await server.api.as(undefined).get(`/problems/${name}`)).status).toBe(200);
    for (const { operation } of operations()) {
      const { content } = new Contract(document).responseOf(operation, 'default')!;
      expect(content).toEqual({ 'application/problem+json': { schema: { $ref: '#/components/schemas/problem' } } });
    }
  });

  it('refuses what the server refuses: an unknown field, a missing one, one of the wrong kind', () => {
    const save = operation('commands/save-instance', 'post');
    const validate = validatorOf(save.requestBody!.content['application/json']!.schema!);
    expect(validate({ xml: '<a/>' })).toBe(true);
    expect(validate({ xml: '<a/>', colour: 'red' })).toBe(false);
    expect(validate({})).toBe(false);
    expect(validate({ xml: '<a/>', parentId: 'one' })).toBe(false);
  });

  it('says in which media types an instance is sent and answered', async () => {
    const id = await newRoot(server.workspace);
    const typesOf = (content: object | undefined) => Object.keys(content ?? {}).toSorted();
    const get = operation('instances/{instanceId}', 'get');
    expect(typesOf(operation('instances/{instanceId}', 'put').requestBody?.content)).toEqual(['application/xml']);
    expect(typesOf(responsesOf(get).find(({ status }) => status === '200')!.response.content)).toEqual([
      'application/json',
      'application/xml',
    ]);
    expect((await server.workspace.read(id)).header('content-type')).toBe('application/xml');
  });

  it('describes a number of a query as the number that it is', () => {
    const limit = operation('deletions', 'get').parameters!.find(({ name }) => name === 'limit')!;
    expect(limit.schema).toEqual({ type: 'integer', minimum: 1, maximum: 1_000 });
  });

  it('says which headers a command and a query heed', () => {
    const headersOf = (method: string) =>
      (operation('instances/{instanceId}', method).parameters ?? [])
        .filter((parameter) => parameter.in === 'header')
        .map((parameter) => parameter.name.toLowerCase());
    expect(headersOf('put')).toEqual(expect.arrayContaining(['if-match', 'if-none-match', 'idempotency-key', 'datakeep-reason']));
    expect(headersOf('get')).toEqual(expect.arrayContaining(['if-none-match', 'datakeep-min-position', 'prefer']));
  });
});
