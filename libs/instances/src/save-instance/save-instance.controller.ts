import { AskingOf, Gate, senderOf, type Asking } from '@datakeep/access';
import {
  instancePath,
  noParameters,
  putInstanceParameters,
  reasonText,
  saveInstanceRequest,
  savedResponse,
  workspacePath,
  type CommandDone,
  type InstancePath,
  type PutInstanceParameters,
  type Refused,
  type SaveInstanceRequest,
  type WorkspacePath,
} from '@datakeep/contract';
import type { WorkspaceId } from '@datakeep/kernel';
import { checkXml, checkXmlText } from '@datakeep/xml';
import { Body, Controller, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { readExpectation } from '../expectation.js';
import type { InstanceRefusal } from '../instance.refusals.js';
import { invalidAt, refusedXml } from '../refused-content.js';
import { SaveInstanceCommand, type SaveRequest } from './save-instance.command.js';
import type { SaveOutcome } from './save-instance.handler.js';

const saved = { standardSchema: savedResponse };

/** The two doors of one command: JSON with the XML as text, and HTTP's own words with the XML as bytes. */
@Controller('v1/workspaces/:workspaceId')
export class SaveInstanceController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  @Post('commands/save-instance')
  @ApiOperation({ summary: 'Create an instance, or save a new version of one' })
  @ApiResponse({ status: 201, description: 'Created', ...saved })
  @ApiResponse({ status: 200, description: 'A new version', ...saved })
  async post(
    @AskingOf() asking: Asking,
    @Param({ schema: workspacePath }) path: WorkspacePath,
    @Query({ schema: noParameters }) _query: Record<string, never>,
    @Body({ schema: saveInstanceRequest }) body: SaveInstanceRequest,
  ): Promise<CommandDone | Refused> {
    const verdict = checkXmlText(body.xml);
    if (!verdict.ok) return refusedXml(verdict.problem, '/xml');
    const { expectedVersion, ...fields } = body;
    const expected = readExpectation(asking, expectedVersion);
    if ('refused' in expected) return expected;
    return this.save(asking, path.workspaceId, { ...fields, xml: verdict.bytes, expected });
  }

  @Put('instances/:instanceId')
  @ApiOperation({ summary: 'Create or save the instance with this id; the body is its XML' })
  @ApiConsumes('application/xml')
  @ApiBody({ required: true, schema: { type: 'string', format: 'binary' }, description: 'The XML, as it is to be kept' })
  @ApiResponse({ status: 201, description: 'Created', ...saved })
  @ApiResponse({ status: 200, description: 'A new version', ...saved })
  async put(
    @AskingOf() asking: Asking,
    @Param({ schema: instancePath }) path: InstancePath,
    @Query({ schema: putInstanceParameters }) query: PutInstanceParameters,
    @Body() body: Buffer | undefined,
  ): Promise<CommandDone | Refused> {
    const reason = reasonText.optional().safeParse(asking.reason);
    if (!reason.success) return invalidAt('/headers/datakeep-reason', reason.error.issues[0]?.message ?? 'is not valid');
    const xml = body ?? new Uint8Array(0);
    const verdict = checkXml(xml);
    if (!verdict.ok) return refusedXml(verdict.problem, '');
    const expected = readExpectation(asking, undefined);
    if ('refused' in expected) return expected;
    const { instanceId, workspaceId } = path;
    const { name: instanceName, concept: conceptId, parent: parentId, status } = query;
    const request = { instanceId, instanceName, conceptId, parentId, status, xml, expected, reason: reason.data };
    return placedInQuery(await this.save(asking, workspaceId, request));
  }

  private async save(asking: Asking, workspaceId: WorkspaceId, request: SaveRequest): Promise<CommandDone | Refused> {
    const caller = await this.gate.enter(asking.profileId, workspaceId);
    if (caller === undefined) return { refused: 'not-found' };
    const command = new SaveInstanceCommand(senderOf(asking, caller, 'save-instance', request), request);
    const outcome = await this.commands.execute<SaveInstanceCommand, SaveOutcome>(command);
    if ('refused' in outcome) return outcome;
    const { created, place, ...body } = outcome.saved;
    const location = `/v1/workspaces/${workspaceId}/instances/${body.instanceId}`;
    return { answer: 'done', place, created: created ? location : undefined, body };
  }
}

const placesOfPut: Readonly<Record<string, string>> = { '/conceptId': '/query/concept', '/instanceName': '/query/name' };

/** A refusal names fields of the command; whoever sent a PUT knows them by its parameters. */
function placedInQuery(answer: CommandDone | Refused): CommandDone | Refused {
  if (!('refused' in answer) || answer.refused !== 'invalid-request') return answer;
  const { errors } = answer as Extract<InstanceRefusal, { refused: 'invalid-request' }>;
  const placed = errors.map(({ pointer, detail }) => ({ pointer: placesOfPut[pointer] ?? pointer, detail }));
  return { refused: 'invalid-request', errors: placed } as Refused;
}
