import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { guidOf, isVersion8, NamingKey, type CommandId, type InstanceId, type WorkspaceId } from './index.js';

const bytes = Uint8Array.from({ length: 32 }, (_, index) => index);
const key = new NamingKey(bytes);
const [a, b] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'];
const [workspaceId, dataSet, commandId] = [guidOf<WorkspaceId>(a), guidOf<InstanceId>(b), guidOf<CommandId>(b)];

describe('a naming key', () => {
  it('gives the same ids for ever (values from another implementation of HMAC-SHA-256)', () => {
    expect(key.commandId({ workspaceId: a, userId: b, idempotencyKey: 'key 1' })).toBe('a2ad385c-3764-8b20-b889-d88de2654e2d');
    expect(key.instanceId({ commandId, workspaceId, dataSet: 'new' })).toBe('67d00c7d-e5aa-81dc-8b04-8d12128bfd68');
    expect(key.instanceId({ commandId, workspaceId, dataSet })).toBe('c5aeb861-fbbe-8d85-ab91-e85224493fb1');
    expect(key.only('user customer')).toBe('21bfe9ca-0fb6-8249-83f9-0954f85fe1b6');
    expect(key.seal('cursor', Uint8Array.of(1, 2)).toString('hex')).toBe('ef5998b5278c53604b3b81712dfa7579');
    expect(key.fingerprint).toBe('b04c5d20802e354eaa95214c0b6cf88e');
  });

  it('gives ids of version 8, which a client is looked up for when it chooses one', () => {
    const ids = [
      key.commandId({ workspaceId: a, userId: b, idempotencyKey: '' }),
      key.instanceId({ commandId, workspaceId, dataSet }),
      key.only('x'),
    ];
    expect(ids.every(isVersion8)).toBe(true);
  });

  it('gives another command for another workspace, user or key', () => {
    const parts = { workspaceId: a, userId: b, idempotencyKey: 'key 1' };
    const ids = [
      parts,
      { ...parts, workspaceId: b },
      { ...parts, userId: a },
      { ...parts, workspaceId: b, userId: a },
      { ...parts, idempotencyKey: 'key 2' },
    ].map((of) => key.commandId(of));
    expect(new Set(ids).size).toBe(5);
  });

  it('never hashes the same text for two uses', () => {
    const made = [
      key.commandId({ workspaceId: a, userId: b, idempotencyKey: b }),
      key.instanceId({ commandId, workspaceId, dataSet }),
      key.only(`${a}\n${b}\n${b}`),
      key.seal(`${a}\n${b}`, Buffer.from(b)).toString('hex'),
    ];
    expect(new Set(made.map((id) => id.replaceAll('-', '').slice(0, 12))).size).toBe(4);
  });

  it('names each deletion by where it stands: another revision or data set, another deletion', () => {
    const at = { workspaceId, dataSetId: dataSet, revision: 7 };
    const elsewhere = [{ revision: 8 }, { dataSetId: guidOf<InstanceId>(a) }, { workspaceId: guidOf<WorkspaceId>(b) }];
    const ids = [at, ...elsewhere.map((changed) => ({ ...at, ...changed }))].map((place) => key.deletionId(place));
    expect(new Set(ids).size).toBe(4);
    expect(key.deletionId({ ...at })).toBe(ids[0]);
  });

  it('seals by label and by content', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), fc.constantFrom('cursor', 'other'), (one, two, label) => {
        const same = label === 'cursor' && Buffer.from(one).equals(two);
        expect(key.seal('cursor', one).equals(key.seal(label, two))).toBe(same);
      }),
    );
    expect(key.seal('cursor', bytes)).toHaveLength(16);
  });

  it('gives everything another name under another key', () => {
    const other = new NamingKey(bytes.map((byte) => byte ^ 1));
    expect(other.only('x')).not.toBe(key.only('x'));
    expect(other.fingerprint).not.toBe(key.fingerprint);
  });

  it('has a fingerprint that names it and tells nothing of its bytes or of what it signs', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (some) => {
        const named = new NamingKey(some);
        expect(named.fingerprint).toMatch(/^[0-9a-f]{32}$/);
        expect(new NamingKey(Uint8Array.from(some)).fingerprint).toBe(named.fingerprint);
        expect(Buffer.from(some).toString('hex')).not.toContain(named.fingerprint);
        expect(named.seal('', new Uint8Array(0)).toString('hex')).not.toBe(named.fingerprint);
      }),
    );
  });

  it.each([0, 31, 33])('is not made of %i bytes', (length) => {
    expect(() => new NamingKey(new Uint8Array(length))).toThrow(RangeError);
  });
});
