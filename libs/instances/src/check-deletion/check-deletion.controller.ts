import { AskingOf, Gate, type Asking } from '@datakeep/access';
import {
  deletionCheckResponse,
  instancePath,
  noParameters,
  type InstancePath,
  type Refused,
  type Resource,
} from '@datakeep/contract';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CheckDeletionQuery, type DeletionChecked } from './check-deletion.query.js';

@Controller('v1/workspaces/:workspaceId/instances/:instanceId/deletion-check')
export class CheckDeletionController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Whether a delete would take the tree, how many instances, and what keeps it' })
  @ApiResponse({ status: 200, description: 'What a delete would meet', standardSchema: deletionCheckResponse })
  async check(
    @AskingOf() asking: Asking,
    @Param({ schema: instancePath }) { workspaceId, instanceId }: InstancePath,
    @Query({ schema: noParameters }) _query: Record<string, never>,
  ): Promise<Resource | Refused> {
    const caller = await this.gate.enter(asking.profileId, workspaceId);
    if (caller === undefined) return { refused: 'not-found' };
    const found = await this.queries.execute<CheckDeletionQuery, DeletionChecked>(new CheckDeletionQuery(caller, instanceId));
    if ('refused' in found) return found;
    const { isAllowed: allowed, seen: count, place, ...rest } = found;
    return { answer: 'resource', place, body: { allowed, count, ...rest } };
  }
}
