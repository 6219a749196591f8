import type { WorkspaceKind } from '@datakeep/access';
import type { DraftEvent, EventContext, InstanceSavedFacts, ProfileId } from '@datakeep/kernel';

/** A workspace is an instance too, so its first event says the same things and its kind. */
export interface WorkspaceCreatedFacts extends InstanceSavedFacts {
  readonly kind: WorkspaceKind;
}

export type WorkspaceCreated = DraftEvent<'WorkspaceCreated', WorkspaceCreatedFacts>;

export interface WorkspaceIdClaimedFacts {
  /** Whoever may go on to create the workspace. */
  readonly profileId: ProfileId;
}

/**
 * A client chose the workspace's id. It is claimed before the creator's user is written, so that nobody becomes a user of a
 * workspace that somebody else creates at the same time.
 */
export type WorkspaceIdClaimed = DraftEvent<'WorkspaceIdClaimed', WorkspaceIdClaimedFacts>;

export function workspaceCreated(context: EventContext, facts: WorkspaceCreatedFacts): WorkspaceCreated {
  const xml = `<workspace xmlns="urn:datakeep:workspace:1" kind="${facts.kind}"/>`;
  return { type: 'WorkspaceCreated', context, facts, body: Buffer.from(xml) };
}

export function workspaceIdClaimed(context: EventContext, facts: WorkspaceIdClaimedFacts): WorkspaceIdClaimed {
  return { type: 'WorkspaceIdClaimed', context, facts, body: null };
}
