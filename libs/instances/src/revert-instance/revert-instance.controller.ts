import { AskingOf, Gate, senderOf, type Asking } from '@datakeep/access';
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
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { readExpectation } from '../expectation.js';
import { RevertInstanceCommand } from './revert-instance.command.js';
import type { RevertOutcome } from './revert-instance.handler.js';

@Controller('v1/workspaces/:workspaceId/commands/revert-instance')
export class RevertInstanceController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Save the XML of an older version as a new one' })
  @ApiResponse({ status: 200, description: 'A new version', standardSchema: savedResponse })
  async post(
    @AskingOf() asking: Asking,
    @Param({ schema: workspacePath }) path: WorkspacePath,
    @Query({ schema: noParameters }) _query: Record<string, never>,
    @Body({ schema: revertInstanceRequest }) body: RevertInstanceBody,
  ): Promise<CommandDone | Refused> {
    const { expectedVersion, ...fields } = body;
    const expected = readExpectation(asking, expectedVersion);
    if ('refused' in expected) return expected;
    const caller = await this.gate.enter(asking.profileId, path.workspaceId);
    if (caller === undefined) return { refused: 'not-found' };
    const request = { ...fields, expected };
    const command = new RevertInstanceCommand(senderOf(asking, caller, 'revert-instance', request), request);
    const outcome = await this.commands.execute<RevertInstanceCommand, RevertOutcome>(command);
    if ('refused' in outcome) return outcome;
    const { place, ...answer } = outcome;
    return { answer: 'done', place, created: undefined, body: answer };
  }
}
