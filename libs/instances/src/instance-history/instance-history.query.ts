import { Cursors, Gate, type Caller } from '@datakeep/access';
import type { HistoryItem, PagingParameters } from '@datakeep/contract';
import type { InstanceId } from '@datakeep/kernel';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { InstanceRefusal } from '../instance.refusals.js';
import type { Page } from '../page.js';
import { versionPage } from '../version-page.js';

export class InstanceHistoryQuery {
  constructor(
    readonly caller: Caller,
    readonly instanceId: InstanceId,
    readonly page: PagingParameters,
  ) {}
}

export type HistoryAnswer = Page<HistoryItem> | InstanceRefusal;

/** The versions of a live instance, newest first. */
@QueryHandler(InstanceHistoryQuery)
export class InstanceHistoryHandler implements IQueryHandler<InstanceHistoryQuery, HistoryAnswer> {
  constructor(
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  async execute({ caller, instanceId, page }: InstanceHistoryQuery): Promise<HistoryAnswer> {
    const read = await this.gate.reader(caller);
    return versionPage({ ...read, cursors: this.cursors, caller }, { instanceId, state: 'live', page });
  }
}
