import type { FastifyReply } from 'fastify';
import { problemBody, type Fields, type ProblemName } from './problems.js';

const retryAfterSeconds = 1;

/** Sends a problem as application/problem+json, with the headers that belong to it. */
export function sendProblem(reply: FastifyReply, name: ProblemName, fields: Fields = {}): void {
  const body = problemBody(name, fields);
  if (body.status === 401) reply.header('WWW-Authenticate', 'Bearer realm="datakeep"');
  if (body.status === 429 || body.status === 503) reply.header('Retry-After', String(retryAfterSeconds));
  // A body that was refused unread would have to be read to its end to keep the connection.
  if (hasUnreadBody(reply)) reply.header('Connection', 'close');
  // As bytes, because Fastify would add a charset, which the media type does not have.
  reply
    .code(body.status)
    .header('Content-Type', 'application/problem+json')
    .send(Buffer.from(JSON.stringify(body)));
}

function hasUnreadBody({ request }: FastifyReply): boolean {
  const { headers } = request;
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  return hasBody && !request.raw.complete;
}
