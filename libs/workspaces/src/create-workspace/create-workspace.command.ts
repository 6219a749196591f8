import type { Sender } from '@datakeep/access';
import type { WorkspaceId } from '@datakeep/kernel';

export interface CreateWorkspaceRequest {
  readonly workspaceId?: WorkspaceId | undefined;
  readonly name: string;
  readonly reason?: string | undefined;
}

/** Posted to the Server Owner workspace. */
export class CreateWorkspaceCommand {
  constructor(
    readonly sender: Sender,
    readonly request: CreateWorkspaceRequest,
  ) {}
}
