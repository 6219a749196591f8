import { AskingOf, Gate, type Asking } from '@datakeep/access';
import {
  dataSetParameters,
  instancePath,
  type DataSetParameters,
  type InstancePath,
  type Refused,
  type Streamed,
} from '@datakeep/contract';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { InstanceRefusal } from '../instance.refusals.js';
import { StreamDataSetQuery, type DataSetStream } from './stream-data-set.query.js';

const contentType = 'application/xml';

@Controller('v1/workspaces/:workspaceId/instances/:instanceId/data-set')
export class StreamDataSetController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  @Get()
  @ApiOperation({ summary: 'An instance and everything below it as one XML document' })
  @ApiResponse({
    status: 200,
    description: 'Nested dk:instance elements of the namespace urn:datakeep:data-set:1',
    content: { [contentType]: { schema: { type: 'string' } } },
  })
  async stream(
    @AskingOf() asking: Asking,
    @Param({ schema: instancePath }) { workspaceId, instanceId }: InstancePath,
    @Query({ schema: dataSetParameters }) parameters: DataSetParameters,
  ): Promise<Streamed | Refused> {
    const caller = await this.gate.enter(asking.profileId, workspaceId);
    if (caller === undefined) return { refused: 'not-found' };
    const query = new StreamDataSetQuery(caller, instanceId, parameters);
    const found = await this.queries.execute<StreamDataSetQuery, DataSetStream | InstanceRefusal>(query);
    return 'refused' in found ? found : { answer: 'stream', contentType, ...found };
  }
}
