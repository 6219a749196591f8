import { describe, expect, it } from '@jest/globals';
import { isVersion8 } from '@datakeep/kernel';
import type { Asking } from './asking.js';
import { commandContextOf, senderOf } from './command-context.js';
import { caller, guidNumber, namingKey } from './test-support.js';

const asking: Asking = {
  profileId: caller.profileId,
  correlationId: 'correlation',
  idempotencyKey: 'key 1',
  ifMatch: undefined,
  ifNoneMatch: undefined,
  reason: undefined,
};
const request = { instanceName: 'Policy 1', xml: Buffer.from('<a/>'), expected: { kind: 'version', version: 1 } };
const hashOf = (command: string, of: object) => senderOf(asking, caller, command, of).idempotency?.requestHash;

describe('a request with an Idempotency-Key', () => {
  it('has the same hash again, whatever buffer its bytes lie in', () => {
    const again = { ...request, xml: new Uint8Array(Buffer.from('  <a/>').subarray(2)) };
    expect(hashOf('save-instance', again)).toBe(hashOf('save-instance', request));
  });

  it('has another hash for another command, another field and any other byte', () => {
    const hashes = [
      hashOf('save-instance', request),
      hashOf('delete-instance', request),
      hashOf('save-instance', { ...request, instanceName: 'Policy 2' }),
      hashOf('save-instance', { ...request, reason: 'Because' }),
      hashOf('save-instance', { ...request, xml: Buffer.from('<b/>') }),
      hashOf('save-instance', { ...request, expected: { kind: 'version', version: 2 } }),
      hashOf('save-instance', { ...request, expected: { kind: 'any' } }),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('is the same command again for the same user of the same workspace, and of nobody else', () => {
    const idOf = (who: typeof caller, key = 'key 1') =>
      commandContextOf(namingKey, senderOf({ ...asking, idempotencyKey: key }, who, 'save-instance', request)).commandId;
    expect(idOf(caller)).toBe(idOf({ ...caller }));
    expect(isVersion8(idOf(caller))).toBe(true);
    const others = [
      idOf(caller, 'key 2'),
      idOf({ ...caller, userId: guidNumber(98) }),
      idOf({ ...caller, workspaceId: guidNumber(98) }),
    ];
    expect(new Set([idOf(caller), ...others]).size).toBe(4);
  });
});

describe('a request without an Idempotency-Key', () => {
  const sender = senderOf({ ...asking, idempotencyKey: undefined }, caller, 'save-instance', request);

  it('binds nothing, and is another command each time', () => {
    expect(sender.idempotency).toBeUndefined();
    const [one, two] = [commandContextOf(namingKey, sender), commandContextOf(namingKey, sender)];
    expect(one.commandId).not.toBe(two.commandId);
    expect(one.requestHash).toBeNull();
  });

  it('still says who sent it and what it belongs to', () => {
    const context = commandContextOf(namingKey, sender);
    expect(context).toEqual({
      userId: caller.userId,
      profileId: caller.profileId,
      commandId: context.commandId,
      requestHash: null,
      correlationId: 'correlation',
      causationId: context.commandId,
    });
  });
});
