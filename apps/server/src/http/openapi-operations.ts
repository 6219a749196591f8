import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const workspace = '/v1/workspaces/{workspaceId}/';

/**
 * Gives an operation its id, its tag, its words for parameters and, where no token is needed, that. The id follows from the
 * path alone, so that it stays when code moves, unless the operation states one: `saveInstance` for a command, `putInstance`,
 * `readInstance`, `readDiff`, `listChildren` for a page.
 */
export function nameOperation(operation: Operation, { path, method }: { readonly path: string; readonly method: string }): void {
  const segments = path.slice(path.startsWith(workspace) ? workspace.length : 1).split('/');
  operation.operationId ||= operationIdOf(segments, method, isPage(operation));
  operation.tags = [method === 'get' ? segments[0]! : 'commands'];
  if (!path.startsWith('/v1/')) operation.security = [];
  for (const parameter of operation.parameters ?? []) {
    if (!('$ref' in parameter)) parameter.description ??= descriptions[parameter.name] ?? '';
  }
}

/** Throws a TypeError when two operations have one id. */
export function requireUniqueIds(ids: readonly string[]): void {
  const twice = ids.filter((id, place) => ids.indexOf(id) !== place);
  if (twice.length > 0) throw new TypeError(`several operations have the id ${twice.join(', ')}; state one in @ApiOperation`);
}

function operationIdOf(segments: readonly string[], method: string, page: boolean): string {
  if (segments[0] === 'commands') return camel(segments.slice(1));
  const own = ownWords(segments);
  const nouns = own.flatMap((segment, place) => {
    const parameter = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (parameter !== undefined) return parameter.endsWith('Id') ? [] : [parameter];
    return [own[place + 1]?.startsWith('{') === true ? segment.replace(/s$/, '') : segment];
  });
  const verb = method === 'get' ? (page ? 'list' : 'read') : method;
  return camel([verb, ...nouns]);
}

/** What belongs to an instance is named without it: `children`; what a workspace has in the same words, with it. */
function ownWords(segments: readonly string[]): readonly string[] {
  const [collection, , ...rest] = segments;
  if (collection === 'instances' && rest.length > 0) return rest;
  return collection === 'events' ? ['workspace', ...segments] : segments;
}

function camel(parts: readonly string[]): string {
  const words = parts.flatMap((part) => part.split('-'));
  return words.map((word, place) => (place === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
}

function isPage(operation: Operation): boolean {
  const response = operation.responses['200'];
  if (response === undefined || '$ref' in response) return false;
  const schema = response.content?.['application/json']?.schema as { readonly properties?: object } | undefined;
  return Object.keys(schema?.properties ?? {}).join() === 'items,next';
}

/** A parameter means the same wherever it stands; a schema that says more wins. */
const descriptions: Readonly<Record<string, string>> = {
  workspaceId: 'The workspace: its GUID, in any case.',
  instanceId: 'The instance: its GUID, in any case.',
  deletionId: 'The deletion, as delete-instance answered it.',
  version: 'A DataVersion, from 1.',
  name: 'The name of the instance; required for a new one.',
  concept: 'The GUID of a concept; required for a new instance, and a filter of lists.',
  parent: 'The GUID of the parent; the workspace when left out.',
  status: 'A status, such as Active.',
  include: 'xml adds the fragment to each item.',
  depth: 'How many levels below.',
  limit: 'Items of a page; 100 when left out.',
  cursor: '`next` of the page before.',
  asOf: 'A time (RFC 3339) or a position: the answer is as it was then.',
  after: 'The position of the last event already seen.',
  from: 'The older DataVersion.',
  to: 'The newer DataVersion.',
};
