import type { InstanceSavedFacts, OpenedEvent } from '@datakeep/kernel';
import type { ViewChange } from '@datakeep/view-store';
import type { InstanceDeletedFacts, InstanceRestoredFacts } from './instance.events.js';
import { instanceViews } from './instance.views.js';

const carried = ['createdBy', 'createdOnMs'] as const;

/** Rows, XML, access sets, deletions and newest events of instances. Pure: the same event gives the same changes, whenever. */
export function projectInstances(event: OpenedEvent): readonly ViewChange[] {
  switch (event.type) {
    case 'InstanceSaved':
    // A workspace is an instance too; its first event says the same things about it.
    case 'WorkspaceCreated':
      return projectSaved(event);
    case 'InstanceDeleted':
      return projectDeleted(event);
    case 'InstanceRestored':
      return projectRestored(event);
    default:
      return [];
  }
}

function projectSaved(event: OpenedEvent): readonly ViewChange[] {
  const { header, revision, place, timeMs, body } = event;
  const { workspaceId, instanceId, previousRevision } = header;
  if (body === null) throw new TypeError('the projection of a save needs its body');
  const facts = event.facts as InstanceSavedFacts;
  const view = instanceViews.rows.name;
  const row = {
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
    xmlRevision: revision,
    insertedBy: header.userId,
    insertedOnMs: timeMs,
    commandId: header.commandId,
    reason: facts.reason ?? null,
  };
  const changes: ViewChange[] = [
    { change: 'put-entry', view: instanceViews.xml.name, entry: { workspaceId, instanceId, xmlRevision: revision, xml: body } },
  ];
  if (facts.access !== undefined) changes.push({ change: 'define-access-set', acl: facts.acl, principals: facts.access });
  if (previousRevision === null) {
    changes.push({ change: 'open-row', view, row: { ...row, createdBy: header.userId, createdOnMs: timeMs } });
  } else {
    const key = { workspaceId, instanceId, openedAt: previousRevision };
    changes.push({ change: 'open-row', view, row, carry: { openedAt: previousRevision, fields: carried } });
    changes.push({ change: 'close-row', view, key, at: place });
  }
  return [...changes, ...raised(event, facts.acl)];
}

function projectDeleted(event: OpenedEvent): readonly ViewChange[] {
  const { header, revision, place, timeMs } = event;
  const facts = event.facts as InstanceDeletedFacts;
  const { endedBy, dataSetId, tree } = treeOf(event);
  const row = {
    workspaceId: header.workspaceId,
    instanceId: endedBy,
    openedAt: revision,
    fromPosition: place,
    dataSetId,
    hierarchy: header.hierarchy,
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
    { change: 'close-tree', ...tree, endedBy },
    { change: 'open-row', view: instanceViews.deletions.name, row },
    ...raised(event, facts.acl),
  ];
}

function projectRestored(event: OpenedEvent): readonly ViewChange[] {
  const { header, revision, place } = event;
  const { name, acl } = event.facts as InstanceRestoredFacts;
  const { endedBy, tree } = treeOf(event);
  const { workspaceId, previousRevision } = header;
  if (previousRevision === null) throw new TypeError('a restore names the revision of its deletion');
  const key = { workspaceId, instanceId: endedBy, openedAt: previousRevision };
  return [
    { change: 'reopen-tree', ...tree, endedBy, openedAt: revision, rootFields: { name } },
    { change: 'close-row', view: instanceViews.deletions.name, key, at: place },
    ...raised(event, acl),
  ];
}

function treeOf({ header, place }: OpenedEvent) {
  const { workspaceId, instanceId, dataSetId, hierarchy, deletionId } = header;
  if (deletionId === null || dataSetId === null) throw new TypeError('an event of a tree names its deletion and its data set');
  const hierarchyPrefix = `${hierarchy}${instanceId}/`;
  const tree = { view: instanceViews.rows.name, workspaceId, dataSetId, instanceId, hierarchyPrefix, at: place };
  return { endedBy: deletionId, dataSetId, tree };
}

/** The event is the newest one on its instance and on each ancestor, for whoever sees the access set. */
function raised({ header, place, timeMs }: OpenedEvent, acl: string): readonly ViewChange[] {
  const { workspaceId, instanceId, hierarchy } = header;
  const view = instanceViews.newest.name;
  return [instanceId, ...ancestorsInDataSet(hierarchy)].map((touched) => {
    return { change: 'raise-newest', view, workspaceId, instanceId: touched, acl, place, timeMs };
  });
}

/** The ancestors below the workspace: `lastUpdated` goes up to the root of the data set (design, section 1). */
function ancestorsInDataSet(hierarchy: string): readonly string[] {
  return hierarchy.split('/').slice(2, -1);
}
