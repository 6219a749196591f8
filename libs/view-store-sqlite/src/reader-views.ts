import { LimitReached } from '@datakeep/kernel';
import type { At, FindAnswer, FindRequest, Reader, ReaderViews, Row } from '@datakeep/view-store';
import { pageBytesMax, ViewsUnavailable } from '@datakeep/view-store';
import type { Sql } from './selection.js';
import { readPosition } from './checkpoint.js';
import type { Connection } from './connection.js';
import { getSql, newestSql } from './instance-queries.js';
import type { Readers } from './readers.js';
import type { Tables } from './tables.js';
import { viewOf } from './tables.js';
import { versionsOf } from './versions.js';
import { walkOf } from './walk.js';

/** Rows in one answer. */
const pageRowsMax = 10_000;

/** What one reader sees of the file. Each query is synchronous and sees one state of the file. */
export class SqliteReaderViews implements ReaderViews {
  readonly #workspaceId: string;
  readonly #principals: ReadonlySet<string>;
  readonly #name: string;

  constructor(
    private readonly connection: Connection,
    private readonly tables: Tables,
    private readonly readers: Readers,
    { workspaceId, principals }: Reader,
  ) {
    this.#workspaceId = workspaceId;
    this.#principals = new Set(principals);
    this.#name = JSON.stringify([...this.#principals].sort());
  }

  async get({ view, instanceId, at, include }: Parameters<ReaderViews['get']>[0]): Promise<Row | undefined> {
    const table = viewOf(this.tables.rows, view);
    return this.connection.use(() => {
      // One statement sees one state; only a position of the past has to be compared first.
      if (at !== 'now') this.#positionOf(at);
      const { text, values } = getSql(table, this.#asked(instanceId), at, include);
      return this.connection.prepare(text).get(...values) as Row | undefined;
    });
  }

  async find(request: FindRequest): Promise<FindAnswer> {
    const table = viewOf(this.tables.rows, request.view);
    checkCount(request.limit);
    const reader = this.#reader();
    return this.connection.transaction('DEFERRED', () => {
      const position = this.#positionOf(request.at);
      if (this.#principals.size === 0) return { rows: [], position, more: false };
      return { ...this.#page(walkOf(table, this.#workspaceId, reader, request).rows, request.limit), position };
    });
  }

  /** The rows of a walk up to the limit, or up to the bytes that a page may inline. */
  #page(walks: readonly Sql[], limit: number): Pick<FindAnswer, 'rows' | 'more'> {
    const rows: Row[] = [];
    let bytes = 0;
    for (const { text, values } of walks) {
      // One row more than asked for tells whether there is more.
      const met = this.connection.prepare(text).iterate(...values, limit + 1 - rows.length) as Iterable<Row>;
      for (const row of met) {
        if (rows.length === limit || (rows.length > 0 && bytes + bytesOf(row) > pageBytesMax)) return { rows, more: true };
        bytes += bytesOf(row);
        rows.push(row);
      }
    }
    return { rows, more: false };
  }

  async count(request: Parameters<ReaderViews['count']>[0]): Promise<number> {
    const table = viewOf(this.tables.rows, request.view);
    checkCount(request.max);
    const reader = this.#reader();
    return this.connection.transaction('DEFERRED', () => {
      this.#positionOf(request.at);
      if (this.#principals.size === 0) return 0;
      const { text, values } = walkOf(table, this.#workspaceId, reader, request).count;
      return (this.connection.prepare(text).get(...values, request.max) as { met: number }).met;
    });
  }

  async versions(request: Parameters<ReaderViews['versions']>[0]): Promise<readonly Row[]> {
    const table = viewOf(this.tables.rows, request.view);
    checkCount(request.limit);
    const asked = this.#asked(request.instanceId);
    return this.connection.transaction('DEFERRED', () => versionsOf(this.connection, table, asked, request));
  }

  async newest({ view, instanceId }: Parameters<ReaderViews['newest']>[0]): ReturnType<ReaderViews['newest']> {
    const { text, values } = newestSql(viewOf(this.tables.newest, view), this.#asked(instanceId));
    const found = this.connection.use(
      () => this.connection.prepare(text).get(...values) as { place: number | null; timeMs: number },
    );
    return found.place === null ? undefined : { place: found.place, timeMs: found.timeMs };
  }

  #asked(instanceId: string): { workspaceId: string; instanceId: string; reader: number } {
    return { workspaceId: this.#workspaceId, instanceId, reader: this.#reader() };
  }

  #reader(): number {
    return this.connection.use(() => this.readers.numberOf(this.#name, this.#principals));
  }

  /** The position that `at` means. Errors: ViewsUnavailable for one that the views have not reached. */
  #positionOf(at: At): number {
    const position = readPosition(this.connection);
    if (at === 'now') return position;
    if (at > position) throw new ViewsUnavailable(`the views stand at ${String(position)}, before ${String(at)}`);
    return at;
  }
}

function bytesOf(row: Row): number {
  return Object.values(row).reduce((sum: number, value) => sum + (value instanceof Uint8Array ? value.length : 0), 0);
}

function checkCount(count: number): void {
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`not a number of rows: ${String(count)}`);
  if (count > pageRowsMax) throw new LimitReached('rows in one answer', pageRowsMax, count);
}
