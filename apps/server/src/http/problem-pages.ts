import type { FastifyInstance } from 'fastify';
import { isProblemName, problems } from './problems.js';
import { sendProblem } from './send-problem.js';

/** `/problems/{name}`: what the `type` of a problem leads to. */
export function serveProblemPages(fastify: FastifyInstance): void {
  fastify.get('/problems/:name', async (request, reply) => {
    const { name } = request.params as { readonly name: string };
    if (!isProblemName(name)) {
      sendProblem(reply, 'not-found');
      return reply;
    }
    const { status, title } = problems[name];
    return reply.type('text/plain; charset=utf-8').send(`${name}\n\n${String(status)}: ${title}.\n`);
  });
}
