import type { EventViewDeclaration, NoteEvent, NoteTime } from '@datakeep/view-store';
import type { Connection } from './connection.js';
import { quoted } from './names.js';
import { newestRow } from './selection.js';
import type { Tables } from './tables.js';
import { viewOf } from './tables.js';

/** Writes events into one view of them. */
export class EventChanges {
  readonly #insert: string;
  readonly #set: string;

  constructor(
    private readonly connection: Connection,
    private readonly view: EventViewDeclaration,
    tables: Tables,
  ) {
    this.#insert =
      `INSERT INTO ${quoted(view.name)} (place, workspaceId, dataSetId, instanceId, hierarchy, revision, timeMs, acl) ` +
      'VALUES (?, ?, ?, ?, ?, ?, ?, unhex(?)) ON CONFLICT DO NOTHING';
    this.#set = `SELECT lower(hex(n.acl)) AS acl ${newestRow(viewOf(tables.rows, view.of), '?', '?', ' AND n.openedAt <= ?')}`;
  }

  /** Errors: TypeError for an event without a set whose instance had no row by then. */
  note(event: NoteEvent): void {
    const { place, workspaceId, dataSetId, instanceId, hierarchy, revision, timeMs } = event;
    const acl = event.acl ?? this.#setOf(event);
    this.connection.prepare(this.#insert).run(place, workspaceId, dataSetId, instanceId, hierarchy, revision, timeMs, acl);
  }

  #setOf({ workspaceId, instanceId, revision }: NoteEvent): string {
    const found = this.connection.prepare(this.#set).get(workspaceId, instanceId, revision) as { acl: string } | undefined;
    if (found === undefined) {
      throw new TypeError(`no row of ${instanceId} in ${this.view.of} was opened by ${String(revision)}: who sees its event?`);
    }
    return found.acl;
  }
}

/**
 * Keeps a time that is later than all before it. Those that are kept rise with their places, so the first one that is not
 * earlier has the smallest place of them.
 */
export function noteTime(connection: Connection, { view, place, timeMs }: NoteTime): void {
  const times = quoted(view);
  const notEarlier = `(SELECT place FROM ${times} WHERE timeMs >= ? ORDER BY timeMs LIMIT 1)`;
  const sql = `INSERT INTO ${times} (timeMs, place) SELECT ?, ? WHERE ifnull(${notEarlier}, ?) >= ? ON CONFLICT DO NOTHING`;
  connection.prepare(sql).run(timeMs, place, timeMs, place, place);
}
