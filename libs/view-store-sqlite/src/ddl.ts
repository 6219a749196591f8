import type {
  EntryViewDeclaration,
  EventViewDeclaration,
  NamedRows,
  NewestViewDeclaration,
  TimeViewDeclaration,
} from '@datakeep/view-store';
import { openPosition } from '@datakeep/view-store';
import { columnSql, quoted } from './names.js';
import type { RowTable, Tables } from './tables.js';
import { pathField, treeIndex } from './tables.js';

/** The literal in SQL: a parameter could not use the partial indexes. */
export const openLiteral = String(openPosition);

/** Names of the indexes of a view; each query names the one it follows. */
export const indexNames = {
  key: (view: string) => quoted(`${view}_key`),
  ended: (view: string) => quoted(`${view}_ended`),
  open: (view: string, index: string) => quoted(`${view}_${index}_open`),
  past: (view: string, index: string) => quoted(`${view}_${index}_past`),
  ofWorkspace: (view: string) => quoted(`${view}_of_workspace`),
  ofDataSet: (view: string) => quoted(`${view}_of_data_set`),
  ofInstance: (view: string) => quoted(`${view}_of_instance`),
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
    ...parkedDdl,
    ...[...tables.rows.values()].flatMap(rowsDdl),
    ...[...tables.entries.values()].flatMap(entriesDdl),
    ...[...tables.newest.values()].map(newestDdl),
    ...[...tables.events.values()].flatMap(eventsDdl),
    ...[...tables.times.values()].map(timesDdl),
  ];
}

/** Where the views of a stream stopped; it goes with all other tables, so that a rebuild tries the stream again. */
const parkedDdl = [
  `CREATE TABLE parked_streams (stream TEXT NOT NULL PRIMARY KEY, workspaceId TEXT, dataSetId TEXT, revision INTEGER NOT NULL,
    place INTEGER NOT NULL, reason TEXT NOT NULL, timeMs INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  'CREATE INDEX parked_streams_of_workspace ON parked_streams (workspaceId, place, dataSetId)',
];

/** Rows are wide and come in no order of their key, so they lie in a rowid table: an insert appends. */
function rowsDdl(table: RowTable): readonly string[] {
  const { name, declaration } = table;
  const view = quoted(name);
  const columns = [...table.fields].map(([field, type]) => columnSql(field, type));
  const path = `${quoted(pathField)} TEXT GENERATED ALWAYS AS (hierarchy || instanceId || '/') VIRTUAL`;
  const indexes = [treeIndex, ...declaration.indexes].flatMap((index) => {
    const fields = ['workspaceId', ...index.fields].map(quoted).join(', ');
    // A row is in one of the two, so that a version is written into the order of the past once, when it ends. `fromPosition`
    // tells a question about the past, without reading the row, that it was opened later.
    return [
      `CREATE INDEX ${indexNames.open(name, index.name)} ON ${view} (${fields}, fromPosition, acl) WHERE toPosition = ${openLiteral}`,
      `CREATE INDEX ${indexNames.past(name, index.name)} ON ${view} (${fields}, fromPosition, toPosition, acl) WHERE toPosition < ${openLiteral}`,
    ];
  });
  return [
    `CREATE TABLE ${view} (${[...columns, path].join(', ')}) STRICT`,
    `CREATE UNIQUE INDEX ${indexNames.key(name)} ON ${view} (workspaceId, instanceId, openedAt)`,
    `CREATE INDEX ${indexNames.ended(name)} ON ${view} (endedBy) WHERE endedBy IS NOT NULL`,
    ...indexes,
    ...Object.entries(declaration.names ?? {}).map(([found, rows]) => namedDdl(table, found, rows)),
  ];
}

/** A selection for operators; access sets are shown as the port spells them, or by their members. */
function namedDdl(table: RowTable, found: string, named: NamedRows): string {
  const columns = [...table.fields.keys()].map((field) => (field === 'acl' ? 'lower(hex(acl)) AS acl' : quoted(field)));
  const view = quoted(table.name);
  const open = `toPosition = ${openLiteral} AND endedBy IS NULL`;
  const newest = `openedAt = (SELECT max(n.openedAt) FROM ${view} AS n WHERE n.workspaceId = r.workspaceId AND n.instanceId = r.instanceId)`;
  const deleted = `endedBy IS NOT NULL AND ${newest}`;
  const where = { open, all: 'TRUE', deleted, 'open-access': open, 'deleted-access': deleted }[named];
  const select = named.endsWith('-access')
    ? `SELECT workspaceId, instanceId, principal AS principalId FROM ${view} AS r JOIN acl_members AS m ON m.acl = r.acl`
    : `SELECT ${columns.join(', ')} FROM ${view} AS r`;
  return `CREATE VIEW ${quoted(found)} AS ${select} WHERE ${where}`;
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

/** A place holds one event, so the table itself lies in their order, and each index ends with the place. */
function eventsDdl({ name }: EventViewDeclaration): readonly string[] {
  const view = quoted(name);
  return [
    `CREATE TABLE ${view} (place INTEGER PRIMARY KEY, workspaceId TEXT NOT NULL, dataSetId TEXT NOT NULL, instanceId TEXT NOT NULL,
      hierarchy TEXT NOT NULL, revision INTEGER NOT NULL, timeMs INTEGER NOT NULL, acl BLOB NOT NULL) STRICT`,
    `CREATE INDEX ${indexNames.ofWorkspace(name)} ON ${view} (workspaceId)`,
    `CREATE INDEX ${indexNames.ofDataSet(name)} ON ${view} (workspaceId, dataSetId)`,
    `CREATE INDEX ${indexNames.ofInstance(name)} ON ${view} (workspaceId, instanceId)`,
  ];
}

/** Times that are kept rise with their places, so each is there once and one order serves both. */
function timesDdl({ name }: TimeViewDeclaration): string {
  return `CREATE TABLE ${quoted(name)} (timeMs INTEGER PRIMARY KEY, place INTEGER NOT NULL) STRICT`;
}
