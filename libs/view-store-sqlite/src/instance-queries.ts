import type { At, NewestViewDeclaration } from '@datakeep/view-store';
import { indexNames } from './ddl.js';
import { quoted } from './names.js';
import type { Sql } from './selection.js';
import { newestRow, sees, selectRows, visible } from './selection.js';
import type { RowTable } from './tables.js';

/** One instance and the number of who asks for it. */
export interface Asked {
  readonly workspaceId: string;
  readonly instanceId: string;
  readonly reader: number;
}

/** Texts of `getSql` by table, kind of `at` and inlines: the most frequent query of all, and its text is long. */
const getTexts = new WeakMap<RowTable, Map<string, string>>();

/** The row of one instance at `at`: its newest one, or the newest that was opened by then, unless it was closed by then. */
export function getSql(table: RowTable, asked: Asked, at: At, include: readonly string[] = []): Sql {
  const texts = getTexts.get(table) ?? new Map<string, string>();
  getTexts.set(table, texts);
  const kind = `${at === 'now' ? 'now' : 'past'} ${include.join(' ')}`;
  const text = texts.get(kind) ?? getText(table, at, include);
  texts.set(kind, text);
  const { workspaceId, instanceId, reader } = asked;
  const values = at === 'now' ? [] : [at];
  return { text, values: [workspaceId, instanceId, ...values, ...(at === 'now' ? [reader] : visible(table, reader, at).values)] };
}

function getText(table: RowTable, at: At, include: readonly string[]): string {
  const newest = newestRow(table, '?', '?', at === 'now' ? '' : ' AND n.fromPosition <= ?');
  const rows = selectRows(table, undefined, include);
  return `${rows} WHERE r.rowid = (SELECT n.rowid ${newest}) AND ${visible(table, 0, at).text}`;
}

/** The newest row of an instance, if a deletion closed it and the reader may see it. */
export function deletedSql(table: RowTable, { workspaceId, instanceId, reader }: Asked, include?: readonly string[]): Sql {
  const seen = sees(reader, 'r.acl');
  const newest = newestRow(table, '?', '?');
  return {
    text: `${selectRows(table, undefined, include)} WHERE r.rowid = (SELECT n.rowid ${newest}) AND r.endedBy IS NOT NULL AND ${seen.text}`,
    values: [workspaceId, instanceId, ...seen.values],
  };
}

/** `toPosition`, `endedBy` and the data set of the newest row of an instance, if the reader may see it. */
export function stateSql(table: RowTable, asked: Asked): Sql {
  const seen = sees(asked.reader, 'r.acl');
  const newest = newestRow(table, '?', '?');
  return {
    text: `SELECT r.toPosition, r.endedBy, r.dataSetId FROM ${quoted(table.name)} AS r WHERE r.rowid = (SELECT n.rowid ${newest}) AND ${seen.text}`,
    values: [asked.workspaceId, asked.instanceId, ...seen.values],
  };
}

/** The data set that an id lives or lived in. */
export function dataSetSql(table: RowTable, { workspaceId, instanceId }: Omit<Asked, 'reader'>): Sql {
  return { text: `SELECT n.dataSetId ${newestRow(table, '?', '?')}`, values: [workspaceId, instanceId] };
}

/** `openedAt` and `dataVersion` of the rows of an instance that the reader may see, newest first. */
export function historySql(table: RowTable, asked: Asked, beforeVersion: number): Sql {
  const seen = sees(asked.reader, 'r.acl');
  const from = `FROM ${quoted(table.name)} AS r INDEXED BY ${indexNames.key(table.name)}`;
  return {
    text: `SELECT r.openedAt, r.dataVersion ${from} WHERE r.workspaceId = ? AND r.instanceId = ? AND r.dataVersion < ? AND ${seen.text} ORDER BY r.openedAt DESC`,
    values: [asked.workspaceId, asked.instanceId, beforeVersion, ...seen.values],
  };
}

/** One row by its whole key; asked for only after its visibility was settled. */
export function rowSql(table: RowTable, asked: Asked, openedAt: number, include: readonly string[] | undefined): Sql {
  return {
    text: `${selectRows(table, indexNames.key(table.name), include)} WHERE r.workspaceId = ? AND r.instanceId = ? AND r.openedAt = ?`,
    values: [asked.workspaceId, asked.instanceId, openedAt],
  };
}

/** The newest place among the access sets that the reader is in; SQLite takes `timeMs` from the row of the maximum. */
export function newestSql(view: NewestViewDeclaration, asked: Asked): Sql {
  const seen = sees(asked.reader, 'r.acl');
  return {
    text: `SELECT max(r.place) AS place, r.timeMs FROM ${quoted(view.name)} AS r WHERE r.workspaceId = ? AND r.instanceId = ? AND ${seen.text}`,
    values: [asked.workspaceId, asked.instanceId, ...seen.values],
  };
}
