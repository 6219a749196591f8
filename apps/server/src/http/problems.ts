/** One problem of http.md: its status, its title, and what it says for the fields that came with it. */
interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: (fields: Fields) => string;
}

export type Fields = Readonly<Record<string, unknown>>;

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The one place where a refusal gets a status (http.md, "Problems"; RFC 9457). */
export const problems = {
  'invalid-request': {
    status: 400,
    title: 'The request is not valid',
    detail: () => 'Each entry of `errors` names a place and what would be right there.',
  },
  'not-well-formed': {
    status: 400,
    title: 'The XML is not well-formed',
    detail: ({ line, column, detail }) => `Line ${text(line)}, column ${text(column)}: ${text(detail)}`,
  },
  'doctype-not-allowed': {
    status: 400,
    title: 'A DOCTYPE is not allowed',
    detail: ({ line, column }) => `Line ${text(line)}, column ${text(column)}: remove the DOCTYPE and the entities it declares.`,
  },
  unauthenticated: {
    status: 401,
    title: 'No valid token',
    detail: () => 'Send the header Authorization: Bearer, followed by a token of this repository.',
  },
  forbidden: {
    status: 403,
    title: 'Not permitted',
    detail: ({ command }) => `You may see this, and may not do ${text(command)} here.`,
  },
  'not-found': { status: 404, title: 'Not found', detail: () => 'There is nothing here that you can see.' },
  'not-acceptable': {
    status: 406,
    title: 'Not in any of the wanted forms',
    detail: ({ available }) => `This can be had as ${text(available)}.`,
  },
  'name-taken': {
    status: 409,
    title: 'The name is taken',
    detail: ({ instanceName }) => `A sibling of the same concept has the name ${text(instanceName)}; choose another.`,
  },
  'id-taken': {
    status: 409,
    title: 'The id is taken',
    detail: ({ instanceId }) => `${text(instanceId)} cannot be used; leave the id out, or choose another.`,
  },
  'parent-not-found': {
    status: 409,
    title: 'There is no such parent',
    detail: ({ parentId }) => `There is no instance ${text(parentId)} that you can see and that this can stand under.`,
  },
  'parent-inside-subtree': {
    status: 409,
    title: 'The new parent is inside of what moves',
    detail: () => 'An instance cannot stand under itself or under anything below it; choose a parent outside of its tree.',
  },
  'other-data-set': {
    status: 409,
    title: 'The new parent is in another data set',
    detail: () => 'An instance never leaves its data set; save a copy there, and delete this one.',
  },
  'access-would-be-empty': {
    status: 409,
    title: 'Nobody could see it any more',
    detail: ({ instanceId, count }) =>
      `${text(count)} would be left without a row of access, among them ${text(instanceId)}; nothing was revoked.`,
  },
  'use-move-instance': {
    status: 409,
    title: 'A save does not move',
    detail: ({ parentId }) => `The instance stands under ${text(parentId)}; leave the parent out.`,
  },
  'concept-is-fixed': {
    status: 409,
    title: 'The concept of an instance is fixed',
    detail: ({ conceptId }) => `The instance has the concept ${text(conceptId)}; leave the concept out.`,
  },
  'deletion-blocked': {
    status: 409,
    title: 'The tree cannot be deleted',
    detail: ({ blockers, hiddenBlockers }) =>
      `What keeps it: ${String((blockers as readonly unknown[]).length)} that you see, ${text(hiddenBlockers)} that you do not see.`,
  },
  'version-mismatch': {
    status: 412,
    title: 'The version has moved',
    detail: ({ currentVersion, treeRevision }) =>
      treeRevision === undefined
        ? `The current version is ${text(currentVersion)}; read it, and send If-Match: "${text(currentVersion)}".`
        : `The tree has changed, and its treeRevision is now ${text(treeRevision)}; look at its deletion-check again.`,
  },
  'limit-exceeded': {
    status: 413,
    title: 'A limit was exceeded',
    detail: ({ limit, max }) => `${text(limit)} may be at most ${text(max)}.`,
  },
  'unsupported-encoding': {
    status: 415,
    title: 'The encoding is not supported',
    detail: ({ encoding }) => `The encoding ${text(encoding)} cannot be read here; send UTF-8.`,
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The media type is not supported',
    detail: () => 'Send commands as application/json, and the body of a PUT as application/xml.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'The idempotency key was used for another request',
    detail: () => 'Send the first request again as it was, or this one with a key of its own.',
  },
  'version-required': {
    status: 428,
    title: 'Say which version this follows',
    detail: ({ currentVersion }) =>
      `The instance has version ${text(currentVersion)}: send the header If-Match: "${text(currentVersion)}" to follow it.`,
  },
  'rate-limited': {
    status: 429,
    title: 'Too many requests of yours at once',
    detail: () => 'Nothing was done. Let some of your requests end, and try again.',
  },
  'internal-error': {
    status: 500,
    title: 'A fault of the server',
    detail: () => 'It was logged. Whether the command was done can be seen by asking again with its Idempotency-Key.',
  },
  'view-behind': {
    status: 503,
    title: 'The views are behind',
    detail: ({ parked }) =>
      parked === true
        ? 'The views of this data set are stopped at an event that they cannot take, and those who run the server know. What it holds now cannot be read until they are built again; commands go on.'
        : 'What was asked for is not in the views yet. Try again.',
  },
  'store-unavailable': {
    status: 503,
    title: 'A store is unavailable',
    detail: () => 'Whether the command was done can be seen by asking again with its Idempotency-Key.',
  },
  overloaded: { status: 503, title: 'Too much at once', detail: () => 'Nothing was done. Try again.' },
  'storage-full': { status: 507, title: 'The storage is full', detail: () => 'Nothing was written, and nothing was lost.' },
} as const satisfies Record<string, Problem>;

export type ProblemName = keyof typeof problems;

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
}

export function isProblemName(name: string): name is ProblemName {
  return Object.hasOwn(problems, name);
}

/** The body of a problem; its own fields stand beside the four of RFC 9457. */
export function problemBody(name: ProblemName, fields: Fields = {}): ProblemBody {
  const { status, title, detail }: Problem = problems[name];
  return { ...fields, type: `/problems/${name}`, title, status, detail: detail(fields) };
}
