import { AskingOf, Gate, type Asking } from '@datakeep/access';
import {
  eventsParameters,
  eventsResponse,
  instancePath,
  workspacePath,
  type Collection,
  type EventsParameters,
  type InstancePath,
  type Refused,
  type WorkspacePath,
} from '@datakeep/contract';
import type { InstanceId, WorkspaceId } from '@datakeep/kernel';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { ListEventsQuery, type EventsAnswer } from './list-events.query.js';

@Controller('v1/workspaces/:workspaceId')
export class ListEventsController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  @Get('events')
  @ApiOperation({ summary: 'The events of a workspace that you can see, in the order of the log' })
  @ApiResponse({ status: 200, description: 'A page of events', standardSchema: eventsResponse })
  ofWorkspace(
    @AskingOf() asking: Asking,
    @Param({ schema: workspacePath }) { workspaceId }: WorkspacePath,
    @Query({ schema: eventsParameters }) parameters: EventsParameters,
  ): Promise<Collection | Refused> {
    return this.list(asking, { workspaceId, instanceId: undefined }, parameters);
  }

  @Get('instances/:instanceId/events')
  @ApiOperation({ summary: 'The events of one instance, live or deleted, in the order of the log' })
  @ApiResponse({ status: 200, description: 'A page of events', standardSchema: eventsResponse })
  ofInstance(
    @AskingOf() asking: Asking,
    @Param({ schema: instancePath }) path: InstancePath,
    @Query({ schema: eventsParameters }) parameters: EventsParameters,
  ): Promise<Collection | Refused> {
    return this.list(asking, path, parameters);
  }

  private async list(
    { profileId }: Asking,
    { workspaceId, instanceId }: { readonly workspaceId: WorkspaceId; readonly instanceId: InstanceId | undefined },
    parameters: EventsParameters,
  ): Promise<Collection | Refused> {
    const caller = await this.gate.enter(profileId, workspaceId);
    if (caller === undefined) return { refused: 'not-found' };
    const query = new ListEventsQuery(caller, instanceId, parameters);
    const found = await this.queries.execute<ListEventsQuery, EventsAnswer>(query);
    return 'refused' in found ? found : { answer: 'collection', ...found };
  }
}
