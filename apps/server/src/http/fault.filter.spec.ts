import { describe, expect, it } from '@jest/globals';
import { ViewBehind } from '@datakeep/access';
import { StorageFull, StoreBusy, StoreUnavailable } from '@datakeep/event-store';
import { Overloaded, StreamContended } from '@datakeep/instances';
import { LimitReached } from '@datakeep/kernel';
import { ViewsParked, ViewsUnavailable } from '@datakeep/view-store';
import { NotFoundException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { fakeReply } from '../test-support.js';
import { FaultFilter } from './fault.filter.js';
import { InvalidRequest } from './invalid-request.js';

const request = {
  method: 'POST',
  routeOptions: { url: '/v1/x' },
  asking: { correlationId: 'correlation' },
} as unknown as FastifyRequest;

function answerTo(fault: unknown) {
  const lines: string[] = [];
  const { sent, reply } = fakeReply();
  new FaultFilter((line) => lines.push(line), 4_194_304).send(fault, request, reply);
  return { ...sent, lines };
}
const coded = (code: string, fields: object = {}) => Object.assign(new Error('what Fastify says'), { code, ...fields });

describe('a fault', () => {
  it.each<[string, unknown, number]>([
    ['invalid-request', new InvalidRequest('/xml', 'is missing'), 400],
    ['view-behind', new ViewBehind('behind'), 503],
    ['view-behind', new ViewsParked('0'), 503],
    ['store-unavailable', new StoreUnavailable('away'), 503],
    ['store-unavailable', new ViewsUnavailable('away'), 503],
    ['storage-full', new StorageFull('full'), 507],
    ['overloaded', new Overloaded('too many'), 503],
    ['overloaded', new StreamContended('contended'), 503],
    ['overloaded', new StoreBusy('busy'), 503],
    ['limit-exceeded', new LimitReached('bytes in one append', 1_000_000), 413],
    ['not-found', new NotFoundException(), 404],
    ['limit-exceeded', coded('FST_ERR_CTP_BODY_TOO_LARGE'), 413],
    ['unsupported-media-type', coded('FST_ERR_CTP_INVALID_MEDIA_TYPE'), 415],
    ['invalid-request', Object.assign(new Error('aborted'), { code: 'ECONNRESET' }), 400],
    ['unsupported-media-type', coded('FST_ERR_CTP_EMPTY_TYPE'), 415],
    ['invalid-request', coded('FST_ERR_CTP_EMPTY_JSON_BODY'), 400],
    ['invalid-request', coded('FST_ERR_BAD_URL'), 400],
  ])('is the problem %s where that is known: %s', (name, fault, status) => {
    const { body, lines, ...answer } = answerTo(fault);
    expect([answer.status, body['type']]).toEqual([status, `/problems/${name}`]);
    expect(lines).toEqual([]);
  });

  it('says of views that are stopped that they are, which trying again does not end', () => {
    const { body } = answerTo(new ViewsParked('00000000-0000-4000-8000-000000000001'));
    expect([body['parked'], body['detail']]).toEqual([true, expect.stringContaining('stopped')]);
    expect(answerTo(new ViewBehind('behind')).body).not.toHaveProperty('parked');
  });

  it('names the limit that was reached, and what is wrong with a request', () => {
    expect(answerTo(new LimitReached('bytes in one append', 1_000_000)).body).toMatchObject({
      limit: 'bytes in one append',
      max: 1_000_000,
    });
    expect(answerTo(new InvalidRequest('/xml', 'is missing')).body).toMatchObject({
      errors: [{ pointer: '/xml', detail: 'is missing' }],
    });
  });

  it.each<[string, unknown]>([
    ['an error', new TypeError('secret of the program')],
    ['a text', 'secret of the program'],
    ['an error with a code that nobody knows', Object.assign(new Error('secret of the program'), { code: 'ECONNRESET' })],
  ])('that nobody knows is logged whole and tells its client nothing: %s', (_what, fault) => {
    const { status, body, lines } = answerTo(fault);
    expect([status, body['type']]).toEqual([500, '/problems/internal-error']);
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(lines).toEqual([expect.stringMatching(/^POST \/v1\/x correlation: [^]*secret of the program/)]);
  });

  it.each([undefined, null])('may be %s: it is answered and logged all the same', (fault) => {
    const { status, lines } = answerTo(fault);
    expect([status, lines.length]).toEqual([500, 1]);
  });
});
