import { AskingOf, Gate, type Asking } from '@datakeep/access';
import {
  deletedInstanceResponse,
  historyResponse,
  instancePath,
  noParameters,
  pagingParameters,
  type Collection,
  type InstancePath,
  type PagingParameters,
  type Refused,
  type Representation,
} from '@datakeep/contract';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { metadataOf, xmlFieldsOf, xmlOf } from '../instance.metadata.js';
import { DeletedHistoryQuery, ReadDeletedQuery, type DeletedHistoryAnswer, type DeletedRead } from './read-deleted.query.js';

@Controller('v1/workspaces/:workspaceId/deleted-instances/:instanceId')
export class ReadDeletedController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  @Get()
  @ApiOperation({ summary: 'A deleted instance, as it was when it was deleted' })
  @ApiResponse({ status: 200, description: 'The instance', standardSchema: deletedInstanceResponse })
  async read(
    @AskingOf() asking: Asking,
    @Param({ schema: instancePath }) { workspaceId, instanceId }: InstancePath,
    @Query({ schema: noParameters }) _query: Record<string, never>,
  ): Promise<Representation | Refused> {
    const caller = await this.gate.enter(asking.profileId, workspaceId);
    if (caller === undefined) return { refused: 'not-found' };
    const query = new ReadDeletedQuery(caller, instanceId);
    const read = await this.queries.execute<ReadDeletedQuery, DeletedRead | undefined>(query);
    if (read === undefined) return { refused: 'not-found' };
    const { row, place } = read;
    const json = () => {
      const body = { ...metadataOf(row), deletionId: row.endedBy, ...xmlFieldsOf(row) };
      return Promise.resolve({ body, newestPlace: row.toPosition });
    };
    const dataVersion = row['dataVersion'] as number;
    return { answer: 'representation', place, rowPlace: row.toPosition, dataVersion, xml: xmlOf(row), json };
  }

  @Get('history')
  @ApiOperation({ summary: 'The versions of a deleted instance, newest first' })
  @ApiResponse({ status: 200, description: 'A page of versions', standardSchema: historyResponse })
  async history(
    @AskingOf() asking: Asking,
    @Param({ schema: instancePath }) { workspaceId, instanceId }: InstancePath,
    @Query({ schema: pagingParameters }) page: PagingParameters,
  ): Promise<Collection | Refused> {
    const caller = await this.gate.enter(asking.profileId, workspaceId);
    if (caller === undefined) return { refused: 'not-found' };
    const query = new DeletedHistoryQuery(caller, instanceId, page);
    const found = await this.queries.execute<DeletedHistoryQuery, DeletedHistoryAnswer>(query);
    return 'refused' in found ? found : { answer: 'collection', ...found };
  }
}
