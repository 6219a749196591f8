import { Cursors, Gate, type Caller } from '@datakeep/access';
import { pageLimit, type DeletionItem, type PagingParameters } from '@datakeep/contract';
import type { Guid } from '@datakeep/kernel';
import type { Row } from '@datakeep/view-store';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { timeText } from '../instance.metadata.js';
import type { InstanceRefusal } from '../instance.refusals.js';
import { instanceViews } from '../instance.views.js';
import { nextMark, readMark, type Page } from '../page.js';

/** What can be restored in a workspace, newest first, or the one deletion with this id. */
export class ListDeletionsQuery {
  constructor(
    readonly caller: Caller,
    readonly page: PagingParameters,
    readonly deletionId: Guid | undefined,
  ) {}
}

export type DeletionsAnswer = Page<DeletionItem> | InstanceRefusal;

/** A deletion is seen by whoever could see the root of its tree when it was deleted. */
@QueryHandler(ListDeletionsQuery)
export class ListDeletionsHandler implements IQueryHandler<ListDeletionsQuery, DeletionsAnswer> {
  constructor(
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  async execute({ caller, page, deletionId }: ListDeletionsQuery): Promise<DeletionsAnswer> {
    const list = { cursors: this.cursors, caller, question: 'deletions' };
    const mark = readMark(list, page.cursor);
    if (mark !== undefined && 'refused' in mark) return mark;
    const { reader, place } = await this.gate.reader(caller);
    const view = instanceViews.deletions.name;
    if (deletionId !== undefined) {
      const row = await reader.get({ view, instanceId: deletionId, at: 'now' });
      return row === undefined ? { refused: 'not-found' } : { items: [itemOf(row)], next: null, place };
    }
    const found = await reader.find({
      view,
      index: 'by_recency',
      where: {},
      ...(mark === undefined ? {} : { after: mark.after }),
      at: mark?.at ?? 'now',
      limit: page.limit ?? pageLimit.default,
    });
    const next = nextMark(list, found, (row) => [row['recency'], row.instanceId]);
    return { items: found.rows.map(itemOf), next, place: found.position };
  }
}

function itemOf(row: Row): DeletionItem {
  return {
    deletionId: row.instanceId,
    instanceId: row['rootId'] as string,
    instanceName: row['name'] as string,
    conceptId: row['conceptId'] as string,
    parentId: row['parentId'] as string,
    hierarchy: row.hierarchy,
    dataVersion: row['dataVersion'] as number,
    deletedBy: row['deletedBy'] as string,
    deletedOn: timeText(row['deletedOnMs'] as number),
    reason: row['reason'] as string | null,
  };
}
