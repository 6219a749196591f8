import { isDeepStrictEqual } from 'node:util';
import { Difference } from './difference.js';
import { now, type Model } from './model.js';
import { ModelViews } from './model-views.js';
import type { Asker, Reply, World } from './world.js';

/** One query, and what the model says that it must answer: undefined for `not-found`, or the status of another refusal. */
export interface Query {
  readonly path: string;
  readonly expected: object | number | undefined;
  /** What a reply says, in the shape of `expected`. */
  readonly read: (body: string) => unknown;
  readonly accept?: string;
}

const whole = (body: string): unknown => JSON.parse(body);
const items = (body: string): unknown => (JSON.parse(body) as { readonly items: unknown }).items;

/** Every query about one instance. `asOf` is the parameter for a place that queries of the past take. */
export function queriesOf(model: Model, user: string, id: string): readonly Query[] {
  const views = new ModelViews(model, user);
  const path = (rest = '') => `instances/${id}${rest}`;
  const version = 1 + ((model.newest(id)?.version ?? 1) >> 1);
  return [
    ...pastOf(model, user, id, {}),
    { path: path('/history?limit=1000'), expected: views.history(id), read: items },
    { path: path(`/history/${String(version)}`), expected: views.version(id, version), read: whole },
    { path: path(`/diff?from=1&to=${String(version)}`), expected: views.diff(id, 1, version), read: whole },
    { path: path('/deletion-check'), expected: checkOf(model, user, id), read: checkIn },
    { path: path('/access'), expected: views.access(id), read: items },
    { path: path('/events?limit=1000'), expected: views.events(id), read: eventsIn },
    { path: `deleted-instances/${id}`, expected: views.deleted(id), read: whole },
    { path: `deleted-instances/${id}/history?limit=1000`, expected: views.deletedHistory(id), read: items },
  ];
}

/** The queries that can be asked as of a place or a time of the past. */
export function pastOf(
  model: Model,
  user: string,
  id: string,
  of: { readonly asOf?: string; readonly at?: number },
): readonly Query[] {
  const { asOf, at = now } = of;
  const views = new ModelViews(model, user);
  const path = (rest: string, parameters: Readonly<Record<string, string>> = {}) => {
    const query = new URLSearchParams({ ...parameters, ...(asOf === undefined ? {} : { asOf }) }).toString();
    return `instances/${id}${rest}${query === '' ? '' : `?${query}`}`;
  };
  const xml = { include: 'xml', limit: '1000' };
  return [
    { path: path(''), expected: views.read(id, at), read: whole },
    { path: path('/children', xml), expected: views.children(id, at), read: items },
    { path: path('/descendants', { ...xml, depth: '2' }), expected: views.descendants(id, { at, depth: 2 }), read: items },
    { path: path('/data-set'), expected: views.dataSet(id, at), read: dataSetIn, accept: 'application/xml' },
  ];
}

/** The queries about a whole workspace. */
export function workspaceQueries(model: Model, user: string): readonly Query[] {
  const views = new ModelViews(model, user);
  return [
    ...wholeAsOf(model, user, {}),
    { path: 'deletions?limit=1000', expected: views.deletions(), read: items },
    { path: 'events?limit=1000', expected: views.events(), read: eventsIn },
  ];
}

export function wholeAsOf(
  model: Model,
  user: string,
  { asOf, at = now }: { readonly asOf?: string; readonly at?: number },
): readonly Query[] {
  const { workspaceId: id } = model;
  const parameters = new URLSearchParams({ include: 'xml', limit: '1000', ...(asOf === undefined ? {} : { asOf }) }).toString();
  const views = new ModelViews(model, user);
  return [
    { path: `instances/${id}/children?${parameters}`, expected: views.children(id, at), read: items },
    { path: `instances/${id}/descendants?${parameters}`, expected: views.descendants(id, { at }), read: items },
  ];
}

/** Asks a query of a process, which waits until it has what was done, and holds the answer against the model. */
export async function compare(world: World, process: number, asker: Asker, query: Query): Promise<Reply> {
  const headers = { accept: query.accept ?? 'application/json', 'datakeep-min-position': world.positionOf(world.head) };
  const reply = await world.ask(process, { method: 'GET', path: query.path, headers }, asker);
  const actual =
    reply.status === 200 ? shown(query.read(reply.body), query.expected) : reply.status === 404 ? undefined : reply.status;
  if (isDeepStrictEqual(actual, query.expected)) return reply;
  throw new Difference(
    `${query.path} as ${asker.userId} of process ${String(process)}\n${firstDifference(query.expected, actual)}`,
  );
}

/** Only the fields that the model knows of each object: the contract holds the others. */
function shown(actual: unknown, expected: unknown): unknown {
  if (Array.isArray(actual) && Array.isArray(expected)) {
    return actual.map((item: unknown, place) => shown(item, expected[place] ?? expected[0]));
  }
  if (!isObject(actual) || !isObject(expected)) return actual;
  return Object.fromEntries(Object.keys(expected).map((field) => [field, shown(actual[field], expected[field])]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstDifference(expected: unknown, actual: unknown): string {
  if (Array.isArray(expected) && Array.isArray(actual)) {
    const place = Array.from({ length: Math.max(expected.length, actual.length) }, (_, index) => index).find(
      (index) => !isDeepStrictEqual(expected[index], actual[index]),
    )!;
    const lengths = `${String(expected.length)} items expected, ${String(actual.length)} found; at ${String(place)}:`;
    return `${lengths}\nexpected  ${JSON.stringify(expected[place])}\nactual    ${JSON.stringify(actual[place])}`;
  }
  return `expected  ${JSON.stringify(expected)}\nactual    ${JSON.stringify(actual)}`;
}

function checkOf(model: Model, user: string, id: string): object | number | undefined {
  const row = model.seen(user, id);
  return row !== undefined && model.isSystem(row) ? 403 : new ModelViews(model, user).deletionCheck(id);
}

/** Blockers come in no order that the rules name. */
function checkIn(body: string): unknown {
  const { blockers, ...check } = JSON.parse(body) as { readonly blockers: readonly { readonly instanceId: string }[] };
  return { ...check, blockers: [...blockers].sort((one, other) => (one.instanceId < other.instanceId ? -1 : 1)) };
}

/** Events as the model tells them. */
function eventsIn(body: string): unknown {
  return (items(body) as readonly { readonly data: { readonly instanceId: string } }[]).map(({ data, ...event }) => ({
    ...event,
    instanceId: data.instanceId,
  }));
}

const tag = /<dk:instance[^>]*>|<dk:content>([\s\S]*?)<\/dk:content>/g;

/** The instances of a document in its order, with where they stand and what they hold. */
function dataSetIn(body: string): unknown {
  const found: { id: string; hierarchy: string; name: string; xml: string }[] = [];
  for (const [text, content] of body.matchAll(tag)) {
    if (content !== undefined) found.at(-1)!.xml = content;
    else
      found.push({
        id: attribute(text, 'instanceId'),
        hierarchy: attribute(text, 'hierarchy'),
        name: attribute(text, 'instanceName'),
        xml: '',
      });
  }
  return found;
}

function attribute(element: string, name: string): string {
  const value = new RegExp(` ${name}="([^"]*)"`).exec(element)?.[1] ?? '';
  return value
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');
}
