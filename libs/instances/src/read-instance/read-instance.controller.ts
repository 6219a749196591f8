import { AskingOf, Gate, type Asking } from '@datakeep/access';
import {
  instancePath,
  instanceResponse,
  noParameters,
  versionPath,
  versionResponse,
  type InstancePath,
  type Refused,
  type Representation,
  type VersionPath,
} from '@datakeep/contract';
import type { InstanceId, WorkspaceId } from '@datakeep/kernel';
import { xmlText } from '@datakeep/xml';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { metadataOf, timeText, xmlOf } from '../instance.metadata.js';
import { ReadInstanceQuery, type InstanceRead } from './read-instance.query.js';

@Controller('v1/workspaces/:workspaceId/instances/:instanceId')
export class ReadInstanceController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  @Get()
  @ApiOperation({ summary: 'One instance: its XML as it was saved, or JSON with its metadata' })
  @ApiResponse({ status: 200, description: 'The instance', standardSchema: instanceResponse })
  async now(
    @AskingOf() asking: Asking,
    @Param({ schema: instancePath }) path: InstancePath,
    @Query({ schema: noParameters }) _query: Record<string, never>,
  ): Promise<Representation | Refused> {
    const read = await this.read(asking, path, undefined);
    if (read === undefined) return { refused: 'not-found' };
    const json = async () => {
      const newest = await read.newest();
      const body = { ...metadataOf(read.row), lastUpdated: timeText(newest.timeMs), xml: xmlText(xmlOf(read.row)) };
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
    const read = await this.read(asking, path, path.version);
    if (read === undefined) return { refused: 'not-found' };
    const body = { ...metadataOf(read.row), xml: xmlText(xmlOf(read.row)) };
    return representationOf(read, () => Promise.resolve({ body, newestPlace: read.row.fromPosition }));
  }

  private async read(
    { profileId }: Asking,
    { workspaceId, instanceId }: { workspaceId: WorkspaceId; instanceId: InstanceId },
    version: number | undefined,
  ): Promise<InstanceRead | undefined> {
    const caller = await this.gate.enter(profileId, workspaceId);
    if (caller === undefined) return undefined;
    return this.queries.execute<ReadInstanceQuery, InstanceRead | undefined>(new ReadInstanceQuery(caller, instanceId, version));
  }
}

function representationOf({ row, place }: InstanceRead, json: Representation['json']): Representation {
  const dataVersion = row['dataVersion'] as number;
  return { answer: 'representation', place, rowPlace: row.fromPosition, dataVersion, xml: xmlOf(row), json };
}
