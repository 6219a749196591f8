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

/** The parameters of PUT; its body is the XML. */
export const putInstanceParameters = z.strictObject({
  name: nameText.optional(),
  concept: guid<ConceptId>().optional(),
  parent: guid<InstanceId>().optional(),
  status: status.optional(),
});

export const childrenParameters = z.strictObject({
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
export type DeleteInstanceBody = z.output<typeof deleteInstanceRequest>;
export type RestoreInstanceBody = z.output<typeof restoreInstanceRequest>;
export type DeletionPath = z.output<typeof deletionPath>;
export type WorkspacePath = z.output<typeof workspacePath>;
export type InstancePath = z.output<typeof instancePath>;
export type VersionPath = z.output<typeof versionPath>;
