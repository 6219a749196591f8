import type { EventStore } from '@datakeep/event-store';
import { streamOf, systemConcepts, type CommandId, type NamingKey, type WorkspaceId } from '@datakeep/kernel';
import { appendOnce } from './append-once.js';
import { claimGraceMsDefault, claimName, morePatient, NameContended, type NameClaim } from './claim-name.js';
import { userOfWorkspace } from './found-user.js';
import { claimOfWorkspace, type Founding } from './founding.events.js';
import { rootNameClaimed } from './name-claim.events.js';
import { decideCreateWorkspace } from './workspace.decide.js';
import { appendToWorkspace, readWorkspace, workspaceHolders } from './workspace-stream.js';

export interface WorkspacePlan {
  /** The founding, with the user whose id belongs to the command: this one, or one that died behind its claim on the id. */
  readonly foundingBy: (userCommandId: CommandId) => Founding;
  readonly commandId: CommandId;
  /** The names of workspaces are claimed beside the root names of this one: the Server Owner's. */
  readonly namesOf: WorkspaceId;
  readonly idIsChosen: boolean;
}

export type WorkspaceWritten =
  { readonly place: number } | { readonly refused: 'id-taken' | 'name-taken' | 'idempotency-key-reused' };

const attemptsMax = 100;

/**
 * Writes a new workspace (design, section 2, "Several streams"): the claim on its name, the claim on its id if a client
 * chose it, the creator's user, then the workspace. Each step can be repeated by the command; the visible one is the last.
 */
export async function writeWorkspace(events: EventStore, namingKey: NamingKey, plan: WorkspacePlan): Promise<WorkspaceWritten> {
  let claim: NameClaim | undefined;
  let graceMs = claimGraceMsDefault;
  const { workspaceId } = plan.foundingBy(plan.commandId);
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const read = await readWorkspace(events, workspaceId);
    const founding = plan.foundingBy(read.state.claimedBy?.commandId ?? plan.commandId);
    const decision = decideCreateWorkspace(read.state, founding, claim);
    if ('refused' in decision) return decision;
    if ('done' in decision) return { place: decision.done };
    if ('needs' in decision) {
      const claimed = await claimWorkspaceName(events, namingKey, { ...plan, graceMs }, founding);
      if (claimed === 'taken') return { refused: 'name-taken' };
      claim = claimed;
      graceMs = morePatient(graceMs);
    } else if (plan.idIsChosen && read.state.claimedBy === null) {
      // Lost or won: the next reading tells whose the id is.
      await appendToWorkspace(events, read, claimOfWorkspace(founding));
    } else {
      await writeUser(events, namingKey, founding, read.state.claimedBy?.commandId ?? plan.commandId);
      const written = await appendToWorkspace(events, read, decision.accepted);
      if (written !== undefined) return written;
    }
  }
  throw new NameContended(`the workspace ${workspaceId} was written by others ${String(attemptsMax)} times in a row`);
}

function claimWorkspaceName(
  events: EventStore,
  namingKey: NamingKey,
  { namesOf, graceMs }: WorkspacePlan & { readonly graceMs: number },
  { workspaceId, name, userId, profileId, command }: Founding,
): Promise<NameClaim | 'taken'> {
  const conceptId = systemConcepts.workspace;
  const context = { ...command, workspaceId, instanceId: workspaceId, conceptId, userId, profileId };
  const stream = streamOf.rootName(namesOf, namingKey.rootName({ workspaceId: namesOf, conceptId, name }));
  return claimName(events, { stream, holderId: workspaceId, context, holders: workspaceHolders(events, name, context), graceMs });
}

/** A new workspace has no other roots, so the claim on its first user's name is its stream's first event. */
async function writeUser(events: EventStore, namingKey: NamingKey, founding: Founding, commandId: CommandId): Promise<void> {
  const { workspaceId, userId, profileId, displayName } = founding;
  const conceptId = systemConcepts.user;
  const command = { ...founding.command, commandId };
  const context = { ...command, workspaceId, instanceId: userId, conceptId, userId, profileId };
  const stream = streamOf.rootName(workspaceId, namingKey.rootName({ workspaceId, conceptId, name: displayName }));
  const steps = [
    { stream, drafts: [rootNameClaimed(context, { holderId: userId })] },
    { stream: streamOf.dataSet(workspaceId, userId), drafts: userOfWorkspace({ ...founding, command }) },
  ];
  for (const step of steps) {
    const { done } = await appendOnce(events, step);
    if (done === 'never') throw new Error(`${step.stream} of a new workspace holds another command's events`);
  }
}
