import { AskingOf, Gate, senderOf, type Asking } from '@datakeep/access';
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
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { readExpectation } from '../expectation.js';
import { DeleteInstanceCommand } from './delete-instance.command.js';
import type { DeleteOutcome } from './delete-instance.handler.js';

@Controller('v1/workspaces/:workspaceId/commands/delete-instance')
export class DeleteInstanceController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Delete an instance and everything below it, or nothing' })
  @ApiResponse({ status: 200, description: 'Deleted', standardSchema: deletedResponse })
  async post(
    @AskingOf() asking: Asking,
    @Param({ schema: workspacePath }) path: WorkspacePath,
    @Query({ schema: noParameters }) _query: Record<string, never>,
    @Body({ schema: deleteInstanceRequest }) body: DeleteInstanceBody,
  ): Promise<CommandDone | Refused> {
    const expected = readExpectation(asking, body.expectedVersion);
    if ('refused' in expected) return expected;
    const caller = await this.gate.enter(asking.profileId, path.workspaceId);
    if (caller === undefined) return { refused: 'not-found' };
    const { instanceId, treeRevision, reason } = body;
    const request = { instanceId, expected, treeRevision, reason };
    const command = new DeleteInstanceCommand(senderOf(asking, caller, 'delete-instance', request), request);
    const outcome = await this.commands.execute<DeleteInstanceCommand, DeleteOutcome>(command);
    if ('refused' in outcome) return outcome;
    const { place, ...answer } = outcome;
    return { answer: 'done', place, created: undefined, body: answer };
  }
}
