import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';

/** Pages for people and the document itself, which are no part of the interface that it describes. */
const notDescribed: readonly string[] = ['/openapi.json', '/docs', '/docs/', '/docs/:file', '/problems/:name'];

/** A route as Fastify knows it: `GET /v1/workspaces/:workspaceId/deletions`. */
type Route = `${string} ${string}`;

/** Collects every route that is registered from now on, also by plugins; HEAD comes with each GET and is left out. */
export function collectRoutes(fastify: FastifyInstance): readonly Route[] {
  const routes: Route[] = [];
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const name of [method].flat()) if (name !== 'HEAD') routes.push(`${name} ${url}`);
  });
  return routes;
}

/** Throws a TypeError that names each route which the document does not have: a programmer's mistake, found at the start. */
export function requireDescribed(routes: readonly Route[], document: OpenAPIObject): void {
  const described = new Set(
    Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    ),
  );
  const missing = routes.filter((route) => !described.has(route) && !notDescribed.includes(route.replace(/^GET /, '')));
  if (missing.length > 0) throw new TypeError(`openapi.json has no ${[...new Set(missing)].join(', no ')}`);
}
