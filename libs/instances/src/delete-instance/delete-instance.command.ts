import type { CommandContext, Sender } from '@datakeep/access';
import type { Guid, InstanceId } from '@datakeep/kernel';
import type { Expectation } from '../version.refusals.js';

export interface DeleteRequest {
  readonly instanceId: InstanceId;
  readonly expected: Expectation;
  readonly reason?: string | undefined;
}

/** A delete as it is decided. */
export interface DeleteInstance extends DeleteRequest {
  readonly deletionId: Guid;
  readonly context: CommandContext;
}

export class DeleteInstanceCommand {
  constructor(
    readonly sender: Sender,
    readonly request: DeleteRequest,
  ) {}
}
