import type { DraftEvent, EventContext, InstanceId, InstanceSaved } from '@datakeep/kernel';
import type { ClaimEnded } from '@datakeep/workspaces';

export interface IdClaimedFacts {
  /** The data set that the claimed id lives in. */
  readonly dataSetId: InstanceId;
}

/** Stands in the stream `dataset-{ws}-X` and says in which data set the id X lives (design, section 2, "Ids"). */
export type IdClaimed = DraftEvent<'IdClaimed', IdClaimedFacts>;

export interface InstanceDeletedFacts {
  /** Name and access set of the tree's root when it was deleted. */
  readonly name: string;
  readonly acl: string;
  readonly reason?: string;
}

/** A whole tree was deleted: one event that names its root; the state at its revision is the set (design, section 3). */
export type InstanceDeleted = DraftEvent<'InstanceDeleted', InstanceDeletedFacts>;

export interface InstanceRestoredFacts {
  /** Name of the tree's root from now on. */
  readonly name: string;
  readonly acl: string;
  readonly reason?: string;
}

/** The whole tree that a deletion took is back, where its parent stands now. Its `previousRevision` is the deletion's. */
export type InstanceRestored = DraftEvent<'InstanceRestored', InstanceRestoredFacts>;

export interface InstanceMovedFacts {
  readonly name: string;
  readonly status: string;
  readonly acl: string;
  /** Where it stood before. */
  readonly fromParentId: InstanceId;
  /** Instances of the tree that the mover could see: the number that he is told, now and when he asks again. */
  readonly seen: number;
  readonly reason?: string;
}

/** An instance stands under another parent of its data set, and everything below it moved along: a version of its own only. */
export type InstanceMoved = DraftEvent<'InstanceMoved', InstanceMovedFacts>;

export interface InstanceStatusChangedFacts {
  readonly name: string;
  readonly status: string;
  readonly acl: string;
  readonly reason?: string;
}

/** A version that differs from the one before in its status only; its XML is that of the version before. */
export type InstanceStatusChanged = DraftEvent<'InstanceStatusChanged', InstanceStatusChangedFacts>;

export interface AccessChangedFacts {
  /** Name of the instance, and its access set after the change. */
  readonly name: string;
  readonly acl: string;
  /** Whoever was given the rows, or lost them. */
  readonly principals: readonly string[];
  readonly scope: 'instance' | 'tree';
  /** Principals of whoever sent the command: what they do not see is not touched. With the state this defines the set. */
  readonly seenBy: readonly string[];
  readonly reason?: string;
}

/** Access rows were added to an instance or to what its sender sees of a tree; `count` says to how many. It makes no version. */
export type AccessGranted = DraftEvent<'AccessGranted', AccessChangedFacts>;

/** Access rows were taken away, as `AccessGranted` adds them. */
export type AccessRevoked = DraftEvent<'AccessRevoked', AccessChangedFacts>;

/** Everything that a command on a data set appends to its stream. */
export type DataSetEvent =
  | InstanceSaved
  | InstanceMoved
  | InstanceStatusChanged
  | InstanceDeleted
  | InstanceRestored
  | AccessGranted
  | AccessRevoked
  | IdClaimed
  | ClaimEnded;

/** An event as the state takes it: decided just now or read from the log. */
export interface PlacedEvent {
  readonly type: string;
  readonly header: Omit<EventContext, 'correlationId' | 'causationId'>;
  readonly facts: unknown;
  readonly revision: number;
}

export function idClaimed(context: EventContext, facts: IdClaimedFacts): IdClaimed {
  return { type: 'IdClaimed', context, facts, body: null };
}

export function instanceDeleted(context: EventContext, facts: InstanceDeletedFacts): InstanceDeleted {
  return { type: 'InstanceDeleted', context, facts, body: null };
}

export function instanceRestored(context: EventContext, facts: InstanceRestoredFacts): InstanceRestored {
  return { type: 'InstanceRestored', context, facts, body: null };
}

export function instanceMoved(context: EventContext, facts: InstanceMovedFacts): InstanceMoved {
  return { type: 'InstanceMoved', context, facts, body: null };
}

export function instanceStatusChanged(context: EventContext, facts: InstanceStatusChangedFacts): InstanceStatusChanged {
  return { type: 'InstanceStatusChanged', context, facts, body: null };
}

export function accessGranted(context: EventContext, facts: AccessChangedFacts): AccessGranted {
  return { type: 'AccessGranted', context, facts, body: null };
}

export function accessRevoked(context: EventContext, facts: AccessChangedFacts): AccessRevoked {
  return { type: 'AccessRevoked', context, facts, body: null };
}

/** The parts of a header that only events of a subtree, or later features, fill. */
export const plainEvent = { deletionId: null, count: null, digest: null, authorityRevision: null, judgedBy: [] } as const;

/** The reason of a command as a fact: nothing when none was given. */
export function reasonOf({ reason }: { readonly reason?: string | undefined }): { readonly reason?: string } {
  return reason === undefined ? {} : { reason };
}
