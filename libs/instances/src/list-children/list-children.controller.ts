import { AskingOf, Gate, type Asking } from '@datakeep/access';
import {
  childrenParameters,
  childrenResponse,
  instancePath,
  type ChildrenParameters,
  type Collection,
  type InstancePath,
  type Refused,
} from '@datakeep/contract';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { ListChildrenQuery, type ChildrenAnswer } from './list-children.query.js';

@Controller('v1/workspaces/:workspaceId/instances/:instanceId/children')
export class ListChildrenController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The children of an instance, or the roots of the workspace, by name and id' })
  @ApiResponse({ status: 200, description: 'A page of children', standardSchema: childrenResponse })
  async list(
    @AskingOf() asking: Asking,
    @Param({ schema: instancePath }) { workspaceId, instanceId }: InstancePath,
    @Query({ schema: childrenParameters }) parameters: ChildrenParameters,
  ): Promise<Collection | Refused> {
    const caller = await this.gate.enter(asking.profileId, workspaceId);
    if (caller === undefined) return { refused: 'not-found' };
    const query = new ListChildrenQuery(caller, instanceId, parameters);
    const found = await this.queries.execute<ListChildrenQuery, ChildrenAnswer>(query);
    return 'refused' in found ? found : { answer: 'collection', ...found };
  }
}
