import type { StandardSchemaValidationPipeOptions } from '@nestjs/common';

/** A request that is wrong before any rule of the repository is asked: 400 `invalid-request` with its place. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[];

  constructor(pointer: string, detail: string);
  constructor(errors: InvalidRequest['errors']);
  constructor(first: string | InvalidRequest['errors'], detail = '') {
    super(typeof first === 'string' ? `${first}: ${detail}` : 'the request is not valid');
    this.errors = typeof first === 'string' ? [{ pointer: first, detail }] : first;
  }
}

/** Mistakes that one answer lists; the others are found when these are mended. */
const errorsListedMax = 100;

type Issues = Parameters<NonNullable<StandardSchemaValidationPipeOptions['exceptionFactory']>>[0];

/** The issues of a schema as JSON Pointers (RFC 6901) below the part of the request that it describes. */
export function invalidRequestOf(part: string, issues: Issues): InvalidRequest {
  const errors = issues.flatMap((issue) => {
    const path = (issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step));
    const { keys } = issue as { readonly keys?: readonly string[] };
    const detail = keys === undefined ? detailOf(issue, part) : 'is not known here';
    return (keys?.slice(0, errorsListedMax) ?? [undefined]).map((key) => ({
      pointer: pointerOf(part, key === undefined ? path : [...path, key]),
      detail,
    }));
  });
  return new InvalidRequest(errors.slice(0, errorsListedMax));
}

function pointerOf(part: string, path: readonly string[]): string {
  return [part, ...path.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`)].join('');
}

/** What would be right, in words of the request rather than of the schema. */
function detailOf(issue: Issues[number], part: string): string {
  const { code, expected = '', message, origin = '', minimum, maximum, values } = issue as SchemaIssue;
  switch (code ?? '') {
    case 'invalid_type':
      if (message.endsWith('received undefined')) return 'is required';
      if (part === '/query' && message.endsWith('received array')) return 'must be given once';
      return `must be ${words[expected] ?? `a ${expected}`}`;
    case 'too_small':
      return `${measures[origin] ?? 'must be'} at least ${String(minimum)}`;
    case 'too_big':
      return `${measures[origin] ?? 'must be'} at most ${String(maximum)}`;
    case 'invalid_value':
      return `must be ${(values ?? []).map((value) => JSON.stringify(value)).join(' or ')}`;
    default:
      return message;
  }
}

/** What zod says of a mistake beside its message. */
interface SchemaIssue {
  readonly code?: string;
  readonly message: string;
  readonly expected?: string;
  readonly origin?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly values?: readonly unknown[];
}

const words: Readonly<Record<string, string>> = {
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
  boolean: 'true or false',
};

const measures: Readonly<Record<string, string>> = { array: 'must have entries:', string: 'must have characters:' };
