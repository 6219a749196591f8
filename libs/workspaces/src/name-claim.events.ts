import type { DraftEvent, EventContext, InstanceId } from '@datakeep/kernel';

export interface RootNameClaimedFacts {
  /** The data set, or the workspace, that may now save under the name. */
  readonly holderId: InstanceId;
}

/** Stands in `rootname-{ws}-{hmac}`; the last one counts (design, section 2, "Claims"). */
export type RootNameClaimed = DraftEvent<'RootNameClaimed', RootNameClaimedFacts>;

export interface ClaimEndedFacts {
  readonly claimStream: string;
  /** Claims of that stream up to this revision give their holder nothing any more. */
  readonly claimRevision: number;
}

/** The fence: stands in the stream of a holder whose claim is taken over, before it is. */
export type ClaimEnded = DraftEvent<'ClaimEnded', ClaimEndedFacts>;

/** Who writes a claim or a fence, for which instance. */
export type ClaimContext = Pick<
  EventContext,
  | 'workspaceId'
  | 'instanceId'
  | 'conceptId'
  | 'userId'
  | 'profileId'
  | 'commandId'
  | 'requestHash'
  | 'correlationId'
  | 'causationId'
>;

export function rootNameClaimed(context: ClaimContext, facts: RootNameClaimedFacts): RootNameClaimed {
  return { type: 'RootNameClaimed', context: { ...noRow(context), change: 'claimed' }, facts, body: null };
}

export function claimEnded(context: ClaimContext, facts: ClaimEndedFacts): ClaimEnded {
  return { type: 'ClaimEnded', context: { ...noRow(context), change: 'claim-ended' }, facts, body: null };
}

/** Picked by name, because what a caller passes may hold more than an event may keep. */
function noRow(context: ClaimContext): Omit<EventContext, 'change'> {
  const { workspaceId, instanceId, conceptId, userId, profileId, commandId, requestHash, correlationId, causationId } = context;
  return {
    workspaceId,
    dataSetId: instanceId,
    instanceId,
    conceptId,
    parentId: null,
    hierarchy: '',
    dataVersion: 0,
    previousRevision: null,
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
  };
}
