import type { InstanceId, ProfileId, WorkspaceId } from './guid.js';

/** The names of streams (design, section 2). */
export const streamOf = {
  dataSet: (workspaceId: WorkspaceId, root: InstanceId): string => `dataset-${workspaceId}-${root}`,
  workspace: (workspaceId: WorkspaceId): string => `workspace-${workspaceId}`,
  /** The claim on a (concept, name) among the roots of a workspace; `mac` is `NamingKey.rootName`. */
  rootName: (workspaceId: WorkspaceId, mac: string): string => `rootname-${workspaceId}-${mac}`,
  profile: (profileId: ProfileId): string => `profile-${profileId}`,
} as const;

/** The streams that the views are built from. */
export const projectedStreams = ['dataset-', 'workspace-', 'profile-'] as const;

/** The data set whose rows a stream makes, by its name: a workspace is its own. Undefined for a stream of another kind. */
export function dataSetOfStream(stream: string): { readonly workspaceId: string; readonly dataSetId: string } | undefined {
  const [, workspaceId, dataSetId] = /^(?:dataset-(.{36})-(.{36})|workspace-(.{36}))$/.exec(stream)?.filter(Boolean) ?? [];
  return workspaceId === undefined ? undefined : { workspaceId, dataSetId: dataSetId ?? workspaceId };
}
