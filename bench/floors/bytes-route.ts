import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';

/** The floor of reads (design, section 7): a bare Fastify route that answers the same bytes, out of memory. */
const bytes = Buffer.from(process.argv[2] ?? '');

const app = fastify();
app.get('/v1/workspaces/:workspaceId/instances/:id', (_request, reply) => {
  void reply.header('Content-Type', 'application/xml').send(bytes);
});

await app.listen({ host: '127.0.0.1', port: 0 });
console.log(`listens on http://127.0.0.1:${String((app.server.address() as AddressInfo).port)};`);
await once(process, 'SIGTERM');
await app.close();
