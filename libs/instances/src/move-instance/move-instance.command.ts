import type { CommandContext, Sender } from '@datakeep/access';
import type { InstanceId } from '@datakeep/kernel';
import type { Expectation } from '../version.refusals.js';

export interface MoveRequest {
  readonly instanceId: InstanceId;
  /** The new parent; the workspace for the root of a data set, which can only be renamed where it stands. */
  readonly parentId: InstanceId;
  readonly instanceName?: string | undefined;
  readonly expected: Expectation;
  readonly reason?: string | undefined;
}

/** A move as it is decided. */
export interface MoveInstance extends MoveRequest {
  readonly context: CommandContext;
}

export class MoveInstanceCommand {
  constructor(
    readonly sender: Sender,
    readonly request: MoveRequest,
  ) {}
}
