import { Cursors, Gate, type Caller } from '@datakeep/access';
import type { HistoryItem, PagingParameters } from '@datakeep/contract';
import type { InstanceId } from '@datakeep/kernel';
import type { Row } from '@datakeep/view-store';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { InstanceRefusal } from '../instance.refusals.js';
import { instanceViews } from '../instance.views.js';
import type { Page } from '../page.js';
import { versionPage } from '../version-page.js';

/** A deleted instance as it was when it was deleted. */
export class ReadDeletedQuery {
  constructor(
    readonly caller: Caller,
    readonly instanceId: InstanceId,
  ) {}
}

export interface DeletedRead {
  readonly row: Row;
  /** How far into the log the answer reaches. */
  readonly place: number;
}

/** Undefined for an instance that is absent, live or hidden, alike. */
@QueryHandler(ReadDeletedQuery)
export class ReadDeletedHandler implements IQueryHandler<ReadDeletedQuery, DeletedRead | undefined> {
  constructor(@Inject(Gate) private readonly gate: Gate) {}

  async execute({ caller, instanceId }: ReadDeletedQuery): Promise<DeletedRead | undefined> {
    const { reader, place } = await this.gate.reader(caller);
    const view = instanceViews.rows.name;
    const row = await reader.deleted({ view, instanceId, include: ['xml'] });
    return row === undefined ? undefined : { row, place };
  }
}

/** The versions of a deleted instance, newest first. */
export class DeletedHistoryQuery {
  constructor(
    readonly caller: Caller,
    readonly instanceId: InstanceId,
    readonly page: PagingParameters,
  ) {}
}

export type DeletedHistoryAnswer = Page<HistoryItem> | InstanceRefusal;

@QueryHandler(DeletedHistoryQuery)
export class DeletedHistoryHandler implements IQueryHandler<DeletedHistoryQuery, DeletedHistoryAnswer> {
  constructor(
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  async execute({ caller, instanceId, page }: DeletedHistoryQuery): Promise<DeletedHistoryAnswer> {
    const read = await this.gate.reader(caller);
    return versionPage({ ...read, cursors: this.cursors, caller }, { instanceId, state: 'deleted', page });
  }
}
