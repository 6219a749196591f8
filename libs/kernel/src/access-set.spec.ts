import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { accessSetOf } from './index.js';

const workspaceId = '00000000-0000-4000-8000-00000000000a';
const principal = '00000000-0000-4000-8000-00000000000b';
const principals = fc.array(fc.uuid(), { minLength: 1, maxLength: 8 });

describe('the name of an access set', () => {
  it('is 16 bytes of a SHA-256 and the same for ever', () => {
    expect(accessSetOf(workspaceId, [principal])).toBe('e24f38f96cdcd750a27b472f83e4e090');
  });

  it('does not depend on order or repetition', () => {
    fc.assert(
      fc.property(principals, (set) => {
        const shuffled = [...set].reverse();
        expect(accessSetOf(workspaceId, [...shuffled, ...set])).toBe(accessSetOf(workspaceId, set));
      }),
    );
  });

  it('is another one for another set', () => {
    fc.assert(
      fc.property(principals, principals, (one, two) => {
        const same = JSON.stringify([...new Set(one)].sort()) === JSON.stringify([...new Set(two)].sort());
        expect(accessSetOf(workspaceId, one) === accessSetOf(workspaceId, two)).toBe(same);
      }),
    );
  });

  it('never reaches across workspaces', () => {
    expect(accessSetOf(principal, [principal])).not.toBe(accessSetOf(workspaceId, [principal]));
    expect(accessSetOf(workspaceId, [])).not.toBe(accessSetOf(workspaceId, [workspaceId]));
  });

  it('leaves the list that it was given as it was', () => {
    const list = ['b', 'a'];
    accessSetOf(workspaceId, list);
    expect(list).toEqual(['b', 'a']);
  });
});
