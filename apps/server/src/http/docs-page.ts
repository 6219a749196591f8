import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { sendProblem } from './send-problem.js';

/** Of Swagger UI, what the page needs; the rest of its package, with addresses of other hosts in it, is not served. */
const assets: readonly string[] = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Datakeep over HTTP</title>
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
    <link rel="stylesheet" href="/docs/swagger-ui.css">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

// No validator: it would send the address of the document to another host.
const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });\n`;

/** Nothing from other hosts; Swagger UI carries images as data and writes styles into its elements. */
const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** `/docs`: the OpenAPI document for people, from this server alone (http.md: needs no token). */
export async function serveDocs(fastify: FastifyInstance): Promise<void> {
  await fastify.register(fastifyStatic, { root: folderOfSwaggerUi(), serve: false });
  for (const path of ['/docs', '/docs/']) {
    fastify.get(path, (_request, reply) =>
      reply.type('text/html; charset=utf-8').header('Content-Security-Policy', contentPolicy).send(page),
    );
  }
  fastify.get<{ readonly Params: { readonly file: string } }>('/docs/:file', (request, reply) => {
    const { file } = request.params;
    reply.header('X-Content-Type-Options', 'nosniff');
    if (file === 'start.js') return reply.type('text/javascript; charset=utf-8').send(start);
    if (assets.includes(file)) return reply.sendFile(file);
    sendProblem(reply, 'not-found');
    return reply;
  });
}

/** It comes with Nest's OpenAPI module, and lies wherever npm put it for that. */
function folderOfSwaggerUi(): string {
  const nestSwagger = createRequire(import.meta.url).resolve('@nestjs/swagger');
  return dirname(createRequire(nestSwagger).resolve('swagger-ui-dist/package.json'));
}
