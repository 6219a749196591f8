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
  const { code, expected, message } = issue as { readonly code?: string; readonly expected?: string; readonly message: string };
  if (code !== 'invalid_type' || expected === undefined) return message;
  if (message.endsWith('received undefined')) return 'is required';
  return part === '/query' && message.endsWith('received array') ? 'must be given once' : `must be a ${expected}`;
}
