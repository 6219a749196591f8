import { describe, expect, it } from '@jest/globals';
import { openEvent, sealEvent, type DraftEvent, type OpenedEvent } from '@datakeep/kernel';
import { claimEnded, workspaceCreated } from '@datakeep/workspaces';
import {
  accessGranted,
  accessRevoked,
  idClaimed,
  instanceMoved,
  instanceRestored,
  instanceStatusChanged,
} from './instance.events.js';
import { projectInstances } from './instance.projection.js';
import {
  child,
  colleague,
  commandOf,
  coverage,
  deletedEvent,
  guidNumber,
  me,
  other,
  policy,
  root,
  savedEvent,
  workspaceId,
  xml,
} from './test-support.js';

const at = { revision: 7, place: 70, timeMs: 1_000 };
const deletionId = guidNumber(500);

/** The event as the projector gets it, at revision 7 and place 70. */
function recorded(draft: DraftEvent): OpenedEvent {
  return openEvent({ ...sealEvent(draft, null), stream: `dataset-${workspaceId}-${root}`, ...at });
}

const below = { instanceId: other, under: [root, child], conceptId: coverage, facts: { name: 'Coverage 1' } };
const saved = savedEvent({ access: [me, colleague], facts: { reason: 'Because' } });
const changed = savedEvent({ dataVersion: 3, previousRevision: 4, body: xml('<third/>') });
const renamed = savedEvent({ dataVersion: 3, previousRevision: 4, facts: { name: 'Policy 2', status: 'Locked' } });
const deleted = deletedEvent([root, child], { previousRevision: 4, deletionId });
const restored = instanceRestored(
  { ...deleted.context, change: 'restored', previousRevision: 6 },
  { name: 'Policy 2', acl: saved.facts.acl },
);

const rowOf = (draft: DraftEvent & { facts: { acl: string } }) => ({
  workspaceId,
  instanceId: root,
  openedAt: 7,
  fromPosition: 70,
  dataSetId: root,
  hierarchy: `/${workspaceId}/`,
  acl: draft.facts.acl,
  conceptId: policy,
  parentId: workspaceId,
  name: 'Policy 1',
  status: 'Active',
  dataVersion: draft.context.dataVersion,
  change: draft.context.change,
  xmlRevision: 7,
  insertedBy: me,
  insertedOnMs: 1_000,
  commandId: draft.context.commandId,
  reason: null,
});
const raised = (instanceId: string, acl: string) => ({
  change: 'raise-newest',
  view: 'instance_newest',
  workspaceId,
  instanceId,
  acl,
  place: 70,
  timeMs: 1_000,
});
/** What every event of a row says beside its rows: where it stands in the log, and that it is the newest here. */
const noted = (acl: string, dataSetId: string = root) => [
  {
    change: 'note-event',
    view: 'event_index',
    workspaceId,
    dataSetId,
    instanceId: root,
    hierarchy: `/${workspaceId}/`,
    revision: 7,
    place: 70,
    timeMs: 1_000,
    acl,
  },
  { change: 'note-time', view: 'log_times', place: 70, timeMs: 1_000 },
  raised(root, acl),
];
const xmlEntry = (bytes: Uint8Array) => ({
  change: 'put-entry',
  view: 'instance_xml',
  entry: { workspaceId, instanceId: root, xmlRevision: 7, xml: bytes },
});

