import type {
  EntryViewDeclaration,
  EventViewDeclaration,
  NewestViewDeclaration,
  RowViewDeclaration,
  TimeViewDeclaration,
} from '@datakeep/view-store';

const text = { type: 'text' } as const;
const textOrNull = { type: 'text', nullable: true } as const;
const integer = { type: 'integer' } as const;

/** The views of instances (design, section 5): one set of rows for live, history and deleted. */
export const instanceViews = {
  rows: {
    kind: 'rows',
    name: 'instance_rows',
    fields: {
      conceptId: text,
      parentId: textOrNull,
      name: text,
      status: text,
      dataVersion: integer,
      change: text,
      /** Revision of the event that holds the row's XML. */
      xmlRevision: integer,
      createdBy: text,
      createdOnMs: integer,
      insertedBy: text,
      insertedOnMs: integer,
      commandId: text,
      reason: textOrNull,
    },
    indexes: [
      // The children of an instance have one hierarchy, so these two list children and, as a range, descendants.
      { name: 'by_hierarchy', fields: ['hierarchy', 'name', 'instanceId'] },
      { name: 'by_hierarchy_and_concept', fields: ['hierarchy', 'conceptId', 'name', 'instanceId'] },
    ],
    inlines: { xml: { view: 'instance_xml', by: ['workspaceId', 'instanceId', 'xmlRevision'] } },
    names: {
      instances: 'open',
      instance_history: 'all',
      deleted_instances: 'deleted',
      instance_access: 'open-access',
      deleted_instance_access: 'deleted-access',
    },
  },
  xml: {
    kind: 'entries',
    name: 'instance_xml',
    audience: 'rows',
    key: ['workspaceId', 'instanceId', 'xmlRevision'],
    fields: { workspaceId: text, instanceId: text, xmlRevision: integer, xml: { type: 'bytes' } },
  },
  /** Deletions that can be restored: a row's `instanceId` is the deletion's, it is open until the restore. */
  deletions: {
    kind: 'rows',
    name: 'deletion_rows',
    fields: {
      /** 2^53 - 1 less the place of the deletion: ascending means newest first. */
      recency: integer,
      rootId: text,
      conceptId: text,
      parentId: text,
      name: text,
      deletedBy: text,
      deletedOnMs: integer,
      reason: textOrNull,
      dataVersion: integer,
    },
    indexes: [{ name: 'by_recency', fields: ['recency', 'instanceId'] }],
    names: { deletions: 'open' },
  },
  newest: { kind: 'newest', name: 'instance_newest', events: 'event_index' },
  events: { kind: 'events', name: 'event_index', of: 'instance_rows' },
  times: { kind: 'times', name: 'log_times' },
} as const satisfies {
  rows: RowViewDeclaration;
  xml: EntryViewDeclaration;
  deletions: RowViewDeclaration;
  newest: NewestViewDeclaration;
  events: EventViewDeclaration;
  times: TimeViewDeclaration;
};
