import type { CommandContext, Sender } from '@datakeep/access';
import type { InstanceId } from '@datakeep/kernel';
import type { Expectation } from '../version.refusals.js';

export interface DeleteRequest {
  readonly instanceId: InstanceId;
  readonly expected: Expectation;
  /** What a deletion-check answered; the tree must still be so. */
  readonly treeRevision?: string | undefined;
  readonly reason?: string | undefined;
}

/** A delete as it is decided. */
export interface DeleteInstance extends DeleteRequest {
  readonly context: CommandContext;
}

export class DeleteInstanceCommand {
  constructor(
    readonly sender: Sender,
    readonly request: DeleteRequest,
  ) {}
}
