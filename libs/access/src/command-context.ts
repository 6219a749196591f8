import { hash } from 'node:crypto';
import { randomGuid, type CommandId, type NamingKey } from '@datakeep/kernel';
import type { Asking } from './asking.js';
import type { Caller, CommandContext } from './caller.js';

/** An Idempotency-Key and the hash of the request that it binds; undefined when none was sent. */
export type Idempotency = { readonly key: string; readonly requestHash: string } | undefined;

/** Who sent a command, and how it is told apart from others. */
export interface Sender {
  readonly caller: Caller;
  readonly idempotency: Idempotency;
  readonly correlationId: string;
}

/**
 * Binds the request to its key: every field goes into the hash, bytes by their own. Without a key there is nothing to
 * bind, because nobody can ask again.
 */
export function senderOf(asking: Asking, caller: Caller, command: string, request: object): Sender {
  const { idempotencyKey: key, correlationId } = asking;
  if (key === undefined) return { caller, idempotency: undefined, correlationId };
  const plain = (_: string, value: unknown): unknown =>
    value instanceof Uint8Array ? hash('sha256', value, 'base64url') : value;
  const fields = Object.entries(request)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => [field, plain(field, value)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const requestHash = hash('sha256', JSON.stringify([command, ...fields]), 'base64url');
  return { caller, idempotency: { key, requestHash }, correlationId };
}

/** What all events of one command have in common; the same again for the same key of the same user (design, section 2). */
export function commandContextOf(namingKey: NamingKey, { caller, idempotency, correlationId }: Sender): CommandContext {
  const { workspaceId, userId, profileId } = caller;
  const commandId =
    idempotency === undefined
      ? randomGuid<CommandId>()
      : namingKey.commandId({ workspaceId, userId, idempotencyKey: idempotency.key });
  return { userId, profileId, commandId, requestHash: idempotency?.requestHash ?? null, correlationId, causationId: commandId };
}
