import type { EventContext, ProfileId, UserId, WorkspaceId } from '@datakeep/kernel';

/** Who is asking, inside one workspace (design, section 6). */
export interface Caller {
  readonly profileId: ProfileId;
  readonly workspaceId: WorkspaceId;
  readonly workspaceKind: WorkspaceKind;
  readonly userId: UserId;
  /** The user itself; its groups and the groups of its teams come with people. */
  readonly principals: readonly string[];
}

export type WorkspaceKind = 'server-owner' | 'customer';

/** The parts of an event's header that are the same for all events of one command. */
export type CommandContext = Pick<
  EventContext,
  'userId' | 'profileId' | 'commandId' | 'requestHash' | 'correlationId' | 'causationId'
>;
