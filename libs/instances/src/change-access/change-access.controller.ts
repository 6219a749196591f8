import { AskingOf, type Asking } from '@datakeep/access';
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
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CommandDoor } from '../command-door.js';
import { ChangeAccessCommand, type AccessChangeKind } from './change-access.command.js';

/** The two directions of one command: rows are added, or taken away. */
@Controller('v1/workspaces/:workspaceId/commands')
export class ChangeAccessController {
  constructor(@Inject(CommandDoor) private readonly door: CommandDoor) {}

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
    // It makes no version, so its body states none; `If-Match` is kept to.
    const command = { ...path, name: `${kind}-access`, body: { ...body, expectedVersion: undefined } };
    const done = await this.door.send(asking, command, (sender, request) => new ChangeAccessCommand(sender, kind, request));
    if ('refused' in done) return done;
    const { changed, ...answer } = done.body;
    const counted = kind === 'grant' ? { granted: changed } : { revoked: changed };
    return { ...done, body: { ...answer, ...counted } };
  }
}
