import type { OpenAPIObject } from '@nestjs/swagger';
import { anyProblem, problemResponse } from './openapi-problems.js';
import { xmlSchema } from './openapi-schema.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Parameter = NonNullable<Operation['parameters']>[number];
type Response = Exclude<NonNullable<Operation['responses']['default']>, { $ref: string }>;

const header = (name: string, description: string): Parameter => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
});

const ofEach = [header('X-Correlation-Id', 'Kept in the events of a command; made by the server when left out.')];
const idempotencyKey = header('Idempotency-Key', 'The same key gives the first answer again; another request with it is 422.');
const ofCommands = [idempotencyKey, header('If-Match', 'The version that this follows, such as "3", or *.')];
/** Commands on what has no version to follow. */
const withoutVersion = /[/](?:create-workspace|restore-instance)$/;
const ofPut = [header('If-None-Match', '* means create.'), header('Datakeep-Reason', 'Why; kept in the event and the history.')];
const ofQueries = [
  header('Datakeep-Min-Position', 'The answer is at least as new as this position.'),
  header('Prefer', 'wait=N: how many seconds to wait for the position.'),
];
const ofRepresentations = [header('If-None-Match', 'The tags that the client has; 304 when one fits.')];

const sent = (description: string) => ({ description, required: true, schema: { type: 'string' as const } });

const position = { 'Datakeep-Position': sent('How far into the log the answer reaches.') };
const location = { Location: sent('The path of what was created.') };
const vary = { Vary: sent('Accept, Authorization') };
const tag = { ETag: sent('"3" for XML; weak for JSON.') };

/** Adds what HTTP adds to every operation: headers of requests and answers, problems, and XML beside JSON. */
export function describeHttp(operation: Operation, { path, method }: { readonly path: string; readonly method: string }): void {
  operation.responses.default = problemResponse;
  for (const [status, response] of Object.entries(operation.responses)) {
    if (response !== undefined && !('$ref' in response) && Number(status) >= 400) {
      response.content = { ...response.content, ...anyProblem };
    }
  }
  if (path.startsWith('/v1/')) describeHeaders(operation, kindOf(operation, { path, method }));
}

type Kind = 'query' | 'representation' | 'command' | 'command-without-version' | 'put';

function kindOf(operation: Operation, { path, method }: { readonly path: string; readonly method: string }): Kind {
  if (method === 'put') return 'put';
  if (withoutVersion.test(path)) return 'command-without-version';
  if (method !== 'get') return path.includes('/commands/') ? 'command' : 'query';
  return isRepresentation(operation) ? 'representation' : 'query';
}

const headersOf: Readonly<Record<Kind, readonly Parameter[]>> = {
  query: [...ofEach, ...ofQueries],
  representation: [...ofEach, ...ofQueries, ...ofRepresentations],
  command: [...ofEach, ...ofCommands],
  'command-without-version': [...ofEach, idempotencyKey],
  put: [...ofEach, ...ofCommands, ...ofPut],
};

function describeHeaders(operation: Operation, kind: Kind): void {
  operation.parameters = [...(operation.parameters ?? []), ...headersOf[kind]];
  for (const [status, response] of Object.entries(operation.responses)) {
    if (response === undefined || '$ref' in response || Number(status) >= 300) continue;
    response.headers = {
      ...position,
      ...(status === '201' ? location : {}),
      ...(kind === 'query' || kind === 'representation' ? vary : {}),
      ...response.headers,
    };
    if (kind === 'representation') asRepresentation(response);
  }
  if (kind === 'representation') {
    operation.responses['304'] = { description: 'The client has it already', headers: { ...position, ...vary, ...tag } };
  }
}

function asRepresentation(response: Response): void {
  response.headers = { ...response.headers, ...tag };
  response.content = { ...response.content, 'application/xml': { schema: xmlSchema } };
}

/** An instance in one of its forms: what has its XML as text in JSON can be had as XML too. */
function isRepresentation(operation: Operation): boolean {
  const response = operation.responses['200'];
  if (response === undefined || '$ref' in response) return false;
  const schema = response.content?.['application/json']?.schema as
    { readonly properties?: Readonly<Record<string, { readonly type?: string }>> } | undefined;
  return schema?.properties?.['xml']?.type === 'string';
}
