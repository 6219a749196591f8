import { accessViews, Freshness } from '@datakeep/access';
import { EVENT_STORE, type EventStore, type RecordedEvent } from '@datakeep/event-store';
import {
  NamingKey,
  openEvent,
  randomGuid,
  streamOf,
  systemConcepts,
  type CommandId,
  type ConceptId,
  type DraftEvent,
  type InstanceId,
  type UserId,
  type WorkspaceId,
} from '@datakeep/kernel';
import { VIEW_STORE, type ViewStore } from '@datakeep/view-store';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { appendOnce } from '../append-once.js';
import { claimOfWorkspace, userOfWorkspace, workspaceOf } from '../found-workspace.js';
import type { WorkspaceIdClaimedFacts } from '../workspace.events.js';
import { CreateWorkspaceCommand } from './create-workspace.command.js';

export type CreateWorkspaceOutcome =
  | { readonly created: { readonly commandId: CommandId; readonly workspaceId: WorkspaceId; readonly place: number } }
  | { readonly refused: 'forbidden'; readonly command: string; readonly conceptId: ConceptId }
  | { readonly refused: 'id-taken'; readonly instanceId: InstanceId }
  | { readonly refused: 'idempotency-key-reused' };

/** Claims a chosen id, writes the creator's user, then the workspace: each step repeatable, the visible one last. */
@CommandHandler(CreateWorkspaceCommand)
export class CreateWorkspaceHandler implements ICommandHandler<CreateWorkspaceCommand, CreateWorkspaceOutcome> {
  constructor(
    @Inject(EVENT_STORE) private readonly events: EventStore,
    @Inject(VIEW_STORE) private readonly views: ViewStore,
    @Inject(NamingKey) private readonly namingKey: NamingKey,
    @Inject(Freshness) private readonly freshness: Freshness,
  ) {}

  async execute({ caller, request, idempotency, correlationId }: CreateWorkspaceCommand): Promise<CreateWorkspaceOutcome> {
    if (caller.workspaceKind !== 'server-owner') {
      return { refused: 'forbidden', command: 'create-workspace', conceptId: systemConcepts.workspace };
    }
    const { profileId } = caller;
    const own = { workspaceId: caller.workspaceId, userId: caller.userId };
    const commandId =
      idempotency === undefined ? randomGuid<CommandId>() : this.namingKey.commandId({ ...own, idempotencyKey: idempotency.key });
    const derived = this.namingKey.instanceId({ commandId, workspaceId: caller.workspaceId, dataSet: 'new' });
    const workspaceId = request.workspaceId ?? (derived as WorkspaceId);
    const requestHash = idempotency?.requestHash ?? null;
    const command = { commandId, requestHash, correlationId, causationId: commandId };
    const displayName = await this.displayNameOf(profileId);
    const base = { workspaceId, name: request.name, kind: 'customer', profileId, displayName, command } as const;
    const stream = streamOf.workspace(workspaceId);

    const ownClaim = claimOfWorkspace({ ...base, userId: this.userIdOf(workspaceId, commandId) });
    const claim = request.workspaceId === undefined ? undefined : await this.claim(stream, ownClaim, profileId);
    if (claim === 'taken') return { refused: 'id-taken', instanceId: workspaceId };
    // A claim of the same profile whose command died before its workspace is gone on with, as the same user.
    const claimedBy = claim === undefined ? commandId : openEvent(claim).header.commandId;
    const founding = { ...base, userId: this.userIdOf(workspaceId, claimedBy) };
    const user = userOfWorkspace({ ...founding, command: { ...command, commandId: claimedBy } });
    await appendOnce(this.events, { stream: streamOf.dataSet(workspaceId, founding.userId), drafts: user });
    const step = await appendOnce(this.events, { stream, drafts: workspaceOf(founding), behind: claim });

    if (step.done === 'never') return { refused: 'id-taken', instanceId: workspaceId };
    if (step.done === 'before' && openEvent(step.event).header.requestHash !== requestHash) return { refused: 'idempotency-key-reused' };
    this.freshness.acknowledge(step.place);
    return { created: { commandId, workspaceId, place: step.place } };
  }

  /** The claim on a chosen id when it is this profile's, made now or before. */
  private async claim(stream: string, drafts: readonly DraftEvent[], profileId: string): Promise<RecordedEvent | 'taken'> {
    await appendOnce(this.events, { stream, drafts });
    const [first] = await this.events.readStream({ stream, fromRevision: 0, countMax: 1, parts: 'facts' });
    if (first?.type !== 'WorkspaceIdClaimed') return 'taken';
    return (openEvent(first).facts as WorkspaceIdClaimedFacts).profileId === profileId ? first : 'taken';
  }

  private userIdOf(workspaceId: WorkspaceId, commandId: CommandId): UserId {
    return this.namingKey.instanceId({ commandId, workspaceId, dataSet: 'new' }) as UserId;
  }

  private async displayNameOf(profileId: string): Promise<string> {
    const profile = await this.views.system.entry(accessViews.profiles.name, { profileId });
    return String(profile?.['displayName'] ?? profileId);
  }
}
