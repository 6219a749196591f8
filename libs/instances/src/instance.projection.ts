import type { InstanceSavedFacts, OpenedEvent } from '@datakeep/kernel';
import type { ViewChange } from '@datakeep/view-store';
import type {
  AccessChangedFacts,
  InstanceDeletedFacts,
  InstanceMovedFacts,
  InstanceRestoredFacts,
  InstanceStatusChangedFacts,
} from './instance.events.js';
import { instanceViews } from './instance.views.js';

const view = instanceViews.rows.name;
const carriedBySave = ['createdBy', 'createdOnMs'] as const;
const carriedByStatus = [...carriedBySave, 'xmlRevision'] as const;

/** Rows, XML, access sets, deletions and the index of events of instances. Pure: the same event gives the same changes, whenever. */
export function projectInstances(event: OpenedEvent): readonly ViewChange[] {
  switch (event.type) {
    case 'InstanceSaved':
    // A workspace is an instance too; its first event says the same things about it.
    case 'WorkspaceCreated':
      return [...projectSaved(event), ...noted(event)];
    case 'InstanceMoved':
      return [...projectMoved(event), ...noted(event)];
    case 'InstanceStatusChanged':
      return [...projectStatus(event), ...noted(event)];
    case 'InstanceDeleted':
      return [...projectDeleted(event), ...noted(event)];
    case 'InstanceRestored':
      return [...projectRestored(event), ...noted(event)];
    case 'AccessGranted':
      return [...projectAccess(event, 'grant'), ...noted(event)];
    case 'AccessRevoked':
      return [...projectAccess(event, 'revoke'), ...noted(event)];
    case 'UserJoined':
      return noted(event);
    default:
      return [];
  }
}

function projectSaved(event: OpenedEvent): readonly ViewChange[] {
  const { header, revision, body } = event;
  const { workspaceId, instanceId, previousRevision } = header;
  if (body === null) throw new TypeError('the projection of a save needs its body');
  const facts = event.facts as InstanceSavedFacts;
  const xml = { workspaceId, instanceId, xmlRevision: revision, xml: body };
  const changes: ViewChange[] = [{ change: 'put-entry', view: instanceViews.xml.name, entry: xml }];
  if (facts.access !== undefined) changes.push({ change: 'define-access-set', acl: facts.acl, principals: facts.access });
  const row = { ...rowOf(event, facts), xmlRevision: revision };
  if (previousRevision === null) {
    changes.push({ change: 'open-row', view, row: { ...row, createdBy: header.userId, createdOnMs: event.timeMs } });
  } else {
    changes.push({ change: 'open-row', view, row, carry: { openedAt: previousRevision, fields: carriedBySave } });
    changes.push(closed(event, previousRevision));
  }
  return changes;
}

function projectStatus(event: OpenedEvent): readonly ViewChange[] {
  const openedAt = previousOf(event);
  const row = rowOf(event, event.facts as InstanceStatusChangedFacts);
  return [{ change: 'open-row', view, row, carry: { openedAt, fields: carriedByStatus } }, closed(event, openedAt)];
}

function projectMoved(event: OpenedEvent): readonly ViewChange[] {
  const { parentId, name, status, dataVersion, change, insertedBy, insertedOnMs, commandId, reason } = rowOf(
    event,
    event.facts as InstanceMovedFacts,
  );
  const rootFields = { parentId, name, status, dataVersion, change, insertedBy, insertedOnMs, commandId, reason };
  return [{ change: 'move-tree', ...treeOf(event), openedAt: event.revision, rootFields }];
}

function projectDeleted(event: OpenedEvent): readonly ViewChange[] {
  const { header, revision, place, timeMs } = event;
  const facts = event.facts as InstanceDeletedFacts;
  const { dataSetId, hierarchy } = treeOf(event);
  const endedBy = deletionOf(event);
  const row = {
    workspaceId: header.workspaceId,
    instanceId: endedBy,
    openedAt: revision,
    fromPosition: place,
    dataSetId,
    hierarchy,
    acl: facts.acl,
    recency: Number.MAX_SAFE_INTEGER - place,
    rootId: header.instanceId,
    conceptId: header.conceptId,
    parentId: header.parentId,
    name: facts.name,
    deletedBy: header.userId,
    deletedOnMs: timeMs,
    reason: facts.reason ?? null,
    dataVersion: header.dataVersion,
  };
  return [
    { change: 'close-tree', ...treeOf(event), endedBy },
    { change: 'open-row', view: instanceViews.deletions.name, row },
  ];
}

