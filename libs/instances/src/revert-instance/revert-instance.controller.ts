import { AskingOf, type Asking } from '@datakeep/access';
import {
  noParameters,
  revertInstanceRequest,
  savedResponse,
  workspacePath,
  type CommandDone,
  type RevertInstanceBody,
  type Refused,
  type WorkspacePath,
} from '@datakeep/contract';
import { Body, Controller, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CommandDoor } from '../command-door.js';
import { RevertInstanceCommand } from './revert-instance.command.js';

@Controller('v1/workspaces/:workspaceId/commands/revert-instance')
export class RevertInstanceController {
  constructor(@Inject(CommandDoor) private readonly door: CommandDoor) {}

  @Post()
  @ApiOperation({ summary: 'Save the XML of an older version as a new one' })
  @ApiResponse({ status: 200, description: 'A new version', standardSchema: savedResponse })
  post(
    @AskingOf() asking: Asking,
    @Param({ schema: workspacePath }) path: WorkspacePath,
    @Query({ schema: noParameters }) _query: Record<string, never>,
    @Body({ schema: revertInstanceRequest }) body: RevertInstanceBody,
  ): Promise<CommandDone | Refused> {
    const command = { ...path, name: 'revert-instance', body };
    return this.door.send(asking, command, (sender, request) => new RevertInstanceCommand(sender, request));
  }
}
