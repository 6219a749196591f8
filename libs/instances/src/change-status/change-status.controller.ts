import { AskingOf, Gate, senderOf, type Asking } from '@datakeep/access';
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
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { readExpectation } from '../expectation.js';
import { ChangeStatusCommand } from './change-status.command.js';
import type { StatusOutcome } from './change-status.handler.js';

@Controller('v1/workspaces/:workspaceId/commands/change-status')
export class ChangeStatusController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Give an instance a status: a version with the XML of the one before' })
  @ApiResponse({ status: 200, description: 'A new version', standardSchema: statusChangedResponse })
  async post(
    @AskingOf() asking: Asking,
    @Param({ schema: workspacePath }) path: WorkspacePath,
    @Query({ schema: noParameters }) _query: Record<string, never>,
    @Body({ schema: changeStatusRequest }) body: ChangeStatusBody,
  ): Promise<CommandDone | Refused> {
    const { expectedVersion, ...fields } = body;
    const expected = readExpectation(asking, expectedVersion);
    if ('refused' in expected) return expected;
    const caller = await this.gate.enter(asking.profileId, path.workspaceId);
    if (caller === undefined) return { refused: 'not-found' };
    const request = { ...fields, expected };
    const command = new ChangeStatusCommand(senderOf(asking, caller, 'change-status', request), request);
    const outcome = await this.commands.execute<ChangeStatusCommand, StatusOutcome>(command);
    if ('refused' in outcome) return outcome;
    const { place, ...answer } = outcome;
    return { answer: 'done', place, created: undefined, body: answer };
  }
}
