import { describe, expect, it } from '@jest/globals';
import { fakeReply } from '../test-support.js';
import { isProblemName, problemBody, problems, type Fields, type ProblemName } from './problems.js';
import { sendProblem } from './send-problem.js';

/** Fields that each problem needs, as the refusals carry them. */
const fields: Partial<Record<ProblemName, Fields>> = {
  'invalid-request': { errors: [{ pointer: '/xml', detail: 'is missing' }] },
  'not-well-formed': { line: 3, column: 7, detail: 'unclosed' },
  'doctype-not-allowed': { line: 1, column: 1 },
  forbidden: { command: 'save-instance', concept: 'id' },
  'not-acceptable': { available: 'application/json' },
  'name-taken': { instanceName: 'Policy 1' },
  'id-taken': { instanceId: 'id' },
  'parent-not-found': { parentId: 'id' },
  'access-would-be-empty': { instanceId: 'id', count: 2 },
  'use-move-instance': { parentId: 'id' },
  'concept-is-fixed': { conceptId: 'id' },
  'deletion-blocked': { blockers: [{ instanceId: 'id' }], hiddenBlockers: 2 },
  'version-mismatch': { currentVersion: 4 },
  'version-required': { currentVersion: 4 },
  'limit-exceeded': { limit: 'xml-bytes', max: 524_288 },
  'unsupported-encoding': { encoding: 'KLINGON' },
};
const names = Object.keys(problems) as ProblemName[];

describe('the problems', () => {
  it('have the status that http.md gives them', () => {
    expect(Object.fromEntries(names.map((name) => [name, problems[name].status]))).toMatchObject({
      'invalid-request': 400,
      'not-well-formed': 400,
      'doctype-not-allowed': 400,
      unauthenticated: 401,
      forbidden: 403,
      'not-found': 404,
      'name-taken': 409,
      'id-taken': 409,
      'parent-not-found': 409,
      'use-move-instance': 409,
      'concept-is-fixed': 409,
      'parent-inside-subtree': 409,
      'other-data-set': 409,
      'access-would-be-empty': 409,
      'deletion-blocked': 409,
      'version-mismatch': 412,
      'limit-exceeded': 413,
      'unsupported-encoding': 415,
      'idempotency-key-reused': 422,
      'version-required': 428,
      'rate-limited': 429,
      'view-behind': 503,
      'store-unavailable': 503,
      overloaded: 503,
      'storage-full': 507,
    });
  });

  it.each(names)('say with RFC 9457 what %s is, and nothing unknown', (name) => {
    const body = problemBody(name, fields[name]);
    expect(body).toMatchObject({
      ...fields[name],
      type: `/problems/${name}`,
      title: problems[name].title,
      status: problems[name].status,
      detail: expect.any(String),
    });
    expect(body.detail).not.toMatch(/undefined|\[object/);
  });

  it('keep their own type, status and detail, whatever fields come with them', () => {
    const body = problemBody('not-well-formed', { line: 3, column: 7, detail: 'unclosed', status: 200, type: 'x' });
    expect(body).toMatchObject({ status: 400, type: '/problems/not-well-formed', detail: 'Line 3, column 7: unclosed' });
  });

  it('show the header that a save over a version must send', () => {
    expect(problemBody('version-required', { currentVersion: 4 }).detail).toContain('If-Match: "4"');
  });

  it('show the revision that a tree has moved to', () => {
    expect(problemBody('version-mismatch', { currentVersion: 4, treeRevision: 17 }).detail).toContain('17');
    expect(problemBody('version-mismatch', { currentVersion: 4 }).detail).toContain('If-Match: "4"');
  });

  it('are known by their own names only', () => {
    expect(names.every(isProblemName)).toBe(true);
    expect(['toString', '__proto__', 'constructor', '', 'NOT-FOUND'].filter(isProblemName)).toEqual([]);
  });
});

describe('a sent problem', () => {
  const sentFor = (name: ProblemName) => {
    const { sent, reply } = fakeReply();
    sendProblem(reply, name, fields[name]);
    return sent;
  };

  it('is application/problem+json with its status', () => {
    const { status, headers, body } = sentFor('name-taken');
    expect([status, headers['content-type'], body['status']]).toEqual([409, 'application/problem+json', 409]);
  });

  it('says how to authenticate with 401, and when to come again with 429 and 503', () => {
    expect(sentFor('unauthenticated').headers).toMatchObject({ 'www-authenticate': 'Bearer realm="datakeep"' });
    for (const name of names) {
      expect('retry-after' in sentFor(name).headers).toBe([429, 503].includes(problems[name].status));
      expect('www-authenticate' in sentFor(name).headers).toBe(problems[name].status === 401);
    }
  });
});
