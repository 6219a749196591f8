import { AskingOf, type Asking } from '@datakeep/access';
import {
  changeStatusRequest,
  noParameters,
  statusChangedResponse,
  workspacePath,
  type ChangeStatusBody,
  type CommandDone,
  type Refused,
  type WorkspacePath,
} from '@datakeep/contract';
import { Body, Controller, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CommandDoor } from '../command-door.js';
import { ChangeStatusCommand } from './change-status.command.js';

@Controller('v1/workspaces/:workspaceId/commands/change-status')
export class ChangeStatusController {
  constructor(@Inject(CommandDoor) private readonly door: CommandDoor) {}

  @Post()
  @ApiOperation({ summary: 'Give an instance a status: a version with the XML of the one before' })
  @ApiResponse({ status: 200, description: 'A new version', standardSchema: statusChangedResponse })
  post(
    @AskingOf() asking: Asking,
    @Param({ schema: workspacePath }) path: WorkspacePath,
    @Query({ schema: noParameters }) _query: Record<string, never>,
    @Body({ schema: changeStatusRequest }) body: ChangeStatusBody,
  ): Promise<CommandDone | Refused> {
    const command = { ...path, name: 'change-status', body };
    return this.door.send(asking, command, (sender, request) => new ChangeStatusCommand(sender, request));
  }
}
