import type { ProfileId } from '@datakeep/kernel';
import type { NameClaim } from './claim-name.js';
import { workspaceOf, type Founding } from './founding.events.js';
import type { WorkspaceCreated } from './workspace.events.js';
import type { WorkspaceState } from './workspace.state.js';

export type CreateDecision =
  | { readonly accepted: WorkspaceCreated }
  | { readonly done: number }
  | { readonly needs: 'name-claim' }
  | { readonly refused: 'id-taken' }
  | { readonly refused: 'idempotency-key-reused' };

/** The last step of create-workspace: replay, then the id, then the claim on the name that it rests on. */
export function decideCreateWorkspace(state: WorkspaceState, founding: Founding, claim: NameClaim | undefined): CreateDecision {
  const { commandId, requestHash } = founding.command;
  if (state.created !== null) {
    if (state.created.commandId !== commandId) return { refused: 'id-taken' };
    return state.created.requestHash === requestHash ? { done: state.created.place } : { refused: 'idempotency-key-reused' };
  }
  if (isOthers(state, founding.profileId)) return { refused: 'id-taken' };
  if (claim === undefined || (state.endedClaims[claim.stream] ?? -1) >= claim.revision) return { needs: 'name-claim' };
  return { accepted: workspaceOf(founding) };
}

function isOthers({ claimedBy }: WorkspaceState, profileId: ProfileId): boolean {
  return claimedBy !== null && claimedBy.profileId !== profileId;
}
