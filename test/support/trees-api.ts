import type { Answer } from './answer.js';
import type { HeaderFields } from './client.js';
import type { WorkspaceApi } from './workspace-api.js';

/** What a move names beside what moves and where to; over whatever version it has unless one is named. */
export interface Move {
  readonly instanceId: string;
  readonly parentId: string;
  readonly instanceName?: string;
  readonly expectedVersion?: number | 'any';
  readonly reason?: string;
}

export function move(workspace: WorkspaceApi, request: Move, headers: HeaderFields = {}): Promise<Answer> {
  return workspace.command('move-instance', { expectedVersion: 'any', ...request }, headers);
}

/** As `move`, where it must go through. */
export async function moved(workspace: WorkspaceApi, instanceId: string, parentId: string): Promise<void> {
  const answer = await move(workspace, { instanceId, parentId });
  if (answer.status !== 200) throw new Error(`nothing was moved: ${answer.text}`);
}

/** Who is given access rows, or loses them, and whether below too. */
export interface AccessChange {
  readonly instanceId: string;
  readonly principals: readonly string[];
  readonly withDescendants?: boolean;
  readonly reason?: string;
}

export function grant(workspace: WorkspaceApi, request: AccessChange, headers: HeaderFields = {}): Promise<Answer> {
  return workspace.command('grant-access', request, headers);
}

export function revoke(workspace: WorkspaceApi, request: AccessChange, headers: HeaderFields = {}): Promise<Answer> {
  return workspace.command('revoke-access', request, headers);
}

/** Ids of the visible children of an instance, by name. */
export async function childrenOf(workspace: WorkspaceApi, instanceId: string): Promise<readonly unknown[]> {
  return (await workspace.children(instanceId, { limit: 1_000 })).items.map((item) => item['instanceId']);
}
