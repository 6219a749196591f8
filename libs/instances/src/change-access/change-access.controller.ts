import { AskingOf, Gate, senderOf, type Asking } from '@datakeep/access';
import {
  changeAccessRequest,
  grantedResponse,
  noParameters,
  revokedResponse,
  workspacePath,
  type ChangeAccessBody,
  type CommandDone,
  type Refused,
  type WorkspacePath,
} from '@datakeep/contract';
import { Body, Controller, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { readExpectation } from '../expectation.js';
import { ChangeAccessCommand, type AccessChangeKind } from './change-access.command.js';
import type { AccessOutcome } from './change-access.handler.js';

/** The two directions of one command: rows are added, or taken away. */
@Controller('v1/workspaces/:workspaceId/commands')
export class ChangeAccessController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  @Post('grant-access')
  @ApiOperation({ summary: 'Let users see an instance, or what you see of its tree' })
  @ApiResponse({ status: 200, description: 'Granted', standardSchema: grantedResponse })
  grant(
    @AskingOf() asking: Asking,
    @Param({ schema: workspacePath }) path: WorkspacePath,
    @Query({ schema: noParameters }) _query: Record<string, never>,
    @Body({ schema: changeAccessRequest }) body: ChangeAccessBody,
  ): Promise<CommandDone | Refused> {
    return this.change({ asking, path, kind: 'grant', body });
  }

  @Post('revoke-access')
  @ApiOperation({ summary: 'Take the sight of an instance, or of what you see of its tree, away from users' })
  @ApiResponse({ status: 200, description: 'Revoked', standardSchema: revokedResponse })
  revoke(
    @AskingOf() asking: Asking,
    @Param({ schema: workspacePath }) path: WorkspacePath,
    @Query({ schema: noParameters }) _query: Record<string, never>,
    @Body({ schema: changeAccessRequest }) body: ChangeAccessBody,
  ): Promise<CommandDone | Refused> {
    return this.change({ asking, path, kind: 'revoke', body });
  }

  private async change(of: {
    readonly asking: Asking;
    readonly path: WorkspacePath;
    readonly kind: AccessChangeKind;
    readonly body: ChangeAccessBody;
  }): Promise<CommandDone | Refused> {
    const { asking, path, kind, body } = of;
    const expected = readExpectation(asking, undefined);
    if ('refused' in expected) return expected;
    const caller = await this.gate.enter(asking.profileId, path.workspaceId);
    if (caller === undefined) return { refused: 'not-found' };
    const request = { ...body, expected };
    const command = new ChangeAccessCommand(senderOf(asking, caller, `${kind}-access`, request), kind, request);
    const outcome = await this.commands.execute<ChangeAccessCommand, AccessOutcome>(command);
    if ('refused' in outcome) return outcome;
    const { place, changed, ...answer } = outcome;
    const counted = kind === 'grant' ? { granted: changed } : { revoked: changed };
    return { answer: 'done', place, created: undefined, body: { ...answer, ...counted } };
  }
}
