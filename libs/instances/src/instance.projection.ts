import type { InstanceSavedFacts, OpenedEvent } from '@datakeep/kernel';
import type { ViewChange } from '@datakeep/view-store';
import { instanceViews } from './instance.views.js';

const carried = ['createdBy', 'createdOnMs'] as const;

/** Rows, XML, access sets and newest events of instances. Pure: the same event gives the same changes, whenever. */
export function projectInstances(event: OpenedEvent): readonly ViewChange[] {
  // A workspace is an instance too; its first event says the same things about it.
  return event.type === 'InstanceSaved' || event.type === 'WorkspaceCreated' ? projectSaved(event) : [];
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
  for (const touched of [instanceId, ...ancestorsInDataSet(header.hierarchy)]) {
    const newest = { workspaceId, instanceId: touched, acl: facts.acl, place, timeMs };
    changes.push({ change: 'raise-newest', view: instanceViews.newest.name, ...newest });
  }
  return changes;
}

/** The ancestors below the workspace: `lastUpdated` goes up to the root of the data set (design, section 1). */
function ancestorsInDataSet(hierarchy: string): readonly string[] {
  return hierarchy.split('/').slice(2, -1);
}
