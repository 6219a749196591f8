import type { CloseRow, Entry, FieldValue, OpenRow } from '@datakeep/view-store';
import type { Connection } from './connection.js';
import { openLiteral } from './ddl.js';
import { quoted } from './names.js';
import type { RowTable } from './tables.js';

const keyIs = 'workspaceId = ? AND instanceId = ? AND openedAt = ?';

/** Opens and closes single rows of one view. */
export class RowChanges {
  readonly #fields: readonly string[];
  readonly #known: ReadonlySet<string>;
  readonly #insert: string;
  readonly #close: string;

  constructor(
    private readonly connection: Connection,
    private readonly table: RowTable,
  ) {
    this.#fields = [...table.fields.keys()].filter((field) => field !== 'toPosition' && field !== 'endedBy');
    this.#known = new Set(this.#fields);
    const view = quoted(table.name);
    const values = this.#fields.map((field) => (field === 'acl' ? 'unhex(?)' : '?')).join(', ');
    this.#insert =
      `INSERT INTO ${view} (${this.#fields.map(quoted).join(', ')}, toPosition) VALUES (${values}, ${openLiteral}) ` +
      'ON CONFLICT (workspaceId, instanceId, openedAt) DO NOTHING';
    this.#close = `UPDATE ${view} SET toPosition = ? WHERE ${keyIs} AND toPosition > ?`;
  }

  /** Errors: TypeError for a field that the view does not have, or a row to carry from that is not there. */
  open({ row, carry }: OpenRow): void {
    for (const field in row) {
      if (!this.#known.has(field)) throw new TypeError(`a row of ${this.table.name} is not opened with a field ${field}`);
    }
    const entry: Entry = carry === undefined ? row : { ...row, ...this.#carried(row, carry) };
    this.connection.prepare(this.#insert).run(...this.#fields.map((field) => entry[field] ?? null));
  }

  close({ key, at }: CloseRow): void {
    this.connection.prepare(this.#close).run(at, key.workspaceId, key.instanceId, key.openedAt, at);
  }

  #carried(row: OpenRow['row'], { openedAt, fields }: NonNullable<OpenRow['carry']>): Record<string, FieldValue> {
    for (const field of fields) {
      if (this.table.declaration.fields[field] === undefined)
        throw new TypeError(`${this.table.name} cannot carry a field ${field}`);
    }
    const select = `SELECT ${fields.map(quoted).join(', ')} FROM ${quoted(this.table.name)} WHERE ${keyIs}`;
    const found: unknown = this.connection.prepare(select).get(row.workspaceId, row.instanceId, openedAt);
    if (found === undefined)
      throw new TypeError(`no row of ${row.instanceId} in ${this.table.name} was opened at ${String(openedAt)}`);
    return found as Record<string, FieldValue>;
  }
}
