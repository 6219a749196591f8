import { limits } from '@datakeep/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { InvalidRequest } from './invalid-request.js';
import { sendProblem } from './send-problem.js';

const xmlTypes = [/^application\/xml\b/i, /^text\/xml\b/i, /^application\/[A-Za-z0-9.-]+\+xml\b/i];

const isXml = (type: string): boolean => xmlTypes.some((pattern) => pattern.test(type));

/** JSON in strict UTF-8 for POST, raw bytes of XML for PUT; every other media type is 415. */
export function parseBodies(fastify: FastifyInstance, { jsonBytesMax }: { readonly jsonBytesMax: number }): void {
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: jsonBytesMax },
    (request: FastifyRequest, body: Buffer, done) => {
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
    },
  );
  fastify.addHook('preParsing', (request, reply, _payload, done) => {
    const type = request.headers['content-type'] ?? '';
    const fits = request.method === 'PUT' ? isXml(type) : request.method !== 'POST' || /^application\/json\b/i.test(type);
    if (fits || request.is404) done();
    else sendProblem(reply, 'unsupported-media-type');
  });
  for (const type of xmlTypes) {
    fastify.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit: limits.xmlBytesMax }, (_request, body, done) => {
      done(null, body);
    });
  }
}
