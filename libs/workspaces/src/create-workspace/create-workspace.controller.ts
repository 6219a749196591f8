import { AskingOf, Gate, senderOf, type Asking } from '@datakeep/access';
import {
  createWorkspaceRequest,
  noParameters,
  workspaceCreatedResponse,
  workspacePath,
  type CommandDone,
  type CreateWorkspaceBody,
  type Refused,
  type WorkspacePath,
} from '@datakeep/contract';
import { Body, Controller, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CreateWorkspaceCommand } from './create-workspace.command.js';
import type { CreateWorkspaceOutcome } from './create-workspace.handler.js';

@Controller('v1/workspaces/:workspaceId/commands/create-workspace')
export class CreateWorkspaceController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Create a Customer workspace; posted to the Server Owner workspace' })
  @ApiResponse({ status: 201, description: 'Created', standardSchema: workspaceCreatedResponse })
  async post(
    @AskingOf() asking: Asking,
    @Param({ schema: workspacePath }) path: WorkspacePath,
    @Query({ schema: noParameters }) _query: Record<string, never>,
    @Body({ schema: createWorkspaceRequest }) body: CreateWorkspaceBody,
  ): Promise<CommandDone | Refused> {
    if (asking.ifMatch !== undefined) {
      const errors = [{ pointer: '/headers/if-match', detail: 'does not apply: a new workspace follows no version' }];
      return { refused: 'invalid-request', errors } as Refused;
    }
    const caller = await this.gate.enter(asking.profileId, path.workspaceId);
    if (caller === undefined) return { refused: 'not-found' };
    const command = new CreateWorkspaceCommand(senderOf(asking, caller, 'create-workspace', body), body);
    const outcome = await this.commands.execute<CreateWorkspaceCommand, CreateWorkspaceOutcome>(command);
    if ('refused' in outcome) return outcome;
    const { commandId, workspaceId, place } = outcome.created;
    const created = `/v1/workspaces/${workspaceId}/instances/${workspaceId}`;
    return { answer: 'done', place, created, body: { commandId, instanceId: workspaceId, workspaceId, dataVersion: 1 } };
  }
}