describe('the projection of a save', () => {
  it('opens the first row of a new instance, with its XML once and whoever may see it', () => {
    const { acl } = saved.facts;
    expect(projectInstances(recorded(saved))).toEqual([
      xmlEntry(xml()),
      { change: 'define-access-set', acl, principals: [me, colleague] },
      {
        change: 'open-row',
        view: 'instance_rows',
        row: { ...rowOf(saved), reason: 'Because', createdBy: me, createdOnMs: 1_000 },
      },
      ...noted(acl),
    ]);
  });

  it('closes the row before, at the place where the new one begins, and carries on who created it', () => {
    expect(projectInstances(recorded(changed))).toEqual([
      xmlEntry(xml('<third/>')),
      {
        change: 'open-row',
        view: 'instance_rows',
        row: rowOf(changed),
        carry: { openedAt: 4, fields: ['createdBy', 'createdOnMs'] },
      },
      { change: 'close-row', view: 'instance_rows', key: { workspaceId, instanceId: root, openedAt: 4 }, at: 70 },
      ...noted(changed.facts.acl),
    ]);
  });

  it('takes name and status from the event', () => {
    expect(projectInstances(recorded(renamed))).toContainEqual(
      expect.objectContaining({ change: 'open-row', row: { ...rowOf(renamed), name: 'Policy 2', status: 'Locked' } }),
    );
  });

  it('is the newest event on the instance and on each ancestor up to the root, never on the workspace', () => {
    const { acl } = savedEvent(below).facts;
    const newest = projectInstances(recorded(savedEvent(below))).filter(({ change }) => change === 'raise-newest');
    expect(newest).toEqual([raised(other, acl), raised(root, acl), raised(child, acl)]);
  });

  it('makes a row of a workspace too, which is an instance in no data set but its own', () => {
    const { context, facts } = savedEvent();
    const created = workspaceCreated(
      { ...context, instanceId: workspaceId, dataSetId: null, parentId: null, hierarchy: '/' },
      { ...facts, kind: 'customer' },
    );
    const changes = projectInstances(recorded(created));
    expect(changes).toContainEqual(
      expect.objectContaining({
        change: 'open-row',
        row: expect.objectContaining({ instanceId: workspaceId, dataSetId: workspaceId, parentId: null, hierarchy: '/' }),
      }),
    );
    expect(changes.filter(({ change }) => change === 'raise-newest')).toEqual([raised(workspaceId, facts.acl)]);
  });

  it('refuses an event that was read without its body: the XML would be lost', () => {
    expect(() => projectInstances({ ...recorded(saved), body: null })).toThrow('needs its body');
  });
});

describe('the projection of a deletion and its restore', () => {
  const tree = {
    view: 'instance_rows',
    workspaceId,
    dataSetId: root,
    instanceId: root,
    hierarchy: `/${workspaceId}/`,
    at: 70,
    endedBy: deletionId,
  };

  it('closes the whole tree with one change, and lists the deletion, newest first', () => {
    const row = {
      workspaceId,
      instanceId: deletionId,
      openedAt: 7,
      fromPosition: 70,
      dataSetId: root,
      hierarchy: `/${workspaceId}/`,
      acl: deleted.facts.acl,
      recency: Number.MAX_SAFE_INTEGER - 70,
      rootId: root,
      conceptId: policy,
      parentId: workspaceId,
      name: 'Policy 1',
      deletedBy: me,
      deletedOnMs: 1_000,
      reason: null,
      dataVersion: 1,
    };
    expect(projectInstances(recorded(deleted))).toEqual([
      { change: 'close-tree', ...tree },
      { change: 'open-row', view: 'deletion_rows', row },
      ...noted(deleted.facts.acl),
    ]);
  });

  it('opens it again under the name that the restore gave, and closes the deletion', () => {
    expect(projectInstances(recorded(restored))).toEqual([
      { change: 'reopen-tree', ...tree, openedAt: 7, rootFields: { name: 'Policy 2' } },
      { change: 'close-row', view: 'deletion_rows', key: { workspaceId, instanceId: deletionId, openedAt: 6 }, at: 70 },
      ...noted(saved.facts.acl),
    ]);
  });

  it('refuses an event of a tree that names no deletion', () => {
    const { context, facts } = deleted;
    expect(() => projectInstances(recorded({ ...deleted, context: { ...context, deletionId: null } }))).toThrow(
      'name the deletion',
    );
    expect(() => projectInstances(recorded(instanceRestored({ ...context, previousRevision: null }, facts)))).toThrow(
      'revision that it goes on from',
    );
  });
});

