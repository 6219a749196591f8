import type { CommandContext, Sender } from '@datakeep/access';
import type { InstanceId } from '@datakeep/kernel';
import type { Expectation } from '../version.refusals.js';

export interface AccessRequest {
  readonly instanceId: InstanceId;
  /** Who is given rows, or loses them. */
  readonly principals: readonly string[];
  readonly withDescendants?: boolean | undefined;
  /** It makes no version and needs none, but keeps to one that is stated. */
  readonly expected: Expectation;
  readonly reason?: string | undefined;
}

export type AccessChangeKind = 'grant' | 'revoke';

/** A grant or a revoke as it is decided. */
export interface ChangeAccess extends AccessRequest {
  readonly kind: AccessChangeKind;
  readonly context: CommandContext;
}

/** Put on the command bus by both routes, `grant-access` and `revoke-access`. */
export class ChangeAccessCommand {
  constructor(
    readonly sender: Sender,
    readonly kind: AccessChangeKind,
    readonly request: AccessRequest,
  ) {}
}
