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

export const instanceResponse = z.strictObject({ ...metadata, lastUpdated: time, xml: z.string() });

/** One version; `lastUpdated` belongs to the instance and not to a version. */
export const versionResponse = z.strictObject({ ...metadata, xml: z.string() });

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

export const deletedInstanceResponse = z.strictObject({ ...metadata, deletionId: guid, xml: z.string() });

export type DeletionItem = z.output<typeof deletionResponse>;
export type InstanceMetadata = Omit<z.output<typeof versionResponse>, 'xml'>;
export type InstanceResponse = z.output<typeof instanceResponse>;
export type HistoryItem = z.output<typeof historyResponse>['items'][number];

/** RFC 9457; `type` is `/problems/{name}`, and each name has fields of its own. */
export const problemResponse = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
});