describe('the projection of a move, a status and a change of access', () => {
  const tree = { view: 'instance_rows', workspaceId, dataSetId: root, instanceId: child, at: 70, openedAt: 7 };
  const { context } = savedEvent({ ...below, instanceId: child, under: [root, other], dataVersion: 2, previousRevision: 4 });
  const facts = { name: 'Coverage 1', status: 'Locked', acl: saved.facts.acl, reason: 'Because' };
  const access = { name: 'Coverage 1', acl: saved.facts.acl, principals: [colleague], scope: 'tree', seenBy: [me] } as const;

  it('moves the whole tree with one change, and makes a version of its root only', () => {
    const moved = instanceMoved({ ...context, change: 'moved', count: 2 }, { ...facts, fromParentId: root, seen: 2 });
    const rootFields = {
      parentId: other,
      name: 'Coverage 1',
      status: 'Locked',
      dataVersion: 2,
      change: 'moved',
      insertedBy: me,
      insertedOnMs: 1_000,
      commandId: context.commandId,
      reason: 'Because',
    };
    expect(projectInstances(recorded(moved))[0]).toEqual({
      change: 'move-tree',
      ...tree,
      hierarchy: `/${workspaceId}/${root}/${other}/`,
      rootFields,
    });
  });

  it('opens a row with the new status, and carries on the XML that is not told again', () => {
    const changes = projectInstances(recorded(instanceStatusChanged({ ...context, change: 'status-changed' }, facts)));
    expect(changes.slice(0, 2)).toEqual([
      {
        change: 'open-row',
        view: 'instance_rows',
        row: expect.objectContaining({ status: 'Locked', dataVersion: 2, change: 'status-changed' }),
        carry: { openedAt: 4, fields: ['createdBy', 'createdOnMs', 'xmlRevision'] },
      },
      { change: 'close-row', view: 'instance_rows', key: { workspaceId, instanceId: child, openedAt: 4 }, at: 70 },
    ]);
    expect(changes[0]).not.toHaveProperty('row.xmlRevision');
  });

  it('changes the access of what the sender sees, to and fro', () => {
    const granted = projectInstances(recorded(accessGranted({ ...context, change: 'granted', count: 2 }, access)));
    const revoked = projectInstances(recorded(accessRevoked({ ...context, change: 'revoked', count: 2 }, access)));
    const change = { change: 'change-access', ...tree, scope: 'tree', seenBy: [me] };
    expect(granted[0]).toEqual({ ...change, grant: [colleague], revoke: [] });
    expect(revoked[0]).toEqual({ ...change, grant: [], revoke: [colleague] });
  });

  it('refuses an event of a tree that stands in no data set', () => {
    const nowhere = { ...context, change: 'granted', count: 2, dataSetId: null } as const;
    expect(() => projectInstances(recorded(accessGranted(nowhere, access)))).toThrow('names its data set');
  });
});

describe('the projection of instances', () => {
  it('makes nothing of claims', () => {
    const context = { ...commandOf(), workspaceId, instanceId: root, conceptId: policy };
    const others = [
      idClaimed(saved.context, { dataSetId: other }),
      claimEnded(context, { claimStream: 'rootname-a', claimRevision: 0 }),
    ];
    expect(others.flatMap((draft) => projectInstances(recorded(draft)))).toEqual([]);
  });

  it('notes that a user joined with the access set that the row of the user has', () => {
    const [note, ...others] = projectInstances(recorded({ ...saved, type: 'UserJoined', facts: { profileId: guidNumber(30) } }));
    expect(note).toMatchObject({ change: 'note-event', instanceId: root, place: 70 });
    expect(note).not.toHaveProperty('acl');
    expect(others.map(({ change }) => change)).toEqual(['note-time']);
  });

  it.each([
    ['a create', saved],
    ['a change', changed],
    ['a rename', renamed],
    ['a delete', deleted],
    ['a restore', restored],
  ])('says the same about %s again, and leaves the event as it was', (_what, draft) => {
    const event = recorded(draft);
    const before = structuredClone(event);
    expect(projectInstances(event)).toEqual(projectInstances(recorded(draft)));
    expect(event).toEqual(before);
  });
});
