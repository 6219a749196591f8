import type { CloseTree, Entry, MoveTree, ReopenTree } from '@datakeep/view-store';
import type { Connection } from './connection.js';
import { closeRows, openCopies, pathOf, treeAt } from './copies.js';
import { indexNames } from './ddl.js';
import { quoted } from './names.js';
import type { Sql } from './selection.js';
import type { RowTable } from './tables.js';

/** Deletes, restores and moves the trees of one view. Nothing of a tree is in memory but its root's place. */
export class TreeChanges {
  constructor(
    private readonly connection: Connection,
    private readonly table: RowTable,
  ) {}

  close(change: CloseTree): void {
    closeRows(this.connection, this.table, treeAt(this.table, change.workspaceId, pathOf(change), change.at), change);
  }

  /** Errors: TypeError for a root field that was not declared, and for a root that the deletion did not end. */
  reopen(change: ReopenTree): void {
    const { workspaceId, instanceId, endedBy } = change;
    const before = rootPath(this.connection, this.table, change, { text: 'endedBy = ?', values: [endedBy] });
    const ended = { text: 'r.endedBy = ? AND r.workspaceId = ?', values: [endedBy, workspaceId] };
    const concerned = [{ indexedBy: indexNames.ended(this.table.name), where: ended }];
    openCopies(this.connection, this.table, concerned, change, this.#standing(instanceId, before, change));
  }

  /** Errors: TypeError for a root field that was not declared, and for a root that was never there. */
  move(change: MoveTree): void {
    const { workspaceId, instanceId, at } = change;
    const before = pathBefore(this.connection, this.table, change);
    const concerned = treeAt(this.table, workspaceId, before, at);
    openCopies(this.connection, this.table, concerned, change, this.#standing(instanceId, before, change));
    closeRows(this.connection, this.table, concerned, { at, endedBy: null });
  }

  /** The root at its new place and with its new fields, what lies below behind it. */
  #standing(
    instanceId: string,
    before: string,
    { hierarchy, rootFields }: { readonly hierarchy: string; readonly rootFields: Entry },
  ): Readonly<Record<string, Sql>> {
    const unknown = Object.keys(rootFields).find((field) => this.table.declaration.fields[field] === undefined);
    if (unknown !== undefined)
      throw new TypeError(`${this.table.name} has no field ${unknown} that a change of a tree could set`);
    const fields = Object.entries(rootFields).map(([field, value]): [string, Sql] => [
      field,
      { text: `CASE r.instanceId WHEN ? THEN ? ELSE r.${quoted(field)} END`, values: [instanceId, value] },
    ]);
    const below = 'CASE r.instanceId WHEN ? THEN ? ELSE ? || substr(r.hierarchy, length(?) + 1) END';
    const values = [instanceId, hierarchy, pathOf({ hierarchy, instanceId }), before];
    return { ...Object.fromEntries(fields), hierarchy: { text: below, values } };
  }
}

interface Root {
  readonly workspaceId: string;
  readonly instanceId: string;
}

/** The path of a tree by the row in which its root stood just before `at`. Errors: TypeError when there is none. */
export function pathBefore(connection: Connection, table: RowTable, root: Root & { readonly at: number }): string {
  return rootPath(connection, table, root, { text: 'fromPosition < ?', values: [root.at] });
}

function rootPath(connection: Connection, table: RowTable, { workspaceId, instanceId }: Root, which: Sql): string {
  const from = `FROM ${quoted(table.name)} INDEXED BY ${indexNames.key(table.name)}`;
  const sql = `SELECT path ${from} WHERE workspaceId = ? AND instanceId = ? AND ${which.text} ORDER BY openedAt DESC LIMIT 1`;
  const found = connection.prepare(sql).get(workspaceId, instanceId, ...which.values) as { path: string } | undefined;
  if (found === undefined) throw new TypeError(`the tree of ${instanceId} has no root in ${table.name}`);
  return found.path;
}
