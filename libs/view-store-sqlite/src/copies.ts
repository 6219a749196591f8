import { treeOrder } from '@datakeep/view-store';
import type { Connection } from './connection.js';
import { indexNames, openLiteral } from './ddl.js';
import { quoted } from './names.js';
import type { Sql } from './selection.js';
import { all } from './selection.js';
import type { RowTable } from './tables.js';

const noValues: readonly [] = [];

/** Rows that a change concerns: where they are found, and along which index. */
export interface Concerned {
  readonly indexedBy: string;
  readonly where: Sql;
}

/** Where a tree stands: its root's hierarchy, id and `/`; everything below begins with it. */
export function pathOf({ hierarchy, instanceId }: { readonly hierarchy: string; readonly instanceId: string }): string {
  if (!hierarchy.endsWith('/')) throw new TypeError(`not a hierarchy: ${hierarchy}`);
  return `${hierarchy}${instanceId}/`;
}

/** The end of the range of texts that begin with a path: `0` comes right behind `/`. */
export function endOf(path: string): string {
  return `${path.slice(0, -1)}0`;
}

/**
 * The rows of a tree that held just before `at`, root and all: one range of paths. Those that ended at `at` or later are there
 * when a change comes late; they go first, so that closing the others does not bring these back.
 */
export function treeAt({ name }: RowTable, workspaceId: string, path: string, at: number): readonly Concerned[] {
  const tree = { text: 'r.workspaceId = ? AND r.path >= ? AND r.path < ?', values: [workspaceId, path, endOf(path)] };
  const ended = { text: `r.toPosition >= ? AND r.toPosition < ${openLiteral}`, values: [at] };
  const open = { text: `r.toPosition = ${openLiteral}`, values: noValues };
  const begun = { text: 'r.fromPosition < ?', values: [at] };
  return [
    { indexedBy: indexNames.past(name, treeOrder), where: all(tree, begun, ended) },
    { indexedBy: indexNames.open(name, treeOrder), where: all(tree, begun, open) },
  ];
}

/** The row of one instance that held just before `at`. */
export function instanceAt({ name }: RowTable, workspaceId: string, instanceId: string, at: number): readonly Concerned[] {
  const instance = { text: 'r.workspaceId = ? AND r.instanceId = ?', values: [workspaceId, instanceId] };
  const held = { text: 'r.fromPosition < ? AND r.toPosition >= ?', values: [at, at] };
  return [{ indexedBy: indexNames.key(name), where: all(instance, held) }];
}

/** Those of the rows for which something more is true. */
export function onlyThose(concerned: readonly Concerned[], also: string): readonly Concerned[] {
  return concerned.map((rows) => ({ ...rows, where: all(rows.where, { text: also, values: noValues }) }));
}

/**
 * Opens copies of rows, in the file and not in memory; `changed` says which fields get another value. A copy that is there
 * already keeps everything it has. `joined` are further tables that `changed` reads from.
 */
export function openCopies(
  connection: Connection,
  table: RowTable,
  concerned: readonly Concerned[],
  { at, openedAt }: { readonly at: number; readonly openedAt: number },
  changed: Readonly<Record<string, Sql>>,
  joined = '',
): void {
  const copied = [...table.fields.keys()].filter(
    (field) => !['openedAt', 'fromPosition', 'toPosition', 'endedBy'].includes(field),
  );
  const columns = copied.map((field) => changed[field] ?? { text: `r.${quoted(field)}`, values: noValues });
  for (const { indexedBy, where } of concerned) {
    const sql =
      `INSERT INTO ${quoted(table.name)} (openedAt, fromPosition, toPosition, ${copied.map(quoted).join(', ')}) ` +
      `SELECT ?, ?, ${openLiteral}, ${columns.map(({ text }) => text).join(', ')} ` +
      `FROM ${quoted(table.name)} AS r INDEXED BY ${indexedBy}${joined} WHERE ${where.text} ` +
      'ON CONFLICT (workspaceId, instanceId, openedAt) DO NOTHING';
    connection.prepare(sql).run(openedAt, at, ...columns.flatMap(({ values }) => values), ...where.values);
  }
}

/** Ends rows at `at`; `endedBy` names the deletion that does it, if one does. */
export function closeRows(
  connection: Connection,
  table: RowTable,
  concerned: readonly Concerned[],
  { at, endedBy }: { readonly at: number; readonly endedBy: string | null },
): void {
  for (const { indexedBy, where } of concerned) {
    const sql = `UPDATE ${quoted(table.name)} AS r INDEXED BY ${indexedBy} SET toPosition = ?, endedBy = ? WHERE ${where.text}`;
    connection.prepare(sql).run(at, endedBy, ...where.values);
  }
}
