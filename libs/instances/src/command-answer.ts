import type { EventStore } from '@datakeep/event-store';
import type { Guid, OpenedEvent } from '@datakeep/kernel';
import { eventAt, type DataSetKey } from './data-set.log.js';
import type { Outcome } from './data-set.mailbox.js';
import type { InstanceRefusal, NeedsContent, NeedsRootName } from './instance.refusals.js';

/** What the answer to a command is made from: its event, appended now or remembered from the first time. */
export interface CommandEvent {
  readonly header: Pick<
    OpenedEvent['header'],
    'commandId' | 'instanceId' | 'dataVersion' | 'hierarchy' | 'change' | 'deletionId' | 'count'
  >;
  readonly facts: unknown;
  readonly place: number;
}

/** The deletion and the number of instances that an event of a tree names. */
export function treeOf({ header }: CommandEvent): { readonly deletionId: Guid; readonly count: number } {
  const { deletionId, count } = header;
  if (deletionId === null || count === null) throw new TypeError('an event of a tree names its deletion and its size');
  return { deletionId, count };
}

/**
 * The event of an outcome; a remembered one is read again, because the first answer is rebuilt from the events and never
 * stored (design, section 2, "Idempotency"). The key's other request is refused.
 */
export async function answeredBy(
  events: EventStore,
  key: DataSetKey,
  outcome: Exclude<Outcome, NeedsRootName | NeedsContent>,
  requestHash: string | null,
): Promise<CommandEvent | InstanceRefusal> {
  if ('refused' in outcome) return outcome;
  if ('appended' in outcome) {
    const { context: header, facts } = outcome.appended[0]!;
    return { header, facts, place: outcome.place };
  }
  const event = await eventAt(events, key, outcome.remembered);
  return event.header.requestHash === requestHash ? event : { refused: 'idempotency-key-reused' };
}

/** What a command answers that made a version of one instance. */
export interface SavedAnswer extends Pick<CommandEvent['header'], 'commandId' | 'instanceId' | 'dataVersion' | 'hierarchy'> {
  readonly place: number;
}

export function savedAnswer({ header, place }: CommandEvent): SavedAnswer {
  const { commandId, instanceId, dataVersion, hierarchy } = header;
  return { commandId, instanceId, dataVersion, hierarchy, place };
}
