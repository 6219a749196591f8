import { noStream, type EventStore } from '@datakeep/event-store';
import {
  eventHashOf,
  LimitReached,
  openEvent,
  sealEvent,
  streamOf,
  type DraftEvent,
  type InstanceId,
  type WorkspaceId,
} from '@datakeep/kernel';
import { NameContended, type NameClaim, type NameHolders } from './claim-name.js';
import { claimEnded, type ClaimContext } from './name-claim.events.js';
import { emptyWorkspace, evolveWorkspace, type WorkspaceState } from './workspace.state.js';

const attemptsMax = 100;
/** A workspace's stream is short: what it holds beside the workspace are fences for names it never got. */
const eventsMax = 1_000;

/** The stream of one workspace as it was read, and where the next event goes. */
export interface ReadWorkspace {
  readonly state: WorkspaceState;
  readonly headHash: string | null;
}

/** Reads the whole stream of a workspace, which is short. */
export async function readWorkspace(events: EventStore, workspaceId: WorkspaceId): Promise<ReadWorkspace> {
  const stream = streamOf.workspace(workspaceId);
  const recorded = await events.readStream({ stream, fromRevision: noStream + 1, countMax: eventsMax, parts: 'facts' });
  if (recorded.length === eventsMax) throw new LimitReached('events in the stream of a workspace', eventsMax);
  const last = recorded.at(-1);
  const state = recorded.map(openEvent).reduce(evolveWorkspace, emptyWorkspace);
  return { state, headHash: last === undefined ? null : eventHashOf(last.type, last.header) };
}

/** Appends one event where the stream was read up to; undefined when it has moved since. */
export async function appendToWorkspace(
  events: EventStore,
  read: ReadWorkspace,
  draft: DraftEvent,
): Promise<{ readonly place: number } | undefined> {
  const outcome = await events.append({
    stream: streamOf.workspace(draft.context.workspaceId),
    expectedRevision: read.state.revision,
    events: [sealEvent(draft, read.headHash)],
  });
  return outcome.outcome === 'appended' ? { place: outcome.place } : undefined;
}

/** The holders of names among the workspaces: each holds the name that it was created with. */
export function workspaceHolders(events: EventStore, name: string, context: ClaimContext): NameHolders {
  return {
    fence: async (holderId: InstanceId, claim: NameClaim) => {
      const workspaceId = holderId as WorkspaceId;
      for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
        const read = await readWorkspace(events, workspaceId);
        if (read.state.created?.name === name) return 'holds-it';
        if ((read.state.endedClaims[claim.stream] ?? -1) >= claim.revision) return 'ended';
        const facts = { claimStream: claim.stream, claimRevision: claim.revision };
        const fence = claimEnded({ ...context, workspaceId, instanceId: workspaceId }, facts);
        if ((await appendToWorkspace(events, read, fence)) !== undefined) return 'ended';
      }
      throw new NameContended(`the workspace ${workspaceId} moved ${String(attemptsMax)} times in a row`);
    },
  };
}
