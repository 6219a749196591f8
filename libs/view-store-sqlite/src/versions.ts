import type { ReaderViews, Row } from '@datakeep/view-store';
import { openPosition } from '@datakeep/view-store';
import type { Connection } from './connection.js';
import type { Asked } from './instance-queries.js';
import { historySql, rowSql, stateSql } from './instance-queries.js';
import type { RowTable } from './tables.js';

type Request = Parameters<ReaderViews['versions']>[0];

/**
 * The versions of an instance inside the caller's transaction: of each dataVersion the first row that the reader may see.
 * Errors: TypeError when the view has no dataVersion.
 */
export function versionsOf(connection: Connection, table: RowTable, asked: Asked, request: Request): readonly Row[] {
  if (!table.fields.has('dataVersion')) throw new TypeError(`${table.name} has no versions`);
  const { text, values } = stateSql(table, asked);
  const newest = connection.prepare(text).get(...values) as Pick<Row, 'toPosition' | 'endedBy'> | undefined;
  if (newest === undefined) return [];
  const inState = request.state === 'live' ? newest.toPosition === openPosition : newest.endedBy !== null;
  if (!inState) return [];
  return firstRows(connection, table, asked, request).map((openedAt) => {
    const row = rowSql(table, asked, openedAt, request.include);
    return connection.prepare(row.text).get(...row.values) as Row;
  });
}

/** `openedAt` of the first visible row of each version: the last one met on the way down, so XML is read for these alone. */
function firstRows(connection: Connection, table: RowTable, asked: Asked, { beforeVersion, limit }: Request): readonly number[] {
  const { text, values } = historySql(table, asked, beforeVersion ?? Number.MAX_SAFE_INTEGER);
  const first = new Map<number, number>();
  for (const met of connection.prepare(text).iterate(...values) as Iterable<{ openedAt: number; dataVersion: number }>) {
    if (first.size === limit && !first.has(met.dataVersion)) break;
    first.set(met.dataVersion, met.openedAt);
  }
  return [...first.values()];
}
