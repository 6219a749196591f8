import type {
  At,
  Entry,
  EventsAnswer,
  FindAnswer,
  FindBelowRequest,
  FindRequest,
  NewestViewDeclaration,
  NotedEvent,
  PrincipalsAnswer,
  Reader,
  ReaderViews,
  Row,
} from '@datakeep/view-store';
import { ViewsParked, ViewsUnavailable } from '@datakeep/view-store';
import { walkBelow } from './below.js';
import { readPosition } from './checkpoint.js';
import type { Connection } from './connection.js';
import { pathOf } from './copies.js';
import { eventsSql, newestThenSql } from './event-queries.js';
import type { Asked } from './instance-queries.js';
import { dataSetSql, deletedSql, getSql, newestSql } from './instance-queries.js';
import { checkCount, pageOf } from './pages.js';
import { Parked } from './parked.js';
import type { Readers } from './readers.js';
import type { Sql } from './selection.js';
import type { RowTable, Tables } from './tables.js';
import { viewOf } from './tables.js';
import { versionsOf } from './versions.js';
import { walkOf } from './walk.js';

const membersBehind = 'SELECT principal FROM acl_members WHERE acl = unhex(?) AND principal > ? ORDER BY principal LIMIT ?';

/** What one reader sees of the file. Each query is synchronous and sees one state of the file. */
export class SqliteReaderViews implements ReaderViews {
  readonly #workspaceId: string;
  readonly #principals: ReadonlySet<string>;
  readonly #name: string;
  readonly #parked: Parked;

  constructor(
    private readonly connection: Connection,
    private readonly tables: Tables,
    private readonly readers: Readers,
    { workspaceId, principals }: Reader,
  ) {
    this.#workspaceId = workspaceId;
    this.#principals = new Set(principals);
    this.#name = JSON.stringify([...this.#principals].sort());
    this.#parked = new Parked(connection);
  }

  async get({ view, instanceId, at, include }: Parameters<ReaderViews['get']>[0]): Promise<Row | undefined> {
    const table = viewOf(this.tables.rows, view);
    return this.connection.use(() => {
      // One statement sees one state; only a position of the past has to be compared first.
      if (at !== 'now') this.#positionOf(at);
      const asked = this.#asked(instanceId);
      const row = this.#rowOf(table, asked, at, include);
      // Behind the reading: what stopped in between is said, and what was read before it stopped is not taken for more.
      this.#parked.heedInstance(table, asked);
      return row;
    });
  }

  async deleted({ view, instanceId, include }: Parameters<ReaderViews['deleted']>[0]): Promise<Row | undefined> {
    const table = viewOf(this.tables.rows, view);
    return this.connection.use(() => {
      const asked = this.#asked(instanceId);
      const { text, values } = deletedSql(table, asked, include);
      const row = this.connection.prepare(text).get(...values) as Row | undefined;
      this.#parked.heedInstance(table, asked);
      return row;
    });
  }

