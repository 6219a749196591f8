import { AskingOf, type Asking } from '@datakeep/access';
import {
  deleteInstanceRequest,
  deletedResponse,
  noParameters,
  workspacePath,
  type CommandDone,
  type DeleteInstanceBody,
  type Refused,
  type WorkspacePath,
} from '@datakeep/contract';
import { Body, Controller, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CommandDoor } from '../command-door.js';
import { DeleteInstanceCommand } from './delete-instance.command.js';

@Controller('v1/workspaces/:workspaceId/commands/delete-instance')
export class DeleteInstanceController {
  constructor(@Inject(CommandDoor) private readonly door: CommandDoor) {}

  @Post()
  @ApiOperation({ summary: 'Delete an instance and everything below it, or nothing' })
  @ApiResponse({ status: 200, description: 'Deleted', standardSchema: deletedResponse })
  post(
    @AskingOf() asking: Asking,
    @Param({ schema: workspacePath }) path: WorkspacePath,
    @Query({ schema: noParameters }) _query: Record<string, never>,
    @Body({ schema: deleteInstanceRequest }) body: DeleteInstanceBody,
  ): Promise<CommandDone | Refused> {
    const command = { ...path, name: 'delete-instance', body };
    return this.door.send(asking, command, (sender, request) => new DeleteInstanceCommand(sender, request));
  }
}
