import { randomUUID } from 'node:crypto';
import type { Asking, Gate } from '@datakeep/access';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from './send-problem.js';

declare module 'fastify' {
  interface FastifyRequest {
    asking?: Asking;
  }
}

const openPath = /^(?:[/](?:health|problems|docs)[/]|[/](?:openapi[.]json|docs)(?:[?]|$))/;
const correlationPattern = /^[\x21-\x7e]{1,128}$/;
const idempotencyKeyPattern = /^[\x20-\x7e]{1,255}$/;

/** Says who is asking before anything else of a request is looked at, its body included (http.md: 401 comes first). */
export function authenticateRequests(fastify: FastifyInstance, gate: Gate): void {
  fastify.decorateRequest('asking');
  fastify.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    if (openPath.test(request.url)) return undefined;
    const token = /^Bearer +([\x21-\x7e]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const profileId = token === undefined ? undefined : await gate.authenticate(token);
    if (profileId === undefined) {
      sendProblem(reply, 'unauthenticated');
      return reply;
    }
    const { headers } = request;
    const idempotencyKey = one(headers['idempotency-key']);
    const isOne = timesSent(request, 'idempotency-key') <= 1;
    if (idempotencyKey !== undefined && !(isOne && idempotencyKeyPattern.test(idempotencyKey))) {
      const errors = [{ pointer: '/headers/idempotency-key', detail: 'must be one, of 1 to 255 printable ASCII characters' }];
      sendProblem(reply, 'invalid-request', { errors });
      return reply;
    }
    if (!isEncoded(request.url)) {
      const errors = [{ pointer: '/query', detail: 'must be percent-encoded UTF-8, such as Caf%C3%A9' }];
      sendProblem(reply, 'invalid-request', { errors });
      return reply;
    }
    const correlation = one(headers['x-correlation-id']);
    const correlationId = correlation !== undefined && correlationPattern.test(correlation) ? correlation : randomUUID();
    const reason = one(headers['datakeep-reason']);
    request.asking = {
      profileId,
      correlationId,
      idempotencyKey,
      ifMatch: headers['if-match'],
      ifNoneMatch: headers['if-none-match'],
      // Header bytes arrive as Latin-1; people write reasons in UTF-8.
      reason: reason === undefined ? undefined : Buffer.from(reason, 'latin1').toString('utf8'),
    };
    return undefined;
  });
}

function one(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.join(', ');
}

/** Node joins what comes twice into one value. */
function timesSent({ raw }: FastifyRequest, name: string): number {
  return raw.rawHeaders.filter((text, place) => place % 2 === 0 && text.toLowerCase() === name).length;
}

/** A parser of parameters would take what cannot be decoded as it stands, and it would be saved so. */
function isEncoded(url: string): boolean {
  try {
    decodeURIComponent(url.slice(url.indexOf('?') + 1));
    return true;
  } catch {
    return false;
  }
}