function projectRestored(event: OpenedEvent): readonly ViewChange[] {
  const { header, revision, place } = event;
  const { name } = event.facts as InstanceRestoredFacts;
  const endedBy = deletionOf(event);
  const key = { workspaceId: header.workspaceId, instanceId: endedBy, openedAt: previousOf(event) };
  return [
    { change: 'reopen-tree', ...treeOf(event), endedBy, openedAt: revision, rootFields: { name } },
    { change: 'close-row', view: instanceViews.deletions.name, key, at: place },
  ];
}

function projectAccess(event: OpenedEvent, kind: 'grant' | 'revoke'): readonly ViewChange[] {
  const { principals, scope, seenBy } = event.facts as AccessChangedFacts;
  const { hierarchy: _, ...tree } = treeOf(event);
  const [grant, revoke] = kind === 'grant' ? [principals, []] : [[], principals];
  return [{ change: 'change-access', ...tree, openedAt: event.revision, scope, grant, revoke, seenBy }];
}

/** The row that a version opens, but for what only its first version or its XML tells. */
function rowOf({ header, revision, place, timeMs }: OpenedEvent, facts: Omit<InstanceSavedFacts, 'access'>) {
  const { workspaceId, instanceId } = header;
  return {
    workspaceId,
    instanceId,
    openedAt: revision,
    fromPosition: place,
    dataSetId: header.dataSetId ?? instanceId,
    hierarchy: header.hierarchy,
    acl: facts.acl,
    conceptId: header.conceptId,
    parentId: header.parentId,
    name: facts.name,
    status: facts.status,
    dataVersion: header.dataVersion,
    change: header.change,
    insertedBy: header.userId,
    insertedOnMs: timeMs,
    commandId: header.commandId,
    reason: facts.reason ?? null,
  };
}

function closed({ header, place }: OpenedEvent, openedAt: number): ViewChange {
  const { workspaceId, instanceId } = header;
  return { change: 'close-row', view, key: { workspaceId, instanceId, openedAt }, at: place };
}

function treeOf({ header, place }: OpenedEvent) {
  const { workspaceId, instanceId, dataSetId, hierarchy } = header;
  if (dataSetId === null) throw new TypeError('an event of a tree names its data set');
  return { view, workspaceId, dataSetId, instanceId, hierarchy, at: place };
}

function deletionOf({ header: { deletionId } }: OpenedEvent): string {
  if (deletionId === null) throw new TypeError('a deletion and its restore name the deletion');
  return deletionId;
}

function previousOf({ header: { previousRevision } }: OpenedEvent): number {
  if (previousRevision === null) throw new TypeError('this event names the revision that it goes on from');
  return previousRevision;
}

/**
 * The event stands in the index of events, says when the log reached its place, and is the newest one on its instance and on
 * each ancestor, for whoever sees the access set: `lastUpdated` goes up to the root of the data set (design, section 1).
 */
function noted(event: OpenedEvent): readonly ViewChange[] {
  const { header, revision, place, timeMs } = event;
  const { workspaceId, instanceId, hierarchy } = header;
  const { acl } = event.facts as { readonly acl?: string };
  const dataSetId = header.dataSetId ?? instanceId;
  const note = { workspaceId, dataSetId, instanceId, hierarchy, revision, place, timeMs, ...(acl === undefined ? {} : { acl }) };
  const changes: ViewChange[] = [
    { change: 'note-event', view: instanceViews.events.name, ...note },
    { change: 'note-time', view: instanceViews.times.name, place, timeMs },
  ];
  if (acl === undefined) return changes;
  for (const touched of [instanceId, ...ancestorsInDataSet(hierarchy)]) {
    const { name } = instanceViews.newest;
    changes.push({ change: 'raise-newest', view: name, workspaceId, instanceId: touched, acl, place, timeMs });
  }
  return changes;
}

function ancestorsInDataSet(hierarchy: string): readonly string[] {
  return hierarchy.split('/').slice(2, -1);
}
