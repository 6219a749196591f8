import { isDeepStrictEqual } from 'node:util';
import { Difference } from './difference.js';
import { textOf, verdictOf, type Verdict } from './model-rules.js';
import type { Facts, Model } from './model.js';
import type { Request } from './model-requests.js';
import type { Reply } from './world.js';

/** An event of the log that made a row, as a run sees it. */
export interface RowEvent extends Facts {
  readonly type: string;
  readonly position: string;
  readonly dataVersion: number;
}

/** What a reply must be like the first time, and every other time. */
const answerOf = ({ status, body, location }: Reply) => ({ status, body, location });

/**
 * Holds a reply, and what it left in the log, against the model, and moves the model on. The log's own word about a command is
 * the event at the position that the reply names; gives how many it left. Throws Difference; the model is as it was then.
 */
export function judge(model: Model, request: Request, reply: Reply, events: readonly RowEvent[]): 0 | 1 {
  const verdict = verdictOf(model, request);
  const body = JSON.parse(reply.body) as Readonly<Record<string, unknown>>;
  switch (verdict.outcome) {
    case 'refused': {
      const problem = String(body['type']).replace('/problems/', '');
      same('status', [reply.status, problem], [verdict.status, verdict.problem], request, reply);
      sameFields(body, verdict.fields, request, reply);
      return 0;
    }
    case 'repeated':
      same('the first answer again', answerOf(reply), verdict.first.answer, request, reply);
      return 0;
    case 'done': {
      same('status', reply.status, verdict.status, request, reply);
      sameFields(body, verdict.fields, request, reply);
      const event = events.find(({ position }) => position === body['position']);
      if (event === undefined) throw differs('an event of the command', 'none', request, reply);
      const { instanceId, dataVersion, commandId } = event;
      const own = { instanceId, dataVersion, commandId, ...deletionOf(event) };
      sameFields(body, own, request, reply);
      moveOn(model, request, verdict, event);
      remember(model, request, event, reply);
      return 1;
    }
  }
}

/** What a command that nobody was told the outcome of did, by the log's word: all of it, or nothing. */
export function adopt(model: Model, request: Request, events: readonly RowEvent[]): void {
  const verdict = verdictOf(model, request);
  const [event, ...others] = events;
  if (event === undefined) return;
  if (verdict.outcome !== 'done' || others.length > 0 || event.type !== verdict.type) {
    throw differs(`what would be ${verdict.outcome}`, events, request);
  }
  moveOn(model, request, verdict, event);
}

function moveOn(model: Model, request: Request, verdict: Extract<Verdict, { outcome: 'done' }>, event: RowEvent): void {
  if (event.type !== verdict.type) throw differs(verdict.type, event, request);
  const last = model.happenings.at(-1);
  if (last !== undefined && event.place < last.place) throw differs('to be done behind what came before', event, request);
  verdict.change(model, event);
}

function remember(model: Model, request: Request, event: RowEvent, reply: Reply): void {
  const { user, key, command } = request;
  if (key === undefined) return;
  const { instanceId } = event;
  const first = { request: textOf(request), answer: answerOf(reply) };
  model.answers.set(`${user} ${key} ${model.dataSets.get(instanceId)!}`, first);
  const isDerived = command.name === 'save-instance' && command.body.instanceId === undefined;
  if (isDerived && model.dataSets.get(instanceId) === instanceId) model.derivedRoots.set(`${user} ${key}`, instanceId);
}

function deletionOf({ type, deletionId }: RowEvent): object {
  return type === 'InstanceDeleted' || type === 'InstanceRestored' ? { deletionId } : {};
}

function sameFields(body: Readonly<Record<string, unknown>>, fields: object, request: Request, reply: Reply): void {
  for (const [field, expected] of Object.entries(fields)) {
    same(field, comparable(field, body[field]), comparable(field, expected), request, reply);
  }
}

/** Blockers come in no order that the rules name. */
function comparable(field: string, value: unknown): unknown {
  if (field !== 'blockers' || !Array.isArray(value)) return value;
  const blockers = value as readonly Readonly<Record<string, unknown>>[];
  return blockers.map(({ reason: _, ...blocker }) => JSON.stringify(blocker)).sort();
}

function same(what: string, actual: unknown, expected: unknown, request: Request, reply: Reply): void {
  if (!isDeepStrictEqual(actual, expected)) throw differs({ [what]: expected }, { [what]: actual }, request, reply);
}

function differs(expected: unknown, actual: unknown, request: Request, reply?: Reply): Difference {
  const lines = [
    `request   ${JSON.stringify(request)}`,
    `expected  ${JSON.stringify(expected)}`,
    `actual    ${JSON.stringify(actual)}`,
    ...(reply === undefined ? [] : [`answer    ${String(reply.status)} ${reply.body}`]),
  ];
  return new Difference(lines.join('\n'));
}
