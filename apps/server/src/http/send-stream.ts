import { once } from 'node:events';
import { Readable } from 'node:stream';
import type { Streamed } from '@datakeep/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from './send-problem.js';

/** Told of a fault that came when part of the answer was on its way, so that no problem could be sent. */
export type BrokenOff = (fault: unknown, request: FastifyRequest) => void;

/**
 * Sends a document piece by piece, each made when the client has taken enough of those before it. What fails before the first
 * piece is thrown, and becomes a problem; what fails later cuts the connection, so that the client sees that the answer is not
 * whole. A client that leaves ends the making.
 */
export async function sendStream({ contentType, chunks }: Streamed, reply: FastifyReply, brokenOff: BrokenOff): Promise<void> {
  const { request } = reply;
  if (request.accepts().type([contentType]) === false) {
    sendProblem(reply, 'not-acceptable', { available: contentType });
    return;
  }
  reply.code(200).header('Vary', 'Accept, Authorization').header('Content-Type', contentType);
  if (request.method === 'HEAD') {
    // Fastify would read a stream to its end, only to send nothing of it.
    reply.send(Readable.from([]));
    return;
  }
  const stream = Readable.from(chunks);
  await once(stream, 'readable');
  stream.once('error', (fault) => {
    brokenOff(fault, request);
  });
  reply.send(stream);
}
