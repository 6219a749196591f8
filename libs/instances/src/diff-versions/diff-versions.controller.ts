import { AskingOf, Gate, type Asking } from '@datakeep/access';
import {
  diffParameters,
  diffResponse,
  instancePath,
  type DiffParameters,
  type InstancePath,
  type Refused,
  type Resource,
} from '@datakeep/contract';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { DiffVersionsQuery, type VersionsDiffer } from './diff-versions.query.js';

@Controller('v1/workspaces/:workspaceId/instances/:instanceId/diff')
export class DiffVersionsController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What differs between two versions of an instance, in its metadata and in its XML' })
  @ApiResponse({ status: 200, description: 'The differences', standardSchema: diffResponse })
  async diff(
    @AskingOf() asking: Asking,
    @Param({ schema: instancePath }) { workspaceId, instanceId }: InstancePath,
    @Query({ schema: diffParameters }) versions: DiffParameters,
  ): Promise<Resource | Refused> {
    const caller = await this.gate.enter(asking.profileId, workspaceId);
    if (caller === undefined) return { refused: 'not-found' };
    const query = new DiffVersionsQuery(caller, instanceId, versions);
    const found = await this.queries.execute<DiffVersionsQuery, VersionsDiffer | undefined>(query);
    return found === undefined ? { refused: 'not-found' } : { answer: 'resource', ...found };
  }
}
