import { limits } from '@datakeep/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { InFlight, type InFlightLimits, type Place } from './in-flight.js';
import { sendProblem } from './send-problem.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Health routes have none. */
    place?: Place;
  }
}

/**
 * Bounds the requests in flight and the bytes of their bodies: what is too much for the process is 503 `overloaded` before
 * anything of it is looked at, what is too much for one profile 429 `rate-limited` before its body is read. To be called
 * before every other hook is added. Health routes are exempt: who watches a busy server must not think it dead.
 */
export function boundRequests(fastify: FastifyInstance, config: InFlightLimits & { readonly jsonBytesMax: number }): void {
  const inFlight = new InFlight(config);
  fastify.decorateRequest('place');
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.url.startsWith('/health/')) {
      done();
      return;
    }
    const place = inFlight.enter();
    if (place === undefined) {
      sendProblem(reply, 'overloaded');
      return;
    }
    request.place = place;
    closeWithAnswer(place, request, reply);
    done();
  });
  fastify.addHook('preParsing', (request, reply, _payload, done) => {
    const { place, asking } = request;
    const refused = asking === undefined ? undefined : place?.take(asking.profileId, bodyBytesMaxOf(request, config));
    if (refused === undefined) done();
    else sendProblem(reply, refused);
  });
  fastify.addHook('preHandler', (request, _reply, done) => {
    request.place?.workBegins();
    done();
  });
  fastify.addHook('onSend', (request, _reply, _payload, done) => {
    request.place?.workEnds();
    done();
  });
}

function closeWithAnswer(place: Place, request: FastifyRequest, reply: FastifyReply): void {
  const { socket } = request.raw;
  const close = (): void => {
    reply.raw.off('close', close);
    socket.off('close', close);
    place.close();
  };
  reply.raw.on('close', close);
  // An answer that waits behind another one on its connection does not hear that the connection is gone.
  socket.on('close', close);
  // A client may send many requests before it reads the first answer; Node would take their listeners for a leak.
  socket.setMaxListeners(0);
}

/** Answers that may hold a page of XML until their client has read it; each is counted as half such a page. */
const longAnswer = /[/](?:events|data-set)(?:[?]|$)|[?&]include=xml/;
const longAnswerBytes = 512 * 1024;

/** The bytes that a body may come to: as many as it says, and as many as its door takes when it does not say. */
function bodyBytesMaxOf({ method, headers, url }: FastifyRequest, config: { readonly jsonBytesMax: number }): number {
  if (method === 'GET') return longAnswer.test(url) ? longAnswerBytes : 0;
  const max = method === 'PUT' ? limits.xmlBytesMax : config.jsonBytesMax;
  if (headers['transfer-encoding'] !== undefined) return max;
  return Math.min(Number(headers['content-length'] ?? 0), max);
}
