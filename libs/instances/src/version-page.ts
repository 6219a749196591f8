import type { Caller, Cursors } from '@datakeep/access';
import { pageLimit, type HistoryItem, type PagingParameters } from '@datakeep/contract';
import type { InstanceId } from '@datakeep/kernel';
import type { ReaderViews, Row } from '@datakeep/view-store';
import { timeText } from './instance.metadata.js';
import type { InstanceRefusal } from './instance.refusals.js';
import { instanceViews } from './instance.views.js';
import { notACursor, type Page } from './page.js';

/**
 * A page of the versions of one live or deleted instance, newest first. Versions never change, so a page goes on below the
 * last one seen.
 */
export async function versionPage(
  on: { readonly reader: ReaderViews; readonly place: number; readonly cursors: Cursors; readonly caller: Caller },
  of: { readonly instanceId: InstanceId; readonly state: 'live' | 'deleted'; readonly page: PagingParameters },
): Promise<Page<HistoryItem> | InstanceRefusal> {
  const { instanceId, state, page } = of;
  const question = `history ${state} ${instanceId}`;
  const beforeVersion = page.cursor === undefined ? undefined : on.cursors.read(on.caller, question, page.cursor);
  if (page.cursor !== undefined && typeof beforeVersion !== 'number') return notACursor;
  const limit = page.limit ?? pageLimit.default;
  const view = instanceViews.rows.name;
  const below = typeof beforeVersion === 'number' ? { beforeVersion } : {};
  const rows = await on.reader.versions({ view, instanceId, state, limit: limit + 1, ...below });
  const [newest] = rows;
  if (newest === undefined && beforeVersion === undefined) return { refused: 'not-found' };
  const items = rows.slice(0, limit).map(historyItem);
  const last = items.at(-1);
  const next = rows.length > limit && last !== undefined ? on.cursors.write(on.caller, question, last.dataVersion) : null;
  return { items, next, place: on.place };
}

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
