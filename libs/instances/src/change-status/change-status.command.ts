import type { CommandContext, Sender } from '@datakeep/access';
import type { InstanceId } from '@datakeep/kernel';
import type { Expectation } from '../version.refusals.js';

export interface StatusRequest {
  readonly instanceId: InstanceId;
  readonly status: string;
  readonly expected: Expectation;
  readonly reason?: string | undefined;
}

/** A change of status as it is decided. */
export interface ChangeStatus extends StatusRequest {
  readonly context: CommandContext;
}

export class ChangeStatusCommand {
  constructor(
    readonly sender: Sender,
    readonly request: StatusRequest,
  ) {}
}
