import { AskingOf, Gate, type Asking } from '@datakeep/access';
import {
  accessResponse,
  instancePath,
  pagingParameters,
  type Collection,
  type InstancePath,
  type PagingParameters,
  type Refused,
} from '@datakeep/contract';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { ReadAccessQuery, type AccessRead } from './read-access.query.js';

@Controller('v1/workspaces/:workspaceId/instances/:instanceId/access')
export class ReadAccessController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Who may see an instance' })
  @ApiResponse({ status: 200, description: 'A page of access rows', standardSchema: accessResponse })
  async list(
    @AskingOf() asking: Asking,
    @Param({ schema: instancePath }) { workspaceId, instanceId }: InstancePath,
    @Query({ schema: pagingParameters }) page: PagingParameters,
  ): Promise<Collection | Refused> {
    const caller = await this.gate.enter(asking.profileId, workspaceId);
    if (caller === undefined) return { refused: 'not-found' };
    const query = new ReadAccessQuery(caller, instanceId, page);
    const found = await this.queries.execute<ReadAccessQuery, AccessRead>(query);
    return 'refused' in found ? found : { answer: 'collection', ...found };
  }
}
