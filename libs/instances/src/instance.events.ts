import type { DraftEvent, EventContext, InstanceId, InstanceSaved } from '@datakeep/kernel';

export interface IdClaimedFacts {
  /** The data set that the claimed id lives in. */
  readonly dataSetId: InstanceId;
}

/** Stands in the stream `dataset-{ws}-X` and says in which data set the id X lives (design, section 2, "Ids"). */
export type IdClaimed = DraftEvent<'IdClaimed', IdClaimedFacts>;

/** Everything that a stream of a data set can hold and its state must know. */
export type DataSetEvent = InstanceSaved | IdClaimed;

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
