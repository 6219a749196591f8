import type { OpenAPIObject } from '@nestjs/swagger';
import { schemaOf } from './openapi-schema.js';
import { problemSchemaOf } from './problem-fields.js';
import { problems, type ProblemName } from './problems.js';

type Components = NonNullable<OpenAPIObject['components']>;
type Schemas = NonNullable<Components['schemas']>;
type Response = NonNullable<Components['responses']>[string];

const nameOf = (problem: string): string => `problem-${problem}`;
const ref = (schema: string): { readonly $ref: string } => ({ $ref: `#/components/schemas/${schema}` });
const text = (description: string) => ({ description, schema: { type: 'string' as const } });

/** The media type that a problem has, and the schema of any. */
export const anyProblem = { 'application/problem+json': { schema: ref('problem') } };

/** What every operation may answer instead. */
export const problemResponse = { $ref: '#/components/responses/problem' };

/** One closed schema for each problem, told apart by `type`; `problem` is any of them. */
export function problemComponents(): { readonly schemas: Schemas; readonly responses: Record<string, Response> } {
  const names = Object.keys(problems) as ProblemName[];
  const each = names.map((name) => [nameOf(name), schemaOf(problemSchemaOf(name), 'output')]);
  const any = { description: 'A problem (RFC 9457); its `type` says which.', oneOf: names.map((name) => ref(nameOf(name))) };
  const headers = {
    'Datakeep-Position': text('Where the views stood, to a caller that is known.'),
    'Retry-After': text('With 429 and 503: seconds to wait.'),
    'WWW-Authenticate': text('With 401.'),
  };
  return {
    schemas: { ...Object.fromEntries(each), problem: any } as Schemas,
    responses: { problem: { description: 'A problem (RFC 9457)', headers, content: anyProblem } },
  };
}
