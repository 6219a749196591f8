import { limits, type ConceptId, type InstanceId, type WorkspaceId } from '@datakeep/kernel';
import * as z from 'zod';
import { countText, guid, nameText, reasonText, status } from './primitives.js';

/** Items of a page: what a client gets without asking, and what it may ask for (http.md, "paging"). */
export const pageLimit = { default: 100, max: 1_000 } as const;

const paging = { limit: countText(pageLimit.max).optional(), cursor: z.string().max(4_096).optional() };

export const workspacePath = z.strictObject({ workspaceId: guid<WorkspaceId>() });
export const instancePath = z.strictObject({ workspaceId: guid<WorkspaceId>(), instanceId: guid<InstanceId>() });
export const versionPath = z.strictObject({
  workspaceId: guid<WorkspaceId>(),
  instanceId: guid<InstanceId>(),
  version: countText(Number.MAX_SAFE_INTEGER),
});

export const deletionPath = z.strictObject({ workspaceId: guid<WorkspaceId>(), deletionId: guid() });

export const noParameters = z.strictObject({});

export const createWorkspaceRequest = z.strictObject({
  workspaceId: guid<WorkspaceId>().optional(),
  name: nameText,
  kind: z.literal('customer').optional(),
  reason: reasonText.optional(),
});

const expectedVersion = z
  .union([z.int().min(1), z.literal('any')], { error: 'must be a whole number from 1, or "any"' })
  .optional();

export const saveInstanceRequest = z.strictObject({
  instanceId: guid<InstanceId>().optional(),
  instanceName: nameText.optional(),
  conceptId: guid<ConceptId>().optional(),
  parentId: guid<InstanceId>().optional(),
  status: status.optional(),
  xml: z.string(),
  access: z.array(guid()).min(1).max(limits.accessRowsMax).optional(),
  expectedVersion,
  reason: reasonText.optional(),
});

export const deleteInstanceRequest = z.strictObject({
  instanceId: guid<InstanceId>(),
  expectedVersion,
  /** What deletion-check answered. */
  treeRevision: z.string().min(1).max(64).optional(),
  reason: reasonText.optional(),
});

export const restoreInstanceRequest = z
  .strictObject({
    deletionId: guid().optional(),
    instanceId: guid<InstanceId>().optional(),
    instanceName: nameText.optional(),
    reason: reasonText.optional(),
  })
  .refine(({ deletionId, instanceId }) => (deletionId === undefined) !== (instanceId === undefined), {
    error: 'must have either deletionId or instanceId',
  });

export const moveInstanceRequest = z.strictObject({
  instanceId: guid<InstanceId>(),
  parentId: guid<InstanceId>(),
  instanceName: nameText.optional(),
  expectedVersion,
  reason: reasonText.optional(),
});

export const changeStatusRequest = z.strictObject({
  instanceId: guid<InstanceId>(),
  status,
  expectedVersion,
  reason: reasonText.optional(),
});

/** Changes that one patch may make. */
const patchChangesMax = 100;
const xpath = z.string().min(1).max(1_000);

export const patchInstanceRequest = z.strictObject({
  instanceId: guid<InstanceId>(),
  changes: z
    .array(
      z.union(
        [
          z.strictObject({ xpath, replace: z.string() }),
          z.strictObject({ xpath, append: z.string() }),
          z.strictObject({ xpath, remove: z.literal(true) }),
        ],
        { error: 'must be { xpath, replace }, { xpath, append } or { xpath, remove: true }, with texts' },
      ),
    )
    .min(1)
    .max(patchChangesMax),
  expectedVersion,
  reason: reasonText.optional(),
});

export const revertInstanceRequest = z.strictObject({
  instanceId: guid<InstanceId>(),
  toVersion: z.int().min(1),
  expectedVersion,
  reason: reasonText.optional(),
});

/** Of grant-access and of revoke-access. */
export const changeAccessRequest = z.strictObject({
  instanceId: guid<InstanceId>(),
  principals: z.array(guid()).min(1).max(limits.accessRowsMax),
  withDescendants: z.boolean().optional(),
  reason: reasonText.optional(),
});

/** The parameters of PUT; its body is the XML. */
export const putInstanceParameters = z.strictObject({
  name: nameText.optional(),
  concept: guid<ConceptId>().optional(),
  parent: guid<InstanceId>().optional(),
  status: status.optional(),
});

/** A time (RFC 3339) or a position; which of them is told apart where it is looked up. */
const asOf = z.string().min(1).max(128).optional();

export const asOfParameters = z.strictObject({ asOf });

const depth = countText(limits.hierarchyDepthMax).optional();

export const descendantsParameters = z.strictObject({
  concept: guid<ConceptId>().optional(),
  depth,
  include: z.literal('xml').optional(),
  asOf,
  ...paging,
});

export const dataSetParameters = z.strictObject({ concept: guid<ConceptId>().optional(), depth, asOf });

export const diffParameters = z.strictObject({
  from: countText(Number.MAX_SAFE_INTEGER),
  to: countText(Number.MAX_SAFE_INTEGER),
});

/** `after` is the position of the last event already seen. */
export const eventsParameters = z.strictObject({
  after: z.string().min(1).max(128).optional(),
  limit: countText(pageLimit.max).optional(),
});

export const childrenParameters = z.strictObject({
  asOf,
  concept: guid<ConceptId>().optional(),
  status: status.optional(),
  include: z.literal('xml').optional(),
  ...paging,
});

export const pagingParameters = z.strictObject(paging);

export type SaveInstanceRequest = z.output<typeof saveInstanceRequest>;
export type CreateWorkspaceBody = z.output<typeof createWorkspaceRequest>;
export type PutInstanceParameters = z.output<typeof putInstanceParameters>;
export type ChildrenParameters = z.output<typeof childrenParameters>;
export type PagingParameters = z.output<typeof pagingParameters>;
export type AsOfParameters = z.output<typeof asOfParameters>;
export type DescendantsParameters = z.output<typeof descendantsParameters>;
export type DataSetParameters = z.output<typeof dataSetParameters>;
export type DiffParameters = z.output<typeof diffParameters>;
export type EventsParameters = z.output<typeof eventsParameters>;
export type MoveInstanceBody = z.output<typeof moveInstanceRequest>;
export type ChangeStatusBody = z.output<typeof changeStatusRequest>;
export type PatchInstanceBody = z.output<typeof patchInstanceRequest>;
export type RevertInstanceBody = z.output<typeof revertInstanceRequest>;
export type ChangeAccessBody = z.output<typeof changeAccessRequest>;
export type DeleteInstanceBody = z.output<typeof deleteInstanceRequest>;
export type RestoreInstanceBody = z.output<typeof restoreInstanceRequest>;
export type DeletionPath = z.output<typeof deletionPath>;
export type WorkspacePath = z.output<typeof workspacePath>;
export type InstancePath = z.output<typeof instancePath>;
export type VersionPath = z.output<typeof versionPath>;
