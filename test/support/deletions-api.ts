import type { Answer } from './answer.js';
import type { HeaderFields } from './client.js';
import type { Parameters, WorkspaceApi } from './workspace-api.js';

/** Deletes an instance and everything below it, over whatever version it has unless one is named. */
export function deleteTree(
  workspace: WorkspaceApi,
  instanceId: string,
  { expectedVersion = 'any', headers = {} }: { readonly expectedVersion?: number | 'any'; readonly headers?: HeaderFields } = {},
): Promise<Answer> {
  return workspace.command('delete-instance', { instanceId, expectedVersion }, headers);
}

/** As `deleteTree`, where it must go through; gives the deletion's id. */
export async function deleted(workspace: WorkspaceApi, instanceId: string): Promise<string> {
  const answer = await deleteTree(workspace, instanceId);
  if (answer.status !== 200) throw new Error(`nothing was deleted: ${answer.text}`);
  return String(answer.json['deletionId']);
}

/** What a restore names: a deletion, or an instance that one took. */
export interface Restore {
  readonly deletionId?: string;
  readonly instanceId?: string;
  readonly instanceName?: string;
  readonly reason?: string;
}

export function restore(workspace: WorkspaceApi, request: Restore, headers: HeaderFields = {}): Promise<Answer> {
  return workspace.command('restore-instance', request, headers);
}

export function deletions(workspace: WorkspaceApi, parameters: Parameters = {}): Promise<Answer> {
  return workspace.client.get(workspace.path('deletions', parameters));
}

export function deletion(workspace: WorkspaceApi, deletionId: string): Promise<Answer> {
  return workspace.client.get(workspace.path(`deletions/${deletionId}`));
}

export function deletedInstance(workspace: WorkspaceApi, instanceId: string, headers: HeaderFields = {}): Promise<Answer> {
  return workspace.client.get(workspace.path(`deleted-instances/${instanceId}`), headers);
}

export function deletedHistory(workspace: WorkspaceApi, instanceId: string, parameters: Parameters = {}): Promise<Answer> {
  return workspace.client.get(workspace.path(`deleted-instances/${instanceId}/history`, parameters));
}
