import type { Answer, CommandDone, Refused, Representation } from '@datakeep/contract';
import { formatPosition } from '@datakeep/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isProblemName } from './problems.js';
import { sendProblem } from './send-problem.js';
import { sendStream, type BrokenOff } from './send-stream.js';

/** What the health routes answer; they tell nothing about any workspace, and so no position. */
export interface HealthAnswer {
  readonly answer: 'health';
  readonly ok: boolean;
  readonly body: object;
}

const xmlType = 'application/xml';
const jsonType = 'application/json';

/** Turns what a controller answers into status, headers and bytes (http.md, "Conventions"): the one place that does. */
export async function sendAnswer(
  answer: Answer | HealthAnswer | Refused,
  reply: FastifyReply,
  { logId, brokenOff }: { readonly logId: string; readonly brokenOff: BrokenOff },
): Promise<void> {
  if ('refused' in answer) {
    sendRefusal(answer, reply);
    return;
  }
  if (answer.answer === 'health') {
    sendJson(reply.code(answer.ok ? 200 : 503), answer.body);
    return;
  }
  const { request } = reply;
  const position = formatPosition({ logId, place: answer.place });
  reply.header('Datakeep-Position', position);
  switch (answer.answer) {
    case 'done':
      sendDone(answer, position, reply);
      return;
    case 'collection':
      sendJsonOnly({ items: answer.items, next: answer.next }, request, reply);
      return;
    case 'resource':
      sendJsonOnly(answer.body, request, reply);
      return;
    case 'stream':
      await sendStream(answer, reply, brokenOff);
      return;
    case 'representation':
      await sendRepresentation(answer, request, reply);
  }
}

function sendRefusal({ refused, ...fields }: Refused, reply: FastifyReply): void {
  if (!isProblemName(refused)) throw new TypeError(`http.md has no problem ${refused}`);
  sendProblem(reply, refused, fields);
}

function sendDone({ created, body }: CommandDone, position: string, reply: FastifyReply): void {
  if (created !== undefined) reply.header('Location', created);
  sendJson(reply.code(created === undefined ? 200 : 201), { ...body, position });
}

function sendJsonOnly(body: object, request: FastifyRequest, reply: FastifyReply): void {
  if (request.accepts().type([jsonType]) === false) sendProblem(reply, 'not-acceptable', { available: jsonType });
  else sendJson(reply.header('Vary', 'Accept, Authorization').code(200), body);
}

async function sendRepresentation(answer: Representation, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const type = request.accepts().type([xmlType, jsonType]);
  reply.header('Vary', 'Accept, Authorization');
  if (type !== xmlType && type !== jsonType) {
    sendProblem(reply, 'not-acceptable', { available: `${xmlType} and ${jsonType}` });
    return;
  }
  const json = type === jsonType ? await answer.json() : undefined;
  const tag =
    json === undefined
      ? `"${String(answer.dataVersion)}"`
      : `W/"${String(answer.dataVersion)}-${String(Math.max(answer.rowPlace, json.newestPlace))}"`;
  reply.header('ETag', tag);
  if (matches(request.headers['if-none-match'], tag)) reply.code(304).send();
  else if (json !== undefined) sendJson(reply.code(200), json.body);
  else
    reply
      .code(200)
      .header('Content-Type', xmlType)
      .send(Buffer.from(answer.xml.buffer, answer.xml.byteOffset, answer.xml.byteLength));
}

/** The weak comparison of `If-None-Match` (RFC 9110, section 13.1.2). */
function matches(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  const plain = (text: string): string => text.trim().replace(/^W\//, '');
  return header.trim() === '*' || header.split(',').some((candidate) => plain(candidate) === plain(tag));
}

function sendJson(reply: FastifyReply, body: object): void {
  reply.header('Content-Type', 'application/json; charset=utf-8').send(JSON.stringify(body));
}
