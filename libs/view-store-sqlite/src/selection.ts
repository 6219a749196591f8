import type { At, Entry, FieldValue } from '@datakeep/view-store';
import { indexNames, openLiteral } from './ddl.js';
import { quoted } from './names.js';
import type { Inline, RowTable } from './tables.js';

/** A piece of SQL and the values of its parameters, in their order. */
export interface Sql {
  readonly text: string;
  readonly values: readonly FieldValue[];
}

/** Joins pieces by ` AND `. */
export function all(...pieces: readonly Sql[]): Sql {
  return { text: pieces.map((piece) => piece.text).join(' AND '), values: pieces.flatMap((piece) => piece.values) };
}

/**
 * True when a reader is in an access set. The members of the set are met one by one and looked up among the reader's
 * principals; CROSS JOIN keeps the engine from turning that round.
 */
export function sees(reader: number, acl: string): Sql {
  const from = 'acl_members AS m CROSS JOIN temp.readers AS p';
  return {
    text: `EXISTS (SELECT 1 FROM ${from} WHERE m.acl = ${acl} AND p.reader = ? AND p.principal = m.principal)`,
    values: [reader],
  };
}

/** Rows `r` that hold at `at` and that the reader may see. */
export function visible(table: RowTable, reader: number, at: At): Sql {
  const holds =
    at === 'now'
      ? { text: `r.toPosition = ${openLiteral}`, values: [] }
      : { text: 'r.fromPosition <= ? AND r.toPosition > ?', values: [at, at] };
  return all(holds, seen(table, reader, at));
}

/** Rows `r` that the reader may see; of the past only those whose instance he may see now. */
export function seen(table: RowTable, reader: number, at: At): Sql {
  return at === 'now' ? sees(reader, 'r.acl') : all(sees(reader, 'r.acl'), seesNewest(table, reader));
}

/** One of the two indexes of an order, and which rows `r` of it are meant. */
export interface Half {
  readonly indexedBy: string;
  readonly holds: Sql;
}

/** Where the rows of `at` are in an order: among those open now, and for the past among those that ended since too. */
export function halvesAt({ name }: RowTable, index: string, at: At): readonly Half[] {
  const isOpen = { text: `r.toPosition = ${openLiteral}`, values: [] };
  const open = indexNames.open(name, index);
  if (at === 'now') return [{ indexedBy: open, holds: isOpen }];
  const begun = { text: 'r.fromPosition <= ?', values: [at] };
  const endedSince = { text: `r.toPosition > ? AND r.toPosition < ${openLiteral}`, values: [at] };
  return [
    { indexedBy: open, holds: all(begun, isOpen) },
    { indexedBy: indexNames.past(name, index), holds: all(begun, endedSince) },
  ];
}

/** True when the reader may see the newest row, in `table`, of `r`'s instance. `r` may be of another table. */
export function seesNewest(table: RowTable, reader: number): Sql {
  return sees(reader, `(SELECT n.acl ${newestRow(table, 'r.workspaceId', 'r.instanceId')})`);
}

/** `FROM …` that finds the newest row `n` of an instance. */
export function newestRow(table: RowTable, workspaceId: string, instanceId: string, also = ''): string {
  const from = `FROM ${quoted(table.name)} AS n INDEXED BY ${indexNames.key(table.name)}`;
  return `${from} WHERE n.workspaceId = ${workspaceId} AND n.instanceId = ${instanceId}${also} ORDER BY n.openedAt DESC LIMIT 1`;
}

/** `field = value` for each, in a form that finds nulls and uses an index. Errors: TypeError for an unknown field. */
export function equal(table: RowTable, values: Entry): Sql {
  const pieces = Object.entries(values).map(([field, value]): Sql => {
    const declared = table.fields.get(field);
    if (declared === undefined || field === 'acl') throw new TypeError(`${table.name} has no field ${field} to select by`);
    return { text: `r.${quoted(field)} ${declared.nullable === true ? 'IS' : '='} ?`, values: [value] };
  });
  return all(...pieces);
}

/** What a whole row is selected by, with its inlines. Errors: TypeError for an unknown one. */
export function rowColumns(table: RowTable, include: readonly string[] = []): readonly string[] {
  const columns = [...table.fields.keys()].map((field) => (field === 'acl' ? 'lower(hex(r.acl)) AS acl' : `r.${quoted(field)}`));
  const added = include.flatMap((name, at) => inlineOf(table, name).adds.map((field) => `x${String(at)}.${quoted(field)}`));
  return [...columns, ...added];
}

/** The names of the same columns, for a selection around it. */
export function rowNames(table: RowTable, include: readonly string[] = []): readonly string[] {
  return [...table.fields.keys(), ...include.flatMap((name) => inlineOf(table, name).adds)].map(quoted);
}

/** `FROM …` of rows `r`, along one index of theirs, with their inlines. Errors: TypeError for an unknown one. */
export function rowsFrom(table: RowTable, indexedBy: string | undefined, include: readonly string[] = []): string {
  const along = indexedBy === undefined ? '' : ` INDEXED BY ${indexedBy}`;
  return `FROM ${quoted(table.name)} AS r${along}${include
    .map((name) => inlineOf(table, name))
    .map(joined)
    .join('')}`;
}

/** `SELECT … FROM …` of whole rows `r`. Errors: TypeError for an unknown inline. */
export function selectRows(table: RowTable, indexedBy: string | undefined, include?: readonly string[]): string {
  return `SELECT ${rowColumns(table, include).join(', ')} ${rowsFrom(table, indexedBy, include)}`;
}

function inlineOf(table: RowTable, name: string): Inline {
  const inline = table.inlines.get(name);
  if (inline === undefined) throw new TypeError(`${table.name} inlines no ${name}`);
  return inline;
}

function joined({ view, by }: Inline, at: number): string {
  const on = view.key.map((field, place) => `x${String(at)}.${quoted(field)} = r.${quoted(by[place] ?? '')}`);
  return ` LEFT JOIN ${quoted(view.name)} AS x${String(at)} INDEXED BY ${indexNames.key(view.name)} ON ${on.join(' AND ')}`;
}
