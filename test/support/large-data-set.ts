import { openSqliteEventStore } from '@datakeep/event-store-sqlite';
import {
  accessSetOf,
  guidOf,
  instanceSaved,
  sealEvent,
  streamOf,
  type CommandId,
  type ConceptId,
  type EventContext,
  type InstanceId,
  type SealedEvent,
} from '@datakeep/kernel';
import type { Owner } from '@datakeep/workspaces';
import { coverage, policy, xmlOf } from './samples.js';

/** Events of one append; far below what an append may be in bytes. */
const eventsOfAppend = 500;
/** Children of one parent: five levels hold 100,000 instances. */
const childrenOfParent = 10;

/** The id of the instance with that number; 0 is the root. */
export const instanceNumber = (number: number): InstanceId =>
  guidOf(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);

/**
 * Writes a data set of so many instances straight into the log of a folder on which nothing runs: a tree in which each parent has
 * ten children, ids and names by number. As 100,000 commands would leave it, in seconds.
 */
export async function writeLargeDataSet(
  folder: string,
  owner: Owner,
  { instances }: { readonly instances: number },
): Promise<void> {
  const store = await openSqliteEventStore({ folder });
  const stream = streamOf.dataSet(owner.workspaceId, instanceNumber(0));
  let previous: string | null = null;
  let written = 0;
  while (written < instances) {
    const events: SealedEvent[] = [];
    for (let number = written; number < Math.min(instances, written + eventsOfAppend); number += 1) {
      const sealed = sealEvent(savedBy(owner, number), previous);
      previous = sealed.eventHash;
      events.push(sealed);
    }
    const { outcome } = await store.append({ stream, expectedRevision: written - 1, events });
    if (outcome !== 'appended') throw new Error('somebody else writes to the data set');
    written += events.length;
  }
  await store.close();
}

function savedBy({ workspaceId, userId, profileId }: Owner, number: number) {
  const commandId = guidOf<CommandId>(`10000000-0000-4000-8000-${String(number).padStart(12, '0')}`);
  const ancestors = ancestorsOf(number);
  const context: EventContext = {
    workspaceId,
    dataSetId: instanceNumber(0),
    instanceId: instanceNumber(number),
    conceptId: guidOf<ConceptId>(number === 0 ? policy : coverage),
    parentId: ancestors.at(-1) ?? workspaceId,
    hierarchy: `/${[workspaceId, ...ancestors].join('/')}/`,
    dataVersion: 1,
    previousRevision: null,
    change: 'created',
    deletionId: null,
    count: null,
    digest: null,
    userId,
    profileId,
    commandId,
    requestHash: null,
    correlationId: commandId,
    causationId: commandId,
    authorityRevision: null,
    judgedBy: [],
  };
  const facts = { name: `Part ${String(number)}`, status: 'Active', acl: accessSetOf(workspaceId, [userId]), access: [userId] };
  return instanceSaved(context, facts, Buffer.from(xmlOf(String(number))));
}

function ancestorsOf(number: number): readonly InstanceId[] {
  const ancestors: InstanceId[] = [];
  for (let of = number; of > 0;) {
    of = Math.floor((of - 1) / childrenOfParent);
    ancestors.push(instanceNumber(of));
  }
  return ancestors.reverse();
}
