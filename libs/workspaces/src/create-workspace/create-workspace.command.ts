import type { Caller } from '@datakeep/access';
import type { WorkspaceId } from '@datakeep/kernel';

export interface CreateWorkspaceRequest {
  readonly workspaceId?: WorkspaceId | undefined;
  readonly name: string;
}

/** Posted to the Server Owner workspace. */
export class CreateWorkspaceCommand {
  constructor(
    readonly caller: Caller,
    readonly request: CreateWorkspaceRequest,
    readonly idempotency: { readonly key: string; readonly requestHash: string } | undefined,
    readonly correlationId: string,
  ) {}
}
