import { limits } from '@datakeep/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { InvalidRequest } from './invalid-request.js';

const xmlTypes = [/^application\/xml\b/, /^text\/xml\b/, /^application\/[A-Za-z0-9.-]+\+xml\b/];

/** JSON in strict UTF-8 for commands, raw bytes for XML; every other media type is 415. */
export function parseBodies(fastify: FastifyInstance, { jsonBytesMax }: { readonly jsonBytesMax: number }): void {
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: jsonBytesMax }, (request: FastifyRequest, body: Buffer, done) => {
    try {
      // A byte that is no UTF-8 would be saved as another character.
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(body);
      void parseJson(request, text, (error, value) => {
        if (error === null) done(null, value);
        else done(new InvalidRequest('', `is not JSON: ${error.message}`));
      });
    } catch {
      done(new InvalidRequest('', 'is not UTF-8'));
    }
  });
  for (const type of xmlTypes) {
    fastify.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit: limits.xmlBytesMax }, (_request, body, done) => {
      done(null, body);
    });
  }
}
