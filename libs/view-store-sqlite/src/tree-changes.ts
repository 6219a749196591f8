import type { CloseTree, ReopenTree } from '@datakeep/view-store';
import type { Connection } from './connection.js';
import { indexNames, openLiteral } from './ddl.js';
import { quoted } from './names.js';
import type { RowTable } from './tables.js';

const inTree = '(instanceId = ? OR (hierarchy >= ? AND hierarchy < ?))';

/** Range operations on a tree of one view. */
export class TreeChanges {
  readonly #view: string;
  readonly #closeLate: string;
  readonly #closeRoot: string;
  readonly #closeOpen: string;

  constructor(
    private readonly connection: Connection,
    private readonly table: RowTable,
  ) {
    const { name } = table;
    this.#view = quoted(name);
    const set = 'SET toPosition = ?, endedBy = ?';
    const both = 'workspaceId = ? AND dataSetId = ? AND fromPosition < ?';
    this.#closeLate =
      `UPDATE ${this.#view} INDEXED BY ${indexNames.closed(name)} ${set} ` +
      `WHERE ${both} AND toPosition >= ? AND toPosition < ${openLiteral} AND ${inTree}`;
    this.#closeRoot =
      `UPDATE ${this.#view} ${set} WHERE ${both} AND toPosition = ${openLiteral} AND rowid = (SELECT rowid FROM ${this.#view} ` +
      `INDEXED BY ${indexNames.key(name)} WHERE workspaceId = ? AND instanceId = ? ORDER BY openedAt DESC LIMIT 1)`;
    this.#closeOpen =
      `UPDATE ${this.#view} INDEXED BY ${indexNames.tree(name)} ${set} ` +
      `WHERE ${both} AND toPosition = ${openLiteral} AND hierarchy >= ? AND hierarchy < ?`;
  }

  close({ workspaceId, dataSetId, instanceId, hierarchyPrefix, at, endedBy }: CloseTree): void {
    const end = endOf(hierarchyPrefix);
    const both = [at, endedBy, workspaceId, dataSetId, at];
    // What closed at `at` or behind it is there only when this change comes late; it goes first, so that it meets no row twice.
    this.connection.prepare(this.#closeLate).run(...both, at, instanceId, hierarchyPrefix, end);
    this.connection.prepare(this.#closeRoot).run(...both, workspaceId, instanceId);
    this.connection.prepare(this.#closeOpen).run(...both, hierarchyPrefix, end);
  }

  /** Errors: TypeError for a root field that was not declared. */
  reopen({ workspaceId, dataSetId, instanceId, hierarchyPrefix, at, endedBy, openedAt, rootFields }: ReopenTree): void {
    const changed = Object.keys(rootFields);
    const unknown = changed.find((field) => this.table.declaration.fields[field] === undefined);
    if (unknown !== undefined) throw new TypeError(`${this.table.name} has no field ${unknown} that a restore could change`);
    const copied = [...this.table.fields.keys()].filter(
      (field) => !['openedAt', 'fromPosition', 'toPosition', 'endedBy'].includes(field),
    );
    const values = copied.map((field) =>
      changed.includes(field) ? `CASE instanceId WHEN ? THEN ? ELSE ${quoted(field)} END` : quoted(field),
    );
    const sql =
      `INSERT INTO ${this.#view} (openedAt, fromPosition, toPosition, ${copied.map(quoted).join(', ')}) ` +
      `SELECT ?, ?, ${openLiteral}, ${values.join(', ')} FROM ${this.#view} INDEXED BY ${indexNames.ended(this.table.name)} ` +
      `WHERE endedBy = ? AND workspaceId = ? AND dataSetId = ? AND ${inTree} ` +
      'ON CONFLICT (workspaceId, instanceId, openedAt) DO NOTHING';
    const overrides = copied
      .filter((field) => changed.includes(field))
      .flatMap((field) => [instanceId, rootFields[field] ?? null]);
    const tree = [endedBy, workspaceId, dataSetId, instanceId, hierarchyPrefix, endOf(hierarchyPrefix)];
    this.connection.prepare(sql).run(openedAt, at, ...overrides, ...tree);
  }
}

/** The end of the range of texts that begin with the prefix: `0` comes right behind `/`. */
function endOf(hierarchyPrefix: string): string {
  if (!hierarchyPrefix.endsWith('/')) throw new TypeError(`not the beginning of a hierarchy: ${hierarchyPrefix}`);
  return `${hierarchyPrefix.slice(0, -1)}0`;
}
