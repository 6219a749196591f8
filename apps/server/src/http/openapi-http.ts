import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Parameter = NonNullable<Operation['parameters']>[number];
type Response = NonNullable<Operation['responses']['default']>;

const header = (name: string, description: string): Parameter => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
});

const ofEach = [header('X-Correlation-Id', 'Kept in the events of a command; made by the server when left out.')];
const ofCommands = [
  header('Idempotency-Key', 'The same key gives the first answer again; another request with it is 422.'),
  header('If-Match', 'The version that this follows, such as "3", or *.'),
];
const ofPut = [header('If-None-Match', '* means create.'), header('Datakeep-Reason', 'Why; kept in the event and the history.')];
const ofQueries = [
  header('Datakeep-Min-Position', 'The answer is at least as new as this position.'),
  header('Prefer', 'wait=N: how many seconds to wait for the position.'),
];
const ofRepresentations = [header('If-None-Match', 'The tags that the client has; 304 when one fits.')];

const answered = (description: string) => ({ description, schema: { type: 'string' as const } });

/** Adds what HTTP adds to every route: headers of requests and answers, the media types of problems and of XML. */
export function describeHttp(document: OpenAPIObject): OpenAPIObject {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of ['get', 'post', 'put'] as const) {
      const operation = item[method];
      if (operation !== undefined && path.startsWith('/v1/')) describeOperation(operation, method);
    }
  }
  return document;
}

function describeOperation(operation: Operation, method: 'get' | 'post' | 'put'): void {
  const isRepresentation = method === 'get' && jsonSchemaOf(operation)?.['properties']?.['xml'] !== undefined;
  const parameters = {
    get: [...ofQueries, ...(isRepresentation ? ofRepresentations : [])],
    post: ofCommands,
    put: [...ofCommands, ...ofPut],
  }[method];
  operation.parameters = [...(operation.parameters ?? []), ...ofEach, ...parameters];
  for (const [status, response] of Object.entries(operation.responses)) {
    if (response === undefined || '$ref' in response) continue;
    if (status === 'default') asProblem(response);
    else describeAnswer(response, { isRepresentation, isCreated: status === '201' });
  }
  if (isRepresentation) operation.responses['304'] = { description: 'The client has it already' };
}

function describeAnswer(response: Response, of: { isRepresentation: boolean; isCreated: boolean }): void {
  if ('$ref' in response) return;
  response.headers = { 'Datakeep-Position': answered('How far into the log the answer reaches.') };
  if (of.isCreated) response.headers['Location'] = answered('The path of what was created.');
  if (!of.isRepresentation) return;
  response.headers['ETag'] = answered('"3" for XML; weak for JSON.');
  response.content = { ...response.content, 'application/xml': { schema: { type: 'string', format: 'binary' } } };
}

function asProblem(response: Response): void {
  if ('$ref' in response || response.content === undefined) return;
  const { 'application/json': json, ...others } = response.content;
  if (json !== undefined) response.content = { ...others, 'application/problem+json': json };
}

function jsonSchemaOf(operation: Operation): Record<string, Record<string, unknown>> | undefined {
  const response = operation.responses['200'];
  if (response === undefined || '$ref' in response) return undefined;
  return response.content?.['application/json']?.schema as Record<string, Record<string, unknown>> | undefined;
}
