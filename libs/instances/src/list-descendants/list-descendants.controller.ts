import { AskingOf, Gate, type Asking } from '@datakeep/access';
import {
  childrenResponse,
  descendantsParameters,
  instancePath,
  type Collection,
  type DescendantsParameters,
  type InstancePath,
  type Refused,
} from '@datakeep/contract';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { ListDescendantsQuery, type DescendantsAnswer } from './list-descendants.query.js';

@Controller('v1/workspaces/:workspaceId/instances/:instanceId/descendants')
export class ListDescendantsController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Everything below an instance, or in the workspace, by hierarchy, name and id' })
  @ApiResponse({ status: 200, description: 'A page of descendants', standardSchema: childrenResponse })
  async list(
    @AskingOf() asking: Asking,
    @Param({ schema: instancePath }) { workspaceId, instanceId }: InstancePath,
    @Query({ schema: descendantsParameters }) parameters: DescendantsParameters,
  ): Promise<Collection | Refused> {
    const caller = await this.gate.enter(asking.profileId, workspaceId);
    if (caller === undefined) return { refused: 'not-found' };
    const query = new ListDescendantsQuery(caller, instanceId, parameters);
    const found = await this.queries.execute<ListDescendantsQuery, DescendantsAnswer>(query);
    return 'refused' in found ? found : { answer: 'collection', ...found };
  }
}
