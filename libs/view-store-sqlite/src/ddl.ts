import type { EntryViewDeclaration, NewestViewDeclaration } from '@datakeep/view-store';
import { openPosition } from '@datakeep/view-store';
import { columnSql, quoted } from './names.js';
import type { RowTable, Tables } from './tables.js';

/** The literal in SQL: a parameter could not use the partial indexes. */
export const openLiteral = String(openPosition);

/** Names of the indexes of a rows view; each query names the one it follows. */
export const indexNames = {
  key: (view: string) => quoted(`${view}_key`),
  tree: (view: string) => quoted(`${view}_tree`),
  closed: (view: string) => quoted(`${view}_closed`),
  ended: (view: string) => quoted(`${view}_ended`),
  open: (view: string, index: string) => quoted(`${view}_${index}_open`),
  past: (view: string, index: string) => quoted(`${view}_${index}_past`),
};

/** The checkpoint outlives a change of declarations, so that an epoch is never given twice. */
export const checkpointDdl = `CREATE TABLE IF NOT EXISTS checkpoint (
  id INTEGER PRIMARY KEY CHECK (id = 1), epoch INTEGER NOT NULL, position INTEGER NOT NULL,
  fingerprint TEXT NOT NULL, channel TEXT NOT NULL) STRICT`;

/** What makes all tables, indexes and SQL views of the declarations. */
export function ddlOf(tables: Tables): readonly string[] {
  return [
    'CREATE TABLE acl_members (acl BLOB NOT NULL, principal TEXT NOT NULL, PRIMARY KEY (acl, principal)) STRICT, WITHOUT ROWID',
    'CREATE INDEX acl_members_by_principal ON acl_members (principal, acl)',
    ...[...tables.rows.values()].flatMap(rowsDdl),
    ...[...tables.entries.values()].flatMap(entriesDdl),
    ...[...tables.newest.values()].map(newestDdl),
  ];
}

/** Rows are wide and come in no order of their key, so they lie in a rowid table: an insert appends. */
function rowsDdl(table: RowTable): readonly string[] {
  const { name, declaration } = table;
  const view = quoted(name);
  const columns = [...table.fields].map(([field, type]) => columnSql(field, type));
  const indexes = declaration.indexes.flatMap((index) => {
    const fields = ['workspaceId', ...index.fields].map(quoted).join(', ');
    return [
      `CREATE INDEX ${indexNames.open(name, index.name)} ON ${view} (${fields}, acl) WHERE toPosition = ${openLiteral}`,
      `CREATE INDEX ${indexNames.past(name, index.name)} ON ${view} (${fields}, fromPosition, toPosition, acl)`,
    ];
  });
  return [
    `CREATE TABLE ${view} (${columns.join(', ')}) STRICT`,
    `CREATE UNIQUE INDEX ${indexNames.key(name)} ON ${view} (workspaceId, instanceId, openedAt)`,
    // A hierarchy names its data set, so open rows of a subtree are one range; what closed lately is found by its position.
    `CREATE INDEX ${indexNames.tree(name)} ON ${view} (workspaceId, hierarchy) WHERE toPosition = ${openLiteral}`,
    `CREATE INDEX ${indexNames.closed(name)} ON ${view} (toPosition) WHERE toPosition < ${openLiteral}`,
    `CREATE INDEX ${indexNames.ended(name)} ON ${view} (endedBy) WHERE endedBy IS NOT NULL`,
    ...indexes,
    ...Object.entries(declaration.names ?? {}).map(([found, rows]) => namedDdl(table, found, rows)),
  ];
}

/** A selection for operators; access sets are shown as the port spells them. */
function namedDdl(table: RowTable, found: string, rows: 'open' | 'all' | 'deleted'): string {
  const columns = [...table.fields.keys()].map((field) => (field === 'acl' ? 'lower(hex(acl)) AS acl' : quoted(field)));
  const view = quoted(table.name);
  const newest = `openedAt = (SELECT max(n.openedAt) FROM ${view} AS n WHERE n.workspaceId = r.workspaceId AND n.instanceId = r.instanceId)`;
  const where = {
    open: `toPosition = ${openLiteral} AND endedBy IS NULL`,
    all: 'TRUE',
    deleted: `endedBy IS NOT NULL AND ${newest}`,
  }[rows];
  return `CREATE VIEW ${quoted(found)} AS SELECT ${columns.join(', ')} FROM ${view} AS r WHERE ${where}`;
}

/** XML may be large, so entries lie in a rowid table beside the index of their key. */
function entriesDdl({ name, fields, key }: EntryViewDeclaration): readonly string[] {
  const columns = Object.entries(fields).map(([field, type]) => columnSql(field, type));
  return [
    `CREATE TABLE ${quoted(name)} (${columns.join(', ')}) STRICT`,
    `CREATE UNIQUE INDEX ${indexNames.key(name)} ON ${quoted(name)} (${key.map(quoted).join(', ')})`,
  ];
}

function newestDdl({ name }: NewestViewDeclaration): string {
  return `CREATE TABLE ${quoted(name)} (workspaceId TEXT NOT NULL, instanceId TEXT NOT NULL, acl BLOB NOT NULL,
    place INTEGER NOT NULL, timeMs INTEGER NOT NULL, PRIMARY KEY (workspaceId, instanceId, acl)) STRICT, WITHOUT ROWID`;
}
