import { Cursors, Gate, type Caller } from '@datakeep/access';
import { pageLimit, type HistoryItem } from '@datakeep/contract';
import type { InstanceId } from '@datakeep/kernel';
import type { Row } from '@datakeep/view-store';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { timeText } from '../instance.metadata.js';
import type { InstanceRefusal } from '../instance.refusals.js';
import { instanceViews } from '../instance.views.js';

export class InstanceHistoryQuery {
  constructor(
    readonly caller: Caller,
    readonly instanceId: InstanceId,
    readonly page: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
  ) {}
}

export interface HistoryPage {
  readonly items: readonly HistoryItem[];
  readonly next: string | null;
  readonly place: number;
}

/** The versions of one instance, newest first; they never change, so a page goes on below the last version seen. */
@QueryHandler(InstanceHistoryQuery)
export class InstanceHistoryHandler implements IQueryHandler<InstanceHistoryQuery, HistoryPage | InstanceRefusal> {
  constructor(
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  async execute({ caller, instanceId, page }: InstanceHistoryQuery): Promise<HistoryPage | InstanceRefusal> {
    const question = `history ${instanceId}`;
    const beforeVersion = page.cursor === undefined ? undefined : this.cursors.read(caller, question, page.cursor);
    if (page.cursor !== undefined && typeof beforeVersion !== 'number') return notACursor;
    const limit = page.limit ?? pageLimit.default;
    const reader = await this.gate.reader(caller);
    const rows = await reader.versions({
      view: instanceViews.rows.name,
      instanceId,
      state: 'live',
      limit: limit + 1,
      ...(typeof beforeVersion === 'number' ? { beforeVersion } : {}),
    });
    const [newest] = rows;
    if (newest === undefined && beforeVersion === undefined) return { refused: 'not-found' };
    const items = rows.slice(0, limit).map(historyItem);
    const last = items.at(-1);
    const next = rows.length > limit && last !== undefined ? this.cursors.write(caller, question, last.dataVersion) : null;
    return { items, next, place: newest?.fromPosition ?? 0 };
  }
}

const notACursor: InstanceRefusal = {
  refused: 'invalid-request',
  errors: [{ pointer: '/query/cursor', detail: 'is no cursor of this list; leave it out to begin again' }],
};

function historyItem(row: Row): HistoryItem {
  return {
    dataVersion: row['dataVersion'] as number,
    change: row['change'] as string,
    instanceName: row['name'] as string,
    parentId: row['parentId'] as string | null,
    status: row['status'] as string,
    insertedBy: row['insertedBy'] as string,
    insertedOn: timeText(row['insertedOnMs'] as number),
    commandId: row['commandId'] as string,
    reason: row['reason'] as string | null,
  };
}
