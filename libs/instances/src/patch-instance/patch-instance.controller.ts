import { AskingOf, type Asking } from '@datakeep/access';
import {
  noParameters,
  patchInstanceRequest,
  savedResponse,
  workspacePath,
  type CommandDone,
  type PatchInstanceBody,
  type Refused,
  type WorkspacePath,
} from '@datakeep/contract';
import { Body, Controller, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CommandDoor } from '../command-door.js';
import { PatchInstanceCommand } from './patch-instance.command.js';

@Controller('v1/workspaces/:workspaceId/commands/patch-instance')
export class PatchInstanceController {
  constructor(@Inject(CommandDoor) private readonly door: CommandDoor) {}

  @Post()
  @ApiOperation({ summary: 'Change parts of the XML of an instance; the rest stays as it is written' })
  @ApiResponse({ status: 200, description: 'A new version', standardSchema: savedResponse })
  post(
    @AskingOf() asking: Asking,
    @Param({ schema: workspacePath }) path: WorkspacePath,
    @Query({ schema: noParameters }) _query: Record<string, never>,
    @Body({ schema: patchInstanceRequest }) body: PatchInstanceBody,
  ): Promise<CommandDone | Refused> {
    const command = { ...path, name: 'patch-instance', body };
    return this.door.send(asking, command, (sender, request) => new PatchInstanceCommand(sender, request));
  }
}
