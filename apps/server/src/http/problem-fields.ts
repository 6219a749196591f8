import * as z from 'zod';
import { problemTexts } from './problem-texts.js';
import { problems, type ProblemName } from './problems.js';

const guid = z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const currentVersion = z.int().min(1);
const line = z.int().min(1);
const column = z.int().min(1);
const pointer = z.string().optional();

const blocker = z.strictObject({
  instanceId: guid,
  instanceName: z.string(),
  conceptId: guid,
  status: z.string(),
  reason: z.string(),
});

/** What each problem says beside the four fields of RFC 9457 (http.md, "Problems"); a name that is not here says nothing more. */
const fields: Readonly<Partial<Record<ProblemName, Readonly<Record<string, z.ZodType>>>>> = {
  'invalid-request': { errors: z.array(z.strictObject({ pointer: z.string(), detail: z.string() })).min(1) },
  'not-well-formed': { pointer, line, column },
  'doctype-not-allowed': { pointer, line, column },
  forbidden: { command: z.string(), concept: guid },
  'not-acceptable': { available: z.string() },
  'name-taken': { instanceName: z.string() },
  'id-taken': { instanceId: guid },
  'parent-not-found': { parentId: guid },
  'parent-inside-subtree': { parentId: guid },
  'other-data-set': { parentId: guid },
  'access-would-be-empty': { instanceId: guid, count: z.int().min(1) },
  'use-move-instance': { parentId: guid },
  'concept-is-fixed': { conceptId: guid },
  'deletion-blocked': { blockers: z.array(blocker), hiddenBlockers: z.int().min(0) },
  'version-mismatch': { currentVersion, treeRevision: z.string().optional() },
  'limit-exceeded': { limit: z.string(), max: z.int(), pointer, line: line.optional(), column: column.optional() },
  'unsupported-encoding': { encoding: z.string(), pointer },
  'version-required': { currentVersion },
  'view-behind': { parked: z.literal(true).optional() },
};

/** The whole body of one problem: its type and status, and no field that it does not have. What a field means, its page says. */
export function problemSchemaOf(name: ProblemName): z.ZodType {
  const { fields: meanings = {} } = problemTexts[name];
  const own = Object.entries(fields[name] ?? {}).map(([field, schema]) => [field, schema.describe(meanings[field] ?? '')]);
  return z
    .strictObject({
      type: z.literal(`/problems/${name}`),
      title: z.string(),
      status: z.literal(problems[name].status),
      detail: z.string(),
      ...(Object.fromEntries(own) as Record<string, z.ZodType>),
    })
    .describe(problems[name].title);
}
