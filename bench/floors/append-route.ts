import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { openSqliteEventStore } from '@datakeep/event-store-sqlite';
import { guidOf } from '@datakeep/kernel';
import { fastify } from 'fastify';

/**
 * The floor of saves (design, section 7): a bare Fastify route that appends the same bytes through the same group commit.
 * No views, no parsing, no rights, no hash; header and facts are those of an event that the server wrote. Each id is a stream.
 */
interface Sample {
  readonly folder: string;
  readonly header: string;
  readonly facts: string;
}

const { folder, header, facts: factsText } = JSON.parse(process.argv[2] ?? '') as Sample;
const facts = Buffer.from(factsText);
const events = await openSqliteEventStore({ folder });
const revisions = new Map<string, number>();
const eventId = guidOf('00000000-0000-8000-8000-000000000000');

const app = fastify();
app.addContentTypeParser('application/xml', { parseAs: 'buffer' }, (_request, body, done) => {
  done(null, body);
});
app.put<{ Params: { id: string }; Body: Buffer }>('/v1/workspaces/:workspaceId/instances/:id', async (request, reply) => {
  const { id } = request.params;
  const stream = `dataset-${id}`;
  const expectedRevision = revisions.get(id) ?? -1;
  const event = { eventId, type: 'InstanceSaved', header, facts, body: request.body, eventHash: '' };
  const outcome = await events.append({ stream, expectedRevision, events: [event] });
  if (outcome.outcome !== 'appended') return reply.code(412).send();
  revisions.set(id, outcome.lastRevision);
  return { dataVersion: outcome.lastRevision + 1, place: outcome.place };
});

await app.listen({ host: '127.0.0.1', port: 0 });
console.log(`listens on http://127.0.0.1:${String((app.server.address() as AddressInfo).port)};`);
await once(process, 'SIGTERM');
await app.close();
await events.close();
