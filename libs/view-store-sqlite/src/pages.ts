import { LimitReached } from '@datakeep/kernel';
import type { FindAnswer, Row } from '@datakeep/view-store';
import { pageBytesMax } from '@datakeep/view-store';
import type { Connection } from './connection.js';
import type { Sql } from './selection.js';

/** Rows in one answer. */
const pageRowsMax = 10_000;

/** The rows of a walk up to the limit, or up to the bytes that a page may inline. */
export function pageOf(connection: Connection, walks: readonly Sql[], limit: number): Pick<FindAnswer, 'rows' | 'more'> {
  const rows: Row[] = [];
  let bytes = 0;
  for (const { text, values } of walks) {
    // One row more than asked for tells whether there is more.
    const met = connection.prepare(text).iterate(...values, limit + 1 - rows.length) as Iterable<Row>;
    for (const row of met) {
      if (rows.length === limit || (rows.length > 0 && bytes + bytesOf(row) > pageBytesMax)) return { rows, more: true };
      bytes += bytesOf(row);
      rows.push(row);
    }
  }
  return { rows, more: false };
}

/** Errors: RangeError, LimitReached for what is no number of rows in one answer. */
export function checkCount(count: number): void {
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`not a number of rows: ${String(count)}`);
  if (count > pageRowsMax) throw new LimitReached('rows in one answer', pageRowsMax, count);
}

function bytesOf(row: Row): number {
  return Object.values(row).reduce((sum: number, value) => sum + (value instanceof Uint8Array ? value.length : 0), 0);
}
