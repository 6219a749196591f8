import type { FastifyInstance } from 'fastify';

/** `; name=value` behind a media type, but for its weight. */
const parameter = /;\s*(?!q\s*=)[\w!#$&^.+-]+\s*=\s*(?:"[^"]*"|[^;,\s]*)/gi;

/** `Accept` may name a charset, as answers do themselves: what parameters a client adds to a media type does not matter here. */
export function ignoreAcceptParameters(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ headers }, _reply, done) => {
    if (headers.accept !== undefined) headers.accept = headers.accept.replace(parameter, '');
    done();
  });
}
