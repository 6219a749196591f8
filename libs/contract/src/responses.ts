import * as z from 'zod';

const guid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
const time = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
const position = z.string().describe('An opaque token: how far into the log this reaches.');
const version = z.int().min(1);

export const workspaceCreatedResponse = z.strictObject({
  commandId: guid,
  instanceId: guid,
  workspaceId: guid,
  dataVersion: version,
  position,
});

export const savedResponse = z.strictObject({
  commandId: guid,
  instanceId: guid,
  dataVersion: version,
  hierarchy: z.string(),
  position,
});

export const deletedResponse = z.strictObject({
  commandId: guid,
  instanceId: guid,
  dataVersion: version,
  deletionId: guid,
  deleted: z.int().min(1),
  position,
});

export const restoredResponse = z.strictObject({
  commandId: guid,
  instanceId: guid,
  dataVersion: version,
  deletionId: guid,
  restored: z.int().min(1),
  position,
});

export const movedResponse = z.strictObject({
  commandId: guid,
  instanceId: guid,
  dataVersion: version,
  hierarchy: z.string(),
  moved: z.int().min(1).describe('Instances that you see and that stand elsewhere now, the moved one included.'),
  position,
});

export const statusChangedResponse = z.strictObject({
  commandId: guid,
  instanceId: guid,
  dataVersion: version,
  status: z.string(),
  position,
});

export const grantedResponse = z.strictObject({
  commandId: guid,
  instanceId: guid,
  dataVersion: version,
  granted: z.int().min(0).describe('Instances whose access rows became others.'),
  position,
});

export const revokedResponse = z.strictObject({
  commandId: guid,
  instanceId: guid,
  dataVersion: version,
  revoked: z.int().min(0).describe('Instances whose access rows became others.'),
  position,
});

const metadata = {
  instanceId: guid,
  instanceName: z.string(),
  conceptId: guid,
  parentId: guid.nullable(),
  hierarchy: z.string(),
  status: z.string(),
  dataVersion: version,
  createdBy: guid,
  createdOn: time,
  insertedBy: guid,
  insertedOn: time,
};

const content = z.unknown().describe('The XML as JSON: attributes with @, text as #text, repeated elements as arrays.');

export const instanceResponse = z.strictObject({ ...metadata, lastUpdated: time, xml: z.string(), content });

/** One version; `lastUpdated` belongs to the instance and not to a version. */
export const versionResponse = z.strictObject({ ...metadata, xml: z.string(), content });

export const childrenResponse = z.strictObject({
  items: z.array(z.strictObject({ ...metadata, xml: z.string().optional() })),
  next: z.string().nullable(),
});

export const historyResponse = z.strictObject({
  items: z.array(
    z.strictObject({
      dataVersion: version,
      change: z.string(),
      instanceName: z.string(),
      parentId: guid.nullable(),
      status: z.string(),
      insertedBy: guid,
      insertedOn: time,
      commandId: guid,
      reason: z.string().nullable(),
    }),
  ),
  next: z.string().nullable(),
});

export const deletionResponse = z.strictObject({
  deletionId: guid,
  instanceId: guid,
  instanceName: z.string(),
  conceptId: guid,
  parentId: guid,
  hierarchy: z.string(),
  dataVersion: version,
  deletedBy: guid,
  deletedOn: time,
  reason: z.string().nullable(),
});

export const deletionsResponse = z.strictObject({ items: z.array(deletionResponse), next: z.string().nullable() });

export const deletedInstanceResponse = z.strictObject({ ...metadata, deletionId: guid, xml: z.string(), content });

const blocker = z.strictObject({
  instanceId: guid,
  instanceName: z.string(),
  conceptId: guid,
  status: z.string(),
  reason: z.string(),
});

export const deletionCheckResponse = z.strictObject({
  allowed: z.boolean(),
  count: z.int().min(1).describe('Instances of the tree that you see.'),
  treeRevision: z.string(),
  blockers: z.array(blocker),
  hiddenBlockers: z.int().min(0),
});

const text = z.string().nullable();

export const diffResponse = z.strictObject({
  metadata: z.array(z.strictObject({ field: z.string(), from: text, to: text })),
  xml: z.array(z.strictObject({ path: z.string(), change: z.enum(['added', 'removed', 'changed']), from: text, to: text })),
});

export const eventsResponse = z.strictObject({
  items: z.array(
    z.strictObject({
      eventId: guid,
      type: z.string(),
      schemaVersion: z.int().min(1),
      revision: z.int().min(0),
      position,
      time,
      userId: guid,
      profileId: guid,
      commandId: guid,
      correlationId: z.string(),
      causationId: z.string(),
      reason: text,
      data: z.looseObject({ instanceId: guid }),
    }),
  ),
  next: text,
});

export const accessResponse = z.strictObject({
  items: z.array(z.strictObject({ instanceId: guid, principalId: guid })),
  next: text,
});

export type DeletionItem = z.output<typeof deletionResponse>;
export type DiffResponse = z.output<typeof diffResponse>;
export type EventItem = z.output<typeof eventsResponse>['items'][number];
export type InstanceMetadata = Omit<z.output<typeof versionResponse>, 'xml' | 'content'>;
export type InstanceResponse = z.output<typeof instanceResponse>;
export type HistoryItem = z.output<typeof historyResponse>['items'][number];
