import type { FieldValue, FindBelowRequest } from '@datakeep/view-store';
import { treeOrder } from '@datakeep/view-store';
import { endOf } from './copies.js';
import { quoted } from './names.js';
import type { Sql } from './selection.js';
import { all } from './selection.js';
import type { RowTable } from './tables.js';
import { pathField, treeIndex } from './tables.js';
import { equals, ofWorkspace, pagesOf, walkOf } from './walk.js';

/** The instance whose tree is walked: its hierarchy, its id and `/`. */
export interface Top {
  readonly workspaceId: string;
  readonly path: string;
}

/**
 * The statements that give the rows below an instance. Its children are one hierarchy, and everything below it is one range
 * of hierarchies or of paths, of which those too deep are passed over.
 * Errors: TypeError for an index that no hierarchy leads, and for equalities or a place that the walk does not have.
 */
export function walkBelow(table: RowTable, top: Top, reader: number, request: FindBelowRequest): readonly Sql[] {
  const { where = {}, levelsMax, after } = request;
  if (levelsMax !== undefined && (!Number.isSafeInteger(levelsMax) || levelsMax < 1))
    throw new RangeError(`not a number of levels: ${String(levelsMax)}`);
  const index = request.index === treeOrder ? treeIndex : table.indexes.get(request.index);
  const [led] = index?.fields ?? [];
  if (index === undefined || (led !== 'hierarchy' && led !== pathField))
    throw new TypeError(`${table.name} has no index ${request.index} for what lies below`);
  checkPlace(top, led, after);
  if (led === 'hierarchy' && levelsMax === 1) {
    const equalities = { hierarchy: top.path, ...where };
    const children = { ...request, where: equalities };
    const behind = after === undefined ? {} : { after: after.slice(Object.keys(equalities).length) };
    return walkOf(table, top.workspaceId, reader, { ...children, ...behind }).rows;
  }
  if (Object.keys(where).length > 0) throw new TypeError(`${index.name} is not led by the fields asked for on several levels`);
  const field = `r.${quoted(led)}`;
  const end = { text: `${field} < ?`, values: [endOf(top.path)] };
  // The instance itself has the path, its children have the hierarchy.
  const beginning = { text: `${field} ${led === pathField ? '>' : '>='} ?`, values: [top.path] };
  const deep = levelsMax === undefined ? [] : [levels(field, slashes(top.path) + levelsMax - (led === pathField ? 0 : 1))];
  const fixed = all(ofWorkspace(top.workspaceId), end, ...deep, ...equals(table, request.filter));
  return pagesOf(table, reader, { ...request, index: index.name, order: index.fields, fixed, beginning });
}

/** A place elsewhere would lead the walk out of the tree. */
function checkPlace({ path }: Top, led: string, after: readonly FieldValue[] | undefined): void {
  if (after === undefined) return;
  if (typeof after[0] !== 'string' || !after[0].startsWith(path))
    throw new TypeError(`no ${led} below the instance: ${String(after[0])}`);
}

function levels(field: string, slashesMax: number): Sql {
  return { text: `length(${field}) - length(replace(${field}, '/', '')) <= ?`, values: [slashesMax] };
}

function slashes(path: string): number {
  return path.split('/').length - 1;
}
