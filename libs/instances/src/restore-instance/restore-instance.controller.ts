import { AskingOf, Gate, senderOf, type Asking } from '@datakeep/access';
import {
  noParameters,
  restoreInstanceRequest,
  restoredResponse,
  workspacePath,
  type CommandDone,
  type Refused,
  type RestoreInstanceBody,
  type WorkspacePath,
} from '@datakeep/contract';
import { Body, Controller, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { invalidAt } from '../refused-content.js';
import { RestoreInstanceCommand } from './restore-instance.command.js';
import type { RestoreOutcome } from './restore-instance.handler.js';

@Controller('v1/workspaces/:workspaceId/commands/restore-instance')
export class RestoreInstanceController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Put back everything that a deletion took' })
  @ApiResponse({ status: 200, description: 'Restored', standardSchema: restoredResponse })
  async post(
    @AskingOf() asking: Asking,
    @Param({ schema: workspacePath }) path: WorkspacePath,
    @Query({ schema: noParameters }) _query: Record<string, never>,
    @Body({ schema: restoreInstanceRequest }) body: RestoreInstanceBody,
  ): Promise<CommandDone | Refused> {
    if (asking.ifMatch !== undefined) return invalidAt('/headers/if-match', 'does not apply: a restore follows no version');
    const caller = await this.gate.enter(asking.profileId, path.workspaceId);
    if (caller === undefined) return { refused: 'not-found' };
    const command = new RestoreInstanceCommand(senderOf(asking, caller, 'restore-instance', body), body);
    const outcome = await this.commands.execute<RestoreInstanceCommand, RestoreOutcome>(command);
    if ('refused' in outcome) return outcome;
    const { place, ...answer } = outcome;
    return { answer: 'done', place, created: undefined, body: answer };
  }
}
