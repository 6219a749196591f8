import { accessViews, projectAccess } from '@datakeep/access';
import { instanceViews, projectInstances } from '@datakeep/instances';
import type { Projection } from '@datakeep/projector';
import type { ViewDeclaration } from '@datakeep/view-store';
import { projectWorkspaces } from '@datakeep/workspaces';

/** Every view of the repository. */
export const viewDeclarations: readonly ViewDeclaration[] = [...Object.values(accessViews), ...Object.values(instanceViews)];

/** Every projection; they share one checkpoint (design, section 5). */
export const projections: readonly Projection[] = [projectAccess, projectWorkspaces, projectInstances];
