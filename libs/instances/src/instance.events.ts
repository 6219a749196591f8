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

/** The whole tree that a deletion took is back. Its `previousRevision` is the deletion's. */
export type InstanceRestored = DraftEvent<'InstanceRestored', InstanceRestoredFacts>;

/** Everything that a command on a data set appends to its stream. */
export type DataSetEvent = InstanceSaved | InstanceDeleted | InstanceRestored | IdClaimed | ClaimEnded;

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

type Standing = Pick<EventContext, 'instanceId' | 'conceptId' | 'parentId' | 'hierarchy'>;

/** Where an instance stands, as every event about it says; picked, because its state holds more than that. */
export function placeOf({ instanceId, conceptId, parentId, hierarchy }: Standing): Standing {
  return { instanceId, conceptId, parentId, hierarchy };
}

/** The parts of a header that only events of a subtree, or later features, fill. */
export const plainEvent = { deletionId: null, count: null, digest: null, authorityRevision: null, judgedBy: [] } as const;
