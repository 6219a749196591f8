import { describe, expect, it } from '@jest/globals';
import { NamingKey } from '@datakeep/kernel';
import * as fc from 'fast-check';
import { Cursors } from './cursors.js';
import { caller, guidNumber, namingKey } from './test-support.js';

const cursors = new Cursors(namingKey);
const question = 'children ["a",null]';
const content = { at: 42, after: ['Policy 1', 'id'] };
const cursor = cursors.write(caller, question, content);

describe('a cursor', () => {
  it('gives back what was written', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, asked) => {
        expect(cursors.read(caller, asked, cursors.write(caller, asked, value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('is of letters that a query string takes as they are', () => {
    expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  it.each([
    ['another user', { ...caller, userId: guidNumber<typeof caller.userId>(98) }, question],
    ['another workspace', { ...caller, workspaceId: guidNumber<typeof caller.workspaceId>(98) }, question],
    ['another question', caller, 'children ["b",null]'],
    ['the beginning of its question', caller, question.slice(0, -1)],
  ])('is none for %s', (_whom, other, asked) => {
    expect(cursors.read(other, asked, cursor)).toBeUndefined();
  });

  it('is none under another naming key', () => {
    expect(new Cursors(new NamingKey(new Uint8Array(32).fill(1))).read(caller, question, cursor)).toBeUndefined();
  });

  it('is none when any bit of it was changed', () => {
    const bytes = Buffer.from(cursor, 'base64url');
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const forged = Buffer.from(bytes);
        forged[at]! ^= flip;
        expect(cursors.read(caller, question, forged.toString('base64url'))).toBeUndefined();
      }),
    );
  });

  it('is none when it was cut anywhere', () => {
    const bytes = Buffer.from(cursor, 'base64url');
    for (let length = 0; length < bytes.length; length += 1) {
      expect(cursors.read(caller, question, bytes.subarray(0, length).toString('base64url'))).toBeUndefined();
    }
  });

  it('is none when it is garbage', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => cursors.read(caller, question, text) === undefined),
    );
  });
});
