import type { Answer } from './answer.js';
import { ContractBroken } from './contract.js';

const positionPattern = /^1\.[0-9a-f]{16}\.(?:0|[1-9]\d*)$/;

/** What http.md promises of every answer, whatever was asked; throws ContractBroken. */
export function judgeConventions(answer: Answer): void {
  for (const [promise, kept] of promises(answer)) {
    if (!kept)
      throw new ContractBroken(
        `${answer.method} ${answer.path} answered ${answer.status} and not ${promise}: ${answer.text.slice(0, 500)}`,
      );
  }
}

function* promises(answer: Answer): Iterable<readonly [string, boolean]> {
  const { status, path } = answer;
  yield ['something else than an internal error', status !== 500];
  if (status >= 400) yield* promisesOfProblems(answer);
  else if (path.startsWith('/v1/')) yield* promisesOfAnswers(answer);
}

function* promisesOfProblems(answer: Answer): Iterable<readonly [string, boolean]> {
  const { status } = answer;
  if (answer.path.startsWith('/health/')) return;
  yield ['application/problem+json', answer.problem !== undefined];
  yield ['its own status in the body', answer.json['status'] === status];
  yield ['a type that is a page', /^\/problems\/[a-z]+(?:-[a-z]+)*$/.test(String(answer.json['type']))];
  yield ['a detail', typeof answer.json['detail'] === 'string' && answer.json['detail'] !== ''];
  if (status === 401) yield ['WWW-Authenticate', answer.header('www-authenticate')?.startsWith('Bearer') === true];
  if (status === 503) yield ['Retry-After', /^[1-9]\d*$/.test(answer.header('retry-after') ?? '')];
}

function* promisesOfAnswers(answer: Answer): Iterable<readonly [string, boolean]> {
  const position = answer.header('datakeep-position') ?? '';
  yield ['Datakeep-Position', positionPattern.test(position)];
  if (answer.status === 201) yield ['Location', answer.header('location')?.startsWith('/v1/') === true];
  if (answer.method === 'GET') yield ['Vary: Accept, Authorization', answer.header('vary') === 'Accept, Authorization'];
  if (answer.method !== 'GET') yield ['the same position in its body', answer.json['position'] === position];
}
