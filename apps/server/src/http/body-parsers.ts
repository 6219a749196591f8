import { limits } from '@datakeep/kernel';
import type { FastifyInstance } from 'fastify';
import { InvalidRequest } from './invalid-request.js';
import { sendProblem } from './send-problem.js';

const xmlTypes = [/^application\/xml\b/i, /^text\/xml\b/i, /^[A-Za-z0-9.-]+\/[A-Za-z0-9.-]+\+xml\b/i];
const isXml = (type: string): boolean => xmlTypes.some((pattern) => pattern.test(type));
const isJson = (type: string): boolean => /^application\/json\b/i.test(type);

/** JSON in strict UTF-8 for POST, raw bytes of XML for PUT, neither of them compressed; everything else is 415. */
export function parseBodies(fastify: FastifyInstance, { jsonBytesMax }: { readonly jsonBytesMax: number }): void {
  fastify.removeAllContentTypeParsers();
  fastify.addHook('preParsing', (request, reply, _payload, done) => {
    const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = request.headers;
    const fits = request.method === 'PUT' ? isXml(type) : request.method !== 'POST' || isJson(type);
    if (request.is404 || (fits && encoding.toLowerCase() === 'identity')) done();
    else if (fits) sendProblem(reply, 'unsupported-encoding', { encoding });
    else sendProblem(reply, 'unsupported-media-type');
  });
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: jsonBytesMax }, (_request, body, done) => {
    try {
      done(null, parseJson(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  for (const type of xmlTypes) {
    fastify.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit: limits.xmlBytesMax }, (_request, body, done) => {
      done(null, body);
    });
  }
}

function parseJson(body: Buffer): unknown {
  let text: string;
  try {
    // A byte that is no UTF-8 would be saved as another character.
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new InvalidRequest('', 'is not UTF-8');
  }
  try {
    // The schemas take their own fields only, and name every other one, `__proto__` included.
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidRequest('', `is not JSON: ${(error as Error).message}`);
  }
}
