import { AskingOf, Gate, type Asking } from '@datakeep/access';
import {
  deletionPath,
  deletionResponse,
  deletionsResponse,
  noParameters,
  pagingParameters,
  workspacePath,
  type Collection,
  type DeletionPath,
  type PagingParameters,
  type Refused,
  type Resource,
  type WorkspacePath,
} from '@datakeep/contract';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { ListDeletionsQuery, type DeletionsAnswer } from './list-deletions.query.js';

@Controller('v1/workspaces/:workspaceId/deletions')
export class ListDeletionsController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What can be restored, newest first' })
  @ApiResponse({ status: 200, description: 'A page of deletions', standardSchema: deletionsResponse })
  async list(
    @AskingOf() asking: Asking,
    @Param({ schema: workspacePath }) { workspaceId }: WorkspacePath,
    @Query({ schema: pagingParameters }) page: PagingParameters,
  ): Promise<Collection | Refused> {
    const caller = await this.gate.enter(asking.profileId, workspaceId);
    if (caller === undefined) return { refused: 'not-found' };
    const query = new ListDeletionsQuery(caller, page, undefined);
    const found = await this.queries.execute<ListDeletionsQuery, DeletionsAnswer>(query);
    return 'refused' in found ? found : { answer: 'collection', ...found };
  }

  @Get(':deletionId')
  @ApiOperation({ summary: 'One deletion that can be restored' })
  @ApiResponse({ status: 200, description: 'The deletion', standardSchema: deletionResponse })
  async one(
    @AskingOf() asking: Asking,
    @Param({ schema: deletionPath }) { workspaceId, deletionId }: DeletionPath,
    @Query({ schema: noParameters }) _query: Record<string, never>,
  ): Promise<Resource | Refused> {
    const caller = await this.gate.enter(asking.profileId, workspaceId);
    if (caller === undefined) return { refused: 'not-found' };
    const query = new ListDeletionsQuery(caller, {}, deletionId);
    const found = await this.queries.execute<ListDeletionsQuery, DeletionsAnswer>(query);
    return 'refused' in found ? found : { answer: 'resource', place: found.place, body: found.items[0]! };
  }
}
