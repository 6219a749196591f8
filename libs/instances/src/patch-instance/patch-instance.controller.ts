import { AskingOf, Gate, senderOf, type Asking } from '@datakeep/access';
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
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { readExpectation } from '../expectation.js';
import { PatchInstanceCommand } from './patch-instance.command.js';
import type { PatchOutcome } from './patch-instance.handler.js';

@Controller('v1/workspaces/:workspaceId/commands/patch-instance')
export class PatchInstanceController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Change parts of the XML of an instance; the rest stays as it is written' })
  @ApiResponse({ status: 200, description: 'A new version', standardSchema: savedResponse })
  async post(
    @AskingOf() asking: Asking,
    @Param({ schema: workspacePath }) path: WorkspacePath,
    @Query({ schema: noParameters }) _query: Record<string, never>,
    @Body({ schema: patchInstanceRequest }) body: PatchInstanceBody,
  ): Promise<CommandDone | Refused> {
    const { expectedVersion, ...fields } = body;
    const expected = readExpectation(asking, expectedVersion);
    if ('refused' in expected) return expected;
    const caller = await this.gate.enter(asking.profileId, path.workspaceId);
    if (caller === undefined) return { refused: 'not-found' };
    const request = { ...fields, expected };
    const command = new PatchInstanceCommand(senderOf(asking, caller, 'patch-instance', request), request);
    const outcome = await this.commands.execute<PatchInstanceCommand, PatchOutcome>(command);
    if ('refused' in outcome) return outcome;
    const { place, ...answer } = outcome;
    return { answer: 'done', place, created: undefined, body: answer };
  }
}
