import type { CommandId, OpenedEvent, ProfileId } from '@datakeep/kernel';
import type { ClaimEndedFacts } from './name-claim.events.js';
import type { WorkspaceCreatedFacts, WorkspaceIdClaimedFacts } from './workspace.events.js';

/** What the stream `workspace-{ws}` says. */
export interface WorkspaceState {
  readonly revision: number;
  /** Whose the id is, when a client chose it. */
  readonly claimedBy: { readonly profileId: ProfileId; readonly commandId: CommandId } | null;
  readonly created: {
    readonly name: string;
    readonly commandId: CommandId;
    readonly requestHash: string | null;
    readonly place: number;
  } | null;
  /** The highest ended revision for each stream of a claim (design, section 2, "Claims"). */
  readonly endedClaims: Readonly<Record<string, number>>;
}

export const emptyWorkspace: WorkspaceState = { revision: -1, claimedBy: null, created: null, endedClaims: {} };

/** The state after one more event. */
export function evolveWorkspace(state: WorkspaceState, event: OpenedEvent): WorkspaceState {
  const { revision, header } = event;
  const { commandId } = header;
  switch (event.type) {
    case 'WorkspaceIdClaimed': {
      const { profileId } = event.facts as WorkspaceIdClaimedFacts;
      return { ...state, revision, claimedBy: { profileId, commandId } };
    }
    case 'WorkspaceCreated': {
      const { name } = event.facts as WorkspaceCreatedFacts;
      return { ...state, revision, created: { name, commandId, requestHash: header.requestHash, place: event.place } };
    }
    case 'ClaimEnded': {
      const { claimStream, claimRevision } = event.facts as ClaimEndedFacts;
      const ended = Math.max(claimRevision, state.endedClaims[claimStream] ?? -1);
      return { ...state, revision, endedClaims: { ...state.endedClaims, [claimStream]: ended } };
    }
    default:
      throw new TypeError(`a workspace does not know the event ${event.type}`);
  }
}
