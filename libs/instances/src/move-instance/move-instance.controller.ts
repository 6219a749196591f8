import { AskingOf, type Asking } from '@datakeep/access';
import {
  movedResponse,
  moveInstanceRequest,
  noParameters,
  workspacePath,
  type CommandDone,
  type MoveInstanceBody,
  type Refused,
  type WorkspacePath,
} from '@datakeep/contract';
import { Body, Controller, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CommandDoor } from '../command-door.js';
import { MoveInstanceCommand } from './move-instance.command.js';

@Controller('v1/workspaces/:workspaceId/commands/move-instance')
export class MoveInstanceController {
  constructor(@Inject(CommandDoor) private readonly door: CommandDoor) {}

  @Post()
  @ApiOperation({ summary: 'Put an instance and everything below it under another parent of its data set' })
  @ApiResponse({ status: 200, description: 'Moved', standardSchema: movedResponse })
  post(
    @AskingOf() asking: Asking,
    @Param({ schema: workspacePath }) path: WorkspacePath,
    @Query({ schema: noParameters }) _query: Record<string, never>,
    @Body({ schema: moveInstanceRequest }) body: MoveInstanceBody,
  ): Promise<CommandDone | Refused> {
    const command = { ...path, name: 'move-instance', body };
    return this.door.send(asking, command, (sender, request) => new MoveInstanceCommand(sender, request));
  }
}
