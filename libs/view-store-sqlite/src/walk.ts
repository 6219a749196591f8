import type { At, Entry, FieldDeclaration, FieldValue, FindRequest } from '@datakeep/view-store';
import { quoted } from './names.js';
import type { Sql } from './selection.js';
import { all, equal, halvesAt, rowColumns, rowNames, rowsFrom, seen } from './selection.js';
import type { RowTable } from './tables.js';
import { pathField } from './tables.js';

type Walked = Pick<FindRequest, 'index' | 'where' | 'filter' | 'after' | 'at' | 'include'>;

/** A walk along an index. Each statement takes a limit behind its values. */
export interface Walk {
  /** To be run one after another until there are rows enough. */
  readonly rows: readonly Sql[];
  /** Counts, as `met`, from the beginning of the walk; a walk that goes on behind a row is not counted. */
  readonly count: Sql;
}

/** A part of an index: the fields that order it, what holds of all its rows, and where it begins. */
export interface Course {
  readonly index: string;
  readonly order: readonly string[];
  readonly fixed: Sql;
  /** Only without `after`, which begins further on. */
  readonly beginning?: Sql;
  readonly after?: readonly FieldValue[] | undefined;
  readonly at: At;
  readonly include?: readonly string[] | undefined;
}

/**
 * The walk that a request asks for. Going on behind a row takes one range for each field of its place, the innermost first:
 * a comparison of tuples would lose the nulls, and an OR would lose the index.
 * Errors: TypeError for an index, a field or a place that the view does not have.
 */
export function walkOf(table: RowTable, workspaceId: string, reader: number, request: Walked): Walk {
  const index = table.indexes.get(request.index);
  if (index === undefined) throw new TypeError(`${table.name} has no index ${request.index}`);
  const led = Object.keys(request.where).length;
  const leading = index.fields.slice(0, led);
  if (leading.length !== led || leading.some((field) => request.where[field] === undefined))
    throw new TypeError(`${index.name} is not led by the fields asked for`);
  const { at, after, include } = request;
  const fixed = all(ofWorkspace(workspaceId), ...equals(table, request.where), ...equals(table, request.filter));
  const halves = halvesAt(table, index.name, at).map(({ indexedBy, holds }): Sql => {
    const { text, values } = all(fixed, holds, seen(table, reader, at));
    return { text: `SELECT 1 ${rowsFrom(table, indexedBy)} WHERE ${text}`, values };
  });
  return {
    rows: pagesOf(table, reader, { index: index.name, order: index.fields.slice(led), fixed, after, at, include }),
    count: together(halves, (text) => `SELECT count(*) AS met FROM (${text} LIMIT ?)`),
  };
}

/** The statements that give the visible rows of a course in its order. Errors: TypeError for a place that it does not have. */
export function pagesOf(table: RowTable, reader: number, course: Course): readonly Sql[] {
  const { order, after, at, beginning, include } = course;
  const names = rowNames(table, include);
  const columns = rowColumns(table, include).join(', ');
  const ordered = order.length === 0 ? 'r.instanceId' : order.map((field) => `r.${quoted(field)}`).join(', ');
  const begun = beginning === undefined ? [] : [beginning];
  const ranges = after === undefined ? [begun] : rangesBehind(table, order, after);
  const halves = halvesAt(table, course.index, at);
  return ranges.map((range) => {
    const pieces = halves.map(({ indexedBy, holds }): Sql => {
      const { text, values } = all(course.fixed, ...range, holds, seen(table, reader, at));
      // What two selections are merged by has to be selected by both, and the path is no field of a row.
      const merged = halves.length > 1 && order.includes(pathField) ? `, r.${pathField}` : '';
      return { text: `SELECT ${columns}${merged} ${rowsFrom(table, indexedBy, include)} WHERE ${text}`, values };
    });
    const around = halves.length > 1 ? (text: string) => `SELECT ${names.join(', ')} FROM (${text})` : (text: string) => text;
    return together(pieces, (text) => around(`${text} ORDER BY ${ordered} LIMIT ?`));
  });
}

/** SQLite merges selections that come in one order row by row, without holding them. */
function together(pieces: readonly Sql[], statement: (text: string) => string): Sql {
  const text = pieces.map((piece) => piece.text).join(' UNION ALL ');
  return { text: statement(text), values: pieces.flatMap(({ values }) => values) };
}

export function ofWorkspace(workspaceId: string): Sql {
  return { text: 'r.workspaceId = ?', values: [workspaceId] };
}

/** `field = value` for each, if there are any. Errors: TypeError for an unknown field. */
export function equals(table: RowTable, values: Entry = {}): readonly Sql[] {
  return Object.keys(values).length === 0 ? [] : [equal(table, values)];
}

function rangesBehind(table: RowTable, fields: readonly string[], after: readonly FieldValue[]): readonly (readonly Sql[])[] {
  if (after.length !== fields.length) throw new TypeError(`a place in this walk has ${String(fields.length)} fields`);
  const ranges = fields.map((field, depth) => {
    const same: Entry = Object.fromEntries(fields.slice(0, depth).map((outer, place) => [outer, after[place] ?? null]));
    const behind = greater(field, table.fields.get(field), after[depth] ?? null);
    return [...equals(table, same), behind];
  });
  return ranges.reverse();
}

/** `field > value`, where every value is greater than null. */
function greater(field: string, declared: FieldDeclaration | undefined, value: FieldValue): Sql {
  if (value !== null) return { text: `r.${quoted(field)} > ?`, values: [value] };
  const least = { text: "''", integer: '-9223372036854775808', bytes: "x''" }[declared?.type ?? 'text'];
  return { text: `r.${quoted(field)} >= ${least}`, values: [] };
}
