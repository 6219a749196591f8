import type { Entry, EventViewDeclaration, FindRequest, ParkedStream, ParkStream, Row } from '@datakeep/view-store';
import { ViewsParked } from '@datakeep/view-store';
import type { Connection } from './connection.js';
import { eventOfDataSetSql } from './event-queries.js';
import type { Asked } from './instance-queries.js';
import { stateSql } from './instance-queries.js';
import type { Sql } from './selection.js';
import type { RowTable } from './tables.js';

/** A data set whose views are stopped, and where. */
interface Stopped {
  readonly dataSetId: string;
  readonly place: number;
}

const columns = 'stream, workspaceId, dataSetId, revision, place, reason, timeMs';
const insert = `INSERT INTO parked_streams (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;
const ofWorkspace =
  'SELECT dataSetId, place FROM parked_streams INDEXED BY parked_streams_of_workspace WHERE workspaceId = ? ORDER BY place';

export function parkStream(connection: Connection, parked: ParkStream): void {
  const { stream, workspaceId, dataSetId, revision, place, reason, timeMs } = parked;
  connection.prepare(insert).run(stream, workspaceId, dataSetId, revision, place, reason, timeMs);
}

export function parkedStreams(connection: Connection): readonly ParkedStream[] {
  const found = connection.prepare(`SELECT ${columns} FROM parked_streams ORDER BY place`).all();
  return found.map((row) => ({ ...(row as ParkedStream) }));
}

/** What refuses to answer from data sets whose views are stopped. Each runs in the caller's transaction, or behind his reading. */
export class Parked {
  constructor(private readonly connection: Connection) {}

  /** Throws ViewsParked when a row of the page is of a stopped data set. */
  heedRows(workspaceId: string, rows: readonly Row[]): void {
    const ids = this.stoppedIn(workspaceId);
    if (ids.size === 0) return;
    const hit = rows.find((row) => ids.has(row.dataSetId));
    if (hit !== undefined) throw new ViewsParked(hit.dataSetId);
  }

  /**
   * Throws ViewsParked when the reader sees the instance and its data set is stopped, also when the views have it as deleted:
   * a restore may lie behind the place where they stopped. Of the past too: a revoke may lie there as well.
   */
  heedInstance(table: RowTable, asked: Asked): void {
    const ids = this.stoppedIn(asked.workspaceId);
    if (ids.size === 0) return;
    const dataSetId = this.#dataSetOf(table, asked);
    if (dataSetId !== undefined && ids.has(dataSetId)) throw new ViewsParked(dataSetId);
  }

  /** Throws ViewsParked when `met`, asked with a filter, counts a visible row of a stopped data set. */
  heedCount(workspaceId: string, { filter = {} }: Pick<FindRequest, 'filter'>, met: (filter: Entry) => number): void {
    for (const { dataSetId } of this.#stopped(workspaceId)) {
      const asksElsewhere = (filter['dataSetId'] ?? dataSetId) !== dataSetId;
      if (!asksElsewhere && met({ ...filter, dataSetId }) > 0) throw new ViewsParked(dataSetId);
    }
  }

  /** Where the events of one instance, or of a workspace, stop for a reader. */
  firstStop(view: EventViewDeclaration, of: RowTable, asked: EventsAsked): Stopped | undefined {
    const { workspaceId, instanceId, reader } = asked;
    const stopped = this.#stopped(workspaceId);
    if (stopped.length === 0) return undefined;
    if (instanceId === undefined)
      return stopped.find(({ dataSetId }) => this.#found(eventOfDataSetSql(view, of, asked, dataSetId)) !== undefined);
    const dataSet = this.#dataSetOf(of, { workspaceId, instanceId, reader });
    return stopped.find(({ dataSetId }) => dataSetId === dataSet);
  }

  /** The stopped data sets of a workspace; hardly ever any. */
  stoppedIn(workspaceId: string): ReadonlySet<string> {
    return new Set(this.#stopped(workspaceId).map(({ dataSetId }) => dataSetId));
  }

  /** In the order of their places. */
  #stopped(workspaceId: string): readonly Stopped[] {
    return this.connection.prepare(ofWorkspace).all(workspaceId) as Stopped[];
  }

  #dataSetOf(table: RowTable, asked: Asked): string | undefined {
    return (this.#found(stateSql(table, asked)) as Pick<Row, 'dataSetId'> | undefined)?.dataSetId;
  }

  #found({ text, values }: Sql): unknown {
    return this.connection.prepare(text).get(...values);
  }
}

type EventsAsked = Omit<Asked, 'instanceId'> & { readonly instanceId: string | undefined };
