import type { Entry, FieldDeclaration, FieldValue, FindRequest } from '@datakeep/view-store';
import { indexNames } from './ddl.js';
import { quoted } from './names.js';
import type { Sql } from './selection.js';
import { all, equal, selectRows, visible } from './selection.js';
import type { RowTable } from './tables.js';

type Walked = Pick<FindRequest, 'index' | 'where' | 'filter' | 'after' | 'at' | 'include'>;

/** A walk along an index. Each statement takes a limit behind its values. */
export interface Walk {
  /** To be run one after another until there are rows enough. */
  readonly rows: readonly Sql[];
  /** Counts, as `met`, from the beginning of the walk; a walk that goes on behind a row is not counted. */
  readonly count: Sql;
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
  const rest = index.fields.slice(led);
  const name = request.at === 'now' ? indexNames.open(table.name, index.name) : indexNames.past(table.name, index.name);
  const select = selectRows(table, name, request.include);
  const order = rest.length === 0 ? 'r.instanceId' : rest.map((field) => `r.${quoted(field)}`).join(', ');
  const counted = `SELECT count(*) AS met FROM (SELECT 1 FROM ${quoted(table.name)} AS r INDEXED BY ${name}`;
  const fixed = all(
    { text: 'r.workspaceId = ?', values: [workspaceId] },
    ...[request.where, request.filter ?? {}]
      .filter((equals) => Object.keys(equals).length > 0)
      .map((equals) => equal(table, equals)),
  );
  const found = visible(table, reader, request.at);
  const whole = all(fixed, found);
  return {
    rows: rangesBehind(table, rest, request.after).map((range) => {
      const { text, values } = all(fixed, ...range, found);
      return { text: `${select} WHERE ${text} ORDER BY ${order} LIMIT ?`, values };
    }),
    count: { text: `${counted} WHERE ${whole.text} LIMIT ?)`, values: whole.values },
  };
}

function rangesBehind(
  table: RowTable,
  fields: readonly string[],
  after: readonly FieldValue[] | undefined,
): readonly (readonly Sql[])[] {
  if (after === undefined) return [[]];
  if (after.length !== fields.length) throw new TypeError(`a place in this walk has ${String(fields.length)} fields`);
  const ranges = fields.map((field, depth) => {
    const same: Entry = Object.fromEntries(fields.slice(0, depth).map((outer, place) => [outer, after[place] ?? null]));
    const behind = greater(field, table.fields.get(field), after[depth] ?? null);
    return depth === 0 ? [behind] : [equal(table, same), behind];
  });
  return ranges.reverse();
}

/** `field > value`, where every value is greater than null. */
function greater(field: string, declared: FieldDeclaration | undefined, value: FieldValue): Sql {
  if (value !== null) return { text: `r.${quoted(field)} > ?`, values: [value] };
  const least = { text: "''", integer: '-9223372036854775808', bytes: "x''" }[declared?.type ?? 'text'];
  return { text: `r.${quoted(field)} >= ${least}`, values: [] };
}
