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
