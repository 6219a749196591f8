import type { CommandContext, WorkspaceKind } from '@datakeep/access';
import { accessSetOf, systemConcepts, type EventContext, type ProfileId, type UserId, type WorkspaceId } from '@datakeep/kernel';
import { workspaceCreated, workspaceIdClaimed, type WorkspaceCreated, type WorkspaceIdClaimed } from './workspace.events.js';

/** What a new workspace is made from; all ids are known. */
export interface Founding {
  readonly workspaceId: WorkspaceId;
  readonly name: string;
  readonly kind: WorkspaceKind;
  /** The user that the creator gets in it, and the only one who sees it at first. */
  readonly userId: UserId;
  readonly profileId: ProfileId;
  readonly displayName: string;
  readonly reason?: string | undefined;
  readonly command: Omit<CommandContext, 'userId' | 'profileId'>;
}

/** The claim on a chosen id; the first event of the stream `workspace-{ws}` then. */
export function claimOfWorkspace(founding: Founding): WorkspaceIdClaimed {
  return workspaceIdClaimed({ ...workspaceContext(founding), change: 'claimed' }, { profileId: founding.profileId });
}

/** The workspace itself, last: from here on it can be entered. */
export function workspaceOf(founding: Founding): WorkspaceCreated {
  const { name, kind, reason } = founding;
  const facts = { name, kind, ...seenBy(founding), ...(reason === undefined ? {} : { reason }) };
  return workspaceCreated(workspaceContext(founding), facts);
}

/** Status and access of what the founding makes. */
export function seenBy({ workspaceId, userId }: Founding): { status: string; acl: string; access: readonly string[] } {
  return { status: 'Active', acl: accessSetOf(workspaceId, [userId]), access: [userId] };
}

function workspaceContext(founding: Founding): EventContext {
  const { workspaceId } = founding;
  const place = { dataSetId: null, instanceId: workspaceId, parentId: null, hierarchy: '/' };
  return { ...foundingContext(founding), ...place, conceptId: systemConcepts.workspace };
}

/** What every event of the founding says. */
export function foundingContext({ workspaceId, userId, profileId, command }: Founding) {
  const { commandId, requestHash, correlationId, causationId } = command;
  return {
    workspaceId,
    dataVersion: 1,
    previousRevision: null,
    change: 'created',
    deletionId: null,
    count: null,
    digest: null,
    userId,
    profileId,
    commandId,
    requestHash,
    correlationId,
    causationId,
    authorityRevision: null,
    judgedBy: [],
  } as const;
}
