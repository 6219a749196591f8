import type { OpenedEvent } from '@datakeep/kernel';
import type { ViewChange } from '@datakeep/view-store';
import type { WorkspaceCreatedFacts } from './workspace.events.js';

/** The list of workspaces that the gate looks into. */
export function projectWorkspaces(event: OpenedEvent): readonly ViewChange[] {
  if (event.type !== 'WorkspaceCreated') return [];
  const { name, kind } = event.facts as WorkspaceCreatedFacts;
  return [{ change: 'put-entry', view: 'workspaces', entry: { workspaceId: event.header.workspaceId, name, kind } }];
}
