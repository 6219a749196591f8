import { accessViews, commandContextOf, Freshness } from '@datakeep/access';
import { EVENT_STORE, type EventStore } from '@datakeep/event-store';
import {
  NamingKey,
  systemConcepts,
  type CommandId,
  type ConceptId,
  type InstanceId,
  type UserId,
  type WorkspaceId,
} from '@datakeep/kernel';
import { VIEW_STORE, type ViewStore } from '@datakeep/view-store';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Founding } from '../founding.events.js';
import { writeWorkspace } from '../write-workspace.js';
import { CreateWorkspaceCommand } from './create-workspace.command.js';

export type CreateWorkspaceOutcome =
  | { readonly created: { readonly commandId: CommandId; readonly workspaceId: WorkspaceId; readonly place: number } }
  | { readonly refused: 'forbidden'; readonly command: string; readonly concept: ConceptId }
  | { readonly refused: 'id-taken'; readonly instanceId: InstanceId }
  | { readonly refused: 'name-taken'; readonly instanceName: string }
  | { readonly refused: 'idempotency-key-reused' };

@CommandHandler(CreateWorkspaceCommand)
export class CreateWorkspaceHandler implements ICommandHandler<CreateWorkspaceCommand, CreateWorkspaceOutcome> {
  constructor(
    @Inject(EVENT_STORE) private readonly events: EventStore,
    @Inject(VIEW_STORE) private readonly views: ViewStore,
    @Inject(NamingKey) private readonly namingKey: NamingKey,
    @Inject(Freshness) private readonly freshness: Freshness,
  ) {}

  async execute({ sender, request }: CreateWorkspaceCommand): Promise<CreateWorkspaceOutcome> {
    const { caller } = sender;
    if (caller.workspaceKind !== 'server-owner') {
      return { refused: 'forbidden', command: 'create-workspace', concept: systemConcepts.workspace };
    }
    const { profileId } = caller;
    const { commandId, requestHash, correlationId, causationId } = commandContextOf(this.namingKey, sender);
    const command = { commandId, requestHash, correlationId, causationId };
    const derived = this.namingKey.instanceId({ commandId, workspaceId: caller.workspaceId, dataSet: 'new' });
    const workspaceId = request.workspaceId ?? (derived as WorkspaceId);
    const displayName = await this.displayNameOf(profileId);
    const foundingBy = (userCommandId: CommandId): Founding => {
      const userId = this.namingKey.instanceId({ commandId: userCommandId, workspaceId, dataSet: 'new' }) as UserId;
      const { name, reason } = request;
      return { workspaceId, name, reason, kind: 'customer', userId, profileId, displayName, command };
    };
    const plan = { foundingBy, commandId, namesOf: caller.workspaceId, idIsChosen: request.workspaceId !== undefined };
    const written = await writeWorkspace(this.events, this.namingKey, plan);
    if ('refused' in written) return refusalOf(written.refused, workspaceId, request.name);
    this.freshness.acknowledge(written.place);
    return { created: { commandId, workspaceId, place: written.place } };
  }

  private async displayNameOf(profileId: string): Promise<string> {
    const profile = await this.views.system.entry(accessViews.profiles.name, { profileId });
    return String(profile?.['displayName'] ?? profileId);
  }
}

function refusalOf(
  refused: 'id-taken' | 'name-taken' | 'idempotency-key-reused',
  workspaceId: WorkspaceId,
  instanceName: string,
): CreateWorkspaceOutcome {
  switch (refused) {
    case 'id-taken':
      return { refused, instanceId: workspaceId };
    case 'name-taken':
      return { refused, instanceName };
    case 'idempotency-key-reused':
      return { refused };
  }
}
