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

/** Rows `r` that hold at `at` and that the reader may see; of the past only those whose instance he may see now. */
export function visible(table: RowTable, reader: number, at: At): Sql {
  if (at === 'now') return all({ text: `r.toPosition = ${openLiteral}`, values: [] }, sees(reader, 'r.acl'));
  const interval = { text: 'r.fromPosition <= ? AND r.toPosition > ?', values: [at, at] };
  return all(interval, sees(reader, 'r.acl'), seesNewest(table, reader));
}

/** True when the reader may see the newest row of `r`'s instance. */
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

/** `SELECT … FROM …` of whole rows `r`, along one index of theirs, with their inlines. Errors: TypeError for an unknown one. */
export function selectRows(table: RowTable, indexedBy: string | undefined, include: readonly string[] = []): string {
  const inlines = include.map((name) => inlineOf(table, name));
  const columns = [...table.fields.keys()].map((field) => (field === 'acl' ? 'lower(hex(r.acl)) AS acl' : `r.${quoted(field)}`));
  const added = inlines.flatMap((inline, at) => inline.adds.map((field) => `x${String(at)}.${quoted(field)}`));
  const along = indexedBy === undefined ? '' : ` INDEXED BY ${indexedBy}`;
  return `SELECT ${[...columns, ...added].join(', ')} FROM ${quoted(table.name)} AS r${along}${inlines.map(joined).join('')}`;
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
