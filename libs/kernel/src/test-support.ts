import type { DraftEvent, EventContext } from './index.js';
import { guidOf, type Guid } from './index.js';

/** A GUID that a reader of a test can tell from the others; `number` is at most 12 digits. */
export function guidNumber<G extends Guid>(number: number): G {
  return guidOf<G>(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);
}

export const context: EventContext = {
  workspaceId: guidNumber(1),
  dataSetId: guidNumber(2),
  instanceId: guidNumber(2),
  conceptId: guidNumber(3),
  parentId: guidNumber(1),
  hierarchy: `/${guidNumber(1)}/`,
  dataVersion: 1,
  previousRevision: null,
  change: 'created',
  deletionId: null,
  count: null,
  digest: null,
  userId: guidNumber(4),
  profileId: guidNumber(5),
  commandId: guidNumber(6),
  requestHash: null,
  correlationId: 'correlation 1',
  causationId: guidNumber(6),
  authorityRevision: null,
  judgedBy: [],
};

/** A draft that differs from every other call's only where `changed` says so. */
export function draftOf(changed: Partial<DraftEvent> = {}): DraftEvent {
  return {
    type: 'InstanceSaved',
    context,
    facts: { name: 'Policy 1', status: 'Active' },
    body: Buffer.from('<policy/>'),
    ...changed,
  };
}