  async find(request: FindRequest): Promise<FindAnswer> {
    const table = viewOf(this.tables.rows, request.view);
    checkCount(request.limit);
    const reader = this.#reader();
    return this.connection.transaction('DEFERRED', () => {
      const position = this.#positionOf(request.at);
      if (this.#principals.size === 0) return { rows: [], position, more: false };
      return this.#page(walkOf(table, this.#workspaceId, reader, request).rows, request, position);
    });
  }

  async findBelow(request: FindBelowRequest): Promise<FindAnswer | undefined> {
    const table = viewOf(this.tables.rows, request.view);
    checkCount(request.limit);
    const reader = this.#reader();
    return this.connection.transaction('DEFERRED', () => {
      const position = this.#positionOf(request.at);
      const path = this.#pathOf(table, request, reader);
      if (path === undefined) return undefined;
      const walks = walkBelow(table, { workspaceId: this.#workspaceId, path }, reader, request);
      if (this.#principals.size === 0) return { rows: [], position, more: false };
      return this.#page(walks, request, position);
    });
  }

  #page(walks: readonly Sql[], { limit }: Pick<FindRequest, 'limit'>, position: number): FindAnswer {
    const page = pageOf(this.connection, walks, limit);
    this.#parked.heedRows(this.#workspaceId, page.rows);
    return { ...page, position };
  }

  /** Where an instance stands that the reader sees; the workspace stands where it does for everybody. */
  #pathOf(table: RowTable, { instanceId, at }: FindBelowRequest, reader: number): string | undefined {
    const workspaceId = this.#workspaceId;
    if (instanceId === workspaceId) return `/${workspaceId}/`;
    this.#parked.heedInstance(table, { workspaceId, instanceId, reader });
    const row = this.#rowOf(table, { workspaceId, instanceId, reader }, at);
    return row === undefined ? undefined : pathOf(row);
  }

  #rowOf(table: RowTable, asked: Asked, at: At, include?: readonly string[]): Row | undefined {
    const { text, values } = getSql(table, asked, at, include);
    return this.connection.prepare(text).get(...values) as Row | undefined;
  }

  async principals(request: Parameters<ReaderViews['principals']>[0]): Promise<PrincipalsAnswer | undefined> {
    const { view, instanceId, at, after = '', limit } = request;
    const table = viewOf(this.tables.rows, view);
    checkCount(limit);
    const asked = this.#asked(instanceId);
    return this.connection.transaction('DEFERRED', () => {
      const position = this.#positionOf(at);
      this.#parked.heedInstance(table, asked);
      const row = this.#rowOf(table, asked, at);
      if (row === undefined) return undefined;
      const met = this.connection.prepare(membersBehind).all(row.acl, after, limit + 1) as { principal: string }[];
      return { principals: met.slice(0, limit).map(({ principal }) => principal), position, more: met.length > limit };
    });
  }

  async count(request: Parameters<ReaderViews['count']>[0]): Promise<number> {
    const table = viewOf(this.tables.rows, request.view);
    checkCount(request.max);
    const reader = this.#reader();
    return this.connection.transaction('DEFERRED', () => {
      this.#positionOf(request.at);
      if (this.#principals.size === 0) return 0;
      const met = (filter: Entry | undefined, max: number): number => {
        const { text, values } = walkOf(table, this.#workspaceId, reader, { ...request, ...(filter && { filter }) }).count;
        return (this.connection.prepare(text).get(...values, max) as { met: number }).met;
      };
      this.#parked.heedCount(this.#workspaceId, request, (filter) => met(filter, 1));
      return met(request.filter, request.max);
    });
  }

  async versions(request: Parameters<ReaderViews['versions']>[0]): Promise<readonly Row[]> {
    const table = viewOf(this.tables.rows, request.view);
    checkCount(request.limit);
    const asked = this.#asked(request.instanceId);
    return this.connection.transaction('DEFERRED', () => {
      this.#parked.heedInstance(table, asked);
      return versionsOf(this.connection, table, asked, request);
    });
  }

  async newest({ view, instanceId, at }: Parameters<ReaderViews['newest']>[0]): ReturnType<ReaderViews['newest']> {
    const newest = viewOf(this.tables.newest, view);
    const table = viewOf(this.tables.rows, viewOf(this.tables.events, newest.events).of);
    const asked = this.#asked(instanceId);
    return this.connection.use(() => {
      const sql = at === 'now' ? newestSql(newest, asked) : this.#newestThen(newest, asked, this.#positionOf(at));
      if (sql === undefined) return undefined;
      const found = this.connection.prepare(sql.text).get(...sql.values) as { place: number | null; timeMs: number } | undefined;
      this.#parked.heedInstance(table, asked);
      return found === undefined || found.place === null ? undefined : { place: found.place, timeMs: found.timeMs };
    });
  }

  /** Nothing for an instance that never was. */
  #newestThen({ events }: NewestViewDeclaration, asked: Asked, at: number): Sql | undefined {
    const view = viewOf(this.tables.events, events);
    const { text, values } = dataSetSql(viewOf(this.tables.rows, view.of), asked);
    const found = this.connection.prepare(text).get(...values) as { dataSetId: string } | undefined;
    return found === undefined ? undefined : newestThenSql(view, asked, found.dataSetId, at);
  }

  async events({ view, instanceId, afterPlace, limit }: Parameters<ReaderViews['events']>[0]): Promise<EventsAnswer> {
    const declared = viewOf(this.tables.events, view);
    checkCount(limit);
    const asked = { workspaceId: this.#workspaceId, instanceId, reader: this.#reader() };
    const table = viewOf(this.tables.rows, declared.of);
    const { text, values } = eventsSql(declared, table, asked, afterPlace);
    return this.connection.transaction('DEFERRED', () => {
      const position = readPosition(this.connection);
      if (this.#principals.size === 0) return { events: [], position, more: false };
      const met = this.connection.prepare(text).all(...values, limit + 1) as unknown as NotedEvent[];
      const stop = this.#parked.firstStop(declared, table, asked);
      if (stop === undefined) return { events: met.slice(0, limit), position, more: met.length > limit };
      // Nothing of what stands still, since nobody knows who may see it now, and nothing behind: it would be passed over for good.
      const stopped = this.#parked.stoppedIn(this.#workspaceId);
      const end = met.findIndex(({ place, dataSetId }) => place >= stop.place || stopped.has(dataSetId));
      const events = met.slice(0, end === -1 ? limit : Math.min(end, limit));
      if (events.length === 0) throw new ViewsParked(stop.dataSetId);
      return { events, position, more: true };
    });
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
