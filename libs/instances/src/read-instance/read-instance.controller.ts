import { AskingOf, Gate, type Asking } from '@datakeep/access';
import {
  asOfParameters,
  instancePath,
  instanceResponse,
  noParameters,
  versionPath,
  versionResponse,
  type AsOfParameters,
  type InstancePath,
  type Refused,
  type Representation,
  type VersionPath,
} from '@datakeep/contract';
import type { InstanceId, WorkspaceId } from '@datakeep/kernel';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { metadataOf, timeText, xmlFieldsOf, xmlOf } from '../instance.metadata.js';
import { ReadInstanceQuery, type InstanceRead } from './read-instance.query.js';

@Controller('v1/workspaces/:workspaceId/instances/:instanceId')
export class ReadInstanceController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  @Get()
  @ApiOperation({ summary: 'One instance, as it is or once was: its XML as it was saved, or JSON with its metadata' })
  @ApiResponse({ status: 200, description: 'The instance', standardSchema: instanceResponse })
  async instance(
    @AskingOf() asking: Asking,
    @Param({ schema: instancePath }) path: InstancePath,
    @Query({ schema: asOfParameters }) { asOf }: AsOfParameters,
  ): Promise<Representation | Refused> {
    const read = await this.read(asking, path, { asOf });
    if ('refused' in read) return read;
    const json = async () => {
      const newest = await read.newest();
      const body = { ...metadataOf(read.row), lastUpdated: timeText(newest.timeMs), ...xmlFieldsOf(read.row) };
      return { body, newestPlace: newest.place };
    };
    return representationOf(read, json);
  }

  @Get('history/:version')
  @ApiOperation({ summary: 'One version of an instance, as it was saved' })
  @ApiResponse({ status: 200, description: 'The version', standardSchema: versionResponse })
  async version(
    @AskingOf() asking: Asking,
    @Param({ schema: versionPath }) path: VersionPath,
    @Query({ schema: noParameters }) _query: Record<string, never>,
  ): Promise<Representation | Refused> {
    const read = await this.read(asking, path, { version: path.version });
    if ('refused' in read) return read;
    const { row } = read;
    return representationOf(read, async () => ({
      body: { ...metadataOf(row), ...xmlFieldsOf(row) },
      newestPlace: row.fromPosition,
    }));
  }

  private async read(
    { profileId }: Asking,
    { workspaceId, instanceId }: { workspaceId: WorkspaceId; instanceId: InstanceId },
    which: ReadInstanceQuery['which'],
  ): Promise<InstanceRead | Refused> {
    const caller = await this.gate.enter(profileId, workspaceId);
    if (caller === undefined) return { refused: 'not-found' };
    return this.queries.execute<ReadInstanceQuery, InstanceRead | Refused>(new ReadInstanceQuery(caller, instanceId, which));
  }
}

function representationOf({ row, place }: InstanceRead, json: Representation['json']): Representation {
  const dataVersion = row['dataVersion'] as number;
  return { answer: 'representation', place, rowPlace: row.fromPosition, dataVersion, xml: xmlOf(row), json };
}
