import type { FastifyInstance } from 'fastify';
import { problemTexts } from './problem-texts.js';
import { isProblemName, problems, type ProblemName } from './problems.js';
import { sendProblem } from './send-problem.js';

const htmlType = 'text/html';
const jsonType = 'application/json';
const style = 'body{font:1rem/1.5 sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}dt{font-family:monospace}';

/** `/problems/{name}`: what the `type` of a problem leads to, for people as HTML and for programs as JSON. */
export function serveProblemPages(fastify: FastifyInstance): void {
  fastify.get('/problems/:name', async (request, reply) => {
    const { name } = request.params as { readonly name: string };
    if (!isProblemName(name)) {
      sendProblem(reply, 'not-found');
      return reply;
    }
    reply.header('Vary', 'Accept');
    if (request.accepts().type([htmlType, jsonType]) === jsonType)
      return reply.type(`${jsonType}; charset=utf-8`).send(jsonOf(name));
    // The page needs nothing from anywhere, and may not be made to.
    reply.header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'");
    return reply.type(`${htmlType}; charset=utf-8`).send(htmlOf(name));
  });
}

function jsonOf(name: ProblemName): string {
  const { status, title } = problems[name];
  return JSON.stringify({ type: `/problems/${name}`, status, title, ...problemTexts[name] });
}

function htmlOf(name: ProblemName): string {
  const { status, title } = problems[name];
  const { means, when, fields, then } = problemTexts[name];
  const listed = Object.entries(fields ?? {}).map(([field, meaning]) => `<dt>${field}</dt><dd>${escaped(meaning)}</dd>`);
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<title>${name}</title><style>${style}</style></head><body>`,
    `<h1>${String(status)} ${name}</h1><p><strong>${escaped(title)}.</strong> ${escaped(means)}</p>`,
    `<h2>When it comes</h2><p>${escaped(when)}</p>`,
    ...(listed.length === 0 ? [] : [`<h2>Its own fields</h2><dl>${listed.join('')}</dl>`]),
    `<h2>What to do</h2><p>${escaped(then)}</p>`,
    '</body></html>\n',
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
