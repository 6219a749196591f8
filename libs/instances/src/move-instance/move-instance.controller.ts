import { AskingOf, Gate, senderOf, type Asking } from '@datakeep/access';
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
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { readExpectation } from '../expectation.js';
import { MoveInstanceCommand } from './move-instance.command.js';
import type { MoveOutcome } from './move-instance.handler.js';

@Controller('v1/workspaces/:workspaceId/commands/move-instance')
export class MoveInstanceController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Put an instance and everything below it under another parent of its data set' })
  @ApiResponse({ status: 200, description: 'Moved', standardSchema: movedResponse })
  async post(
    @AskingOf() asking: Asking,
    @Param({ schema: workspacePath }) path: WorkspacePath,
    @Query({ schema: noParameters }) _query: Record<string, never>,
    @Body({ schema: moveInstanceRequest }) body: MoveInstanceBody,
  ): Promise<CommandDone | Refused> {
    const { expectedVersion, ...fields } = body;
    const expected = readExpectation(asking, expectedVersion);
    if ('refused' in expected) return expected;
    const caller = await this.gate.enter(asking.profileId, path.workspaceId);
    if (caller === undefined) return { refused: 'not-found' };
    const request = { ...fields, expected };
    const command = new MoveInstanceCommand(senderOf(asking, caller, 'move-instance', request), request);
    const outcome = await this.commands.execute<MoveInstanceCommand, MoveOutcome>(command);
    if ('refused' in outcome) return outcome;
    const { place, ...answer } = outcome;
    return { answer: 'done', place, created: undefined, body: answer };
  }
}
