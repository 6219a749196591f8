import type { CommandContext, Sender } from '@datakeep/access';
import type { Guid, InstanceId } from '@datakeep/kernel';

/** The deletion by its id, or the newest one that took an instance. */
export interface RestoreRequest {
  readonly deletionId?: Guid | undefined;
  readonly instanceId?: InstanceId | undefined;
  /** A new name for the root of the tree, where its old one is taken. */
  readonly instanceName?: string | undefined;
  readonly reason?: string | undefined;
}

/** A restore as it is decided. */
export interface RestoreInstance extends RestoreRequest {
  readonly context: CommandContext;
}

export class RestoreInstanceCommand {
  constructor(
    readonly sender: Sender,
    readonly request: RestoreRequest,
  ) {}
}
