import { AskingOf, Gate, type Asking } from '@datakeep/access';
import {
  pagingParameters,
  historyResponse,
  instancePath,
  type Collection,
  type PagingParameters,
  type InstancePath,
  type Refused,
} from '@datakeep/contract';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { InstanceHistoryQuery, type HistoryAnswer } from './instance-history.query.js';

@Controller('v1/workspaces/:workspaceId/instances/:instanceId/history')
export class InstanceHistoryController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The versions of an instance, newest first' })
  @ApiResponse({ status: 200, description: 'A page of versions', standardSchema: historyResponse })
  async list(
    @AskingOf() asking: Asking,
    @Param({ schema: instancePath }) { workspaceId, instanceId }: InstancePath,
    @Query({ schema: pagingParameters }) page: PagingParameters,
  ): Promise<Collection | Refused> {
    const caller = await this.gate.enter(asking.profileId, workspaceId);
    if (caller === undefined) return { refused: 'not-found' };
    const query = new InstanceHistoryQuery(caller, instanceId, page);
    const found = await this.queries.execute<InstanceHistoryQuery, HistoryAnswer>(query);
    return 'refused' in found ? found : { answer: 'collection', ...found };
  }
}
