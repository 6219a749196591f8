import { describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { fastify } from 'fastify';
import { collectRoutes, requireDescribed } from './openapi-routes.js';

const get = { responses: {} };
const document: OpenAPIObject = {
  openapi: '3.1.0',
  info: { title: 'Described', version: '1' },
  paths: { '/v1/things/{thingId}': { get }, '/health/live': { get } },
};

function serverWith(...paths: readonly string[]) {
  const server = fastify();
  const routes = collectRoutes(server);
  for (const path of ['/v1/things/:thingId', '/health/live', ...paths]) server.get(path, () => 'answer');
  return { server, routes };
}
const described =
  (...paths: readonly string[]) =>
  () =>
    requireDescribed(serverWith(...paths).routes, document);

describe('a registered route', () => {
  it('that the document has is well, whatever its parameters look like there', () => {
    expect(described()).not.toThrow();
  });

  it.each(['/openapi.json', '/docs', '/docs/:file', '/problems/:name'])('for people needs no description: %s', (path) => {
    expect(described(path)).not.toThrow();
  });

  it.each(['/planted', '/v1/things', '/v1/others/:thingId', '/docs/planted/:file', '/problemsx'])(
    'that the document does not have is a mistake of its programmer: %s',
    (path) => {
      expect(described(path)).toThrow(TypeError);
      expect(described(path)).toThrow(`no GET ${path}`);
    },
  );

  it('needs the very method, and is seen in a plugin too', async () => {
    const { server, routes } = serverWith();
    server.post('/health/live', () => 'answer');
    await server.register(async (inner) => void inner.put('/planted', () => 'answer'), { prefix: '/v1' });
    expect(() => requireDescribed(routes, document)).toThrow('openapi.json has no POST /health/live, no PUT /v1/planted');
  });
});
