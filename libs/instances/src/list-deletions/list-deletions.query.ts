import { Cursors, Gate, type Caller } from '@datakeep/access';
import { pageLimit, type DeletionItem, type PagingParameters } from '@datakeep/contract';
import type { Guid } from '@datakeep/kernel';
import type { FieldValue, Row } from '@datakeep/view-store';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { timeText } from '../instance.metadata.js';
import type { InstanceRefusal } from '../instance.refusals.js';
import { instanceViews } from '../instance.views.js';
import { notACursor, type Page } from '../page.js';

/** What can be restored in a workspace, newest first, or the one deletion with this id. */
export class ListDeletionsQuery {
  constructor(
    readonly caller: Caller,
    readonly page: PagingParameters,
    readonly deletionId: Guid | undefined,
  ) {}
}

export type DeletionsAnswer = Page<DeletionItem> | InstanceRefusal;

interface Mark {
  readonly at: number;
  readonly after: readonly FieldValue[];
}

/** A deletion is seen by whoever could see the root of its tree when it was deleted. */
@QueryHandler(ListDeletionsQuery)
export class ListDeletionsHandler implements IQueryHandler<ListDeletionsQuery, DeletionsAnswer> {
  constructor(
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  async execute({ caller, page, deletionId }: ListDeletionsQuery): Promise<DeletionsAnswer> {
    const question = 'deletions';
    const mark = page.cursor === undefined ? undefined : (this.cursors.read(caller, question, page.cursor) as Mark | undefined);
    if (page.cursor !== undefined && mark === undefined) return notACursor;
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
    const last = found.rows.at(-1);
    const after = last === undefined ? [] : [last['recency'], last.instanceId];
    const next = found.more && last !== undefined ? this.cursors.write(caller, question, { at: found.position, after }) : null;
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
