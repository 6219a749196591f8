import type { ViewDeclaration } from '../src/index.js';

const text = { type: 'text' } as const;
const integer = { type: 'integer' } as const;

/** What the factory of a suite must open its store with. */
export const conformanceDeclarations: readonly ViewDeclaration[] = [
  {
    kind: 'rows',
    name: 'instance_rows',
    fields: {
      parentId: text,
      conceptId: text,
      name: text,
      status: text,
      label: { type: 'text', nullable: true },
      dataVersion: integer,
      createdBy: text,
      xmlRevision: integer,
    },
    indexes: [
      { name: 'by_name', fields: ['parentId', 'name', 'instanceId'] },
      { name: 'by_concept', fields: ['parentId', 'conceptId', 'name', 'instanceId'] },
      { name: 'by_place', fields: ['hierarchy', 'name', 'instanceId'] },
      { name: 'by_place_and_concept', fields: ['hierarchy', 'conceptId', 'name', 'instanceId'] },
      { name: 'by_label', fields: ['label', 'dataVersion', 'instanceId'] },
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
  {
    kind: 'entries',
    name: 'instance_xml',
    fields: { workspaceId: text, instanceId: text, revision: integer, xml: { type: 'bytes' } },
    key: ['workspaceId', 'instanceId', 'revision'],
    audience: 'rows',
  },
  {
    kind: 'entries',
    name: 'tokens',
    fields: { issuer: text, tokenHash: text, userId: text, label: { type: 'text', nullable: true } },
    key: ['issuer', 'tokenHash'],
    audience: 'system',
  },
  { kind: 'newest', name: 'last_updated', events: 'event_index' },
  { kind: 'events', name: 'event_index', of: 'instance_rows' },
  { kind: 'times', name: 'event_times' },
];
