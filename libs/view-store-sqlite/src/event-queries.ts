import type { EventViewDeclaration } from '@datakeep/view-store';
import { indexNames } from './ddl.js';
import type { Asked } from './instance-queries.js';
import { quoted } from './names.js';
import type { Sql } from './selection.js';
import { all, sees, seesNewest } from './selection.js';
import type { RowTable } from './tables.js';

/**
 * Events of one instance or of a workspace in the order of their places; takes a limit behind its values. An event shows to
 * whoever saw its instance then and sees the instance's newest row of `of` now.
 */
export function eventsSql(
  { name }: EventViewDeclaration,
  of: RowTable,
  { workspaceId, instanceId, reader }: Omit<Asked, 'instanceId'> & { readonly instanceId: string | undefined },
  afterPlace: number,
): Sql {
  const instance = instanceId === undefined ? [] : [{ text: 'r.instanceId = ?', values: [instanceId] }];
  const { text, values } = all(
    { text: 'r.workspaceId = ?', values: [workspaceId] },
    ...instance,
    { text: 'r.place > ?', values: [afterPlace] },
    sees(reader, 'r.acl'),
    seesNewest(of, reader),
  );
  const index = instanceId === undefined ? indexNames.ofWorkspace(name) : indexNames.ofInstance(name);
  const from = `FROM ${quoted(name)} AS r INDEXED BY ${index}`;
  return { text: `SELECT r.instanceId, r.dataSetId, r.revision, r.place ${from} WHERE ${text} ORDER BY r.place LIMIT ?`, values };
}

/** The last event up to `at` in a data set, on an instance or below it, that the reader may see. */
export function newestThenSql({ name }: EventViewDeclaration, asked: Asked, dataSetId: string, at: number): Sql {
  const { workspaceId, instanceId, reader } = asked;
  const { text, values } = all(
    { text: 'r.workspaceId = ? AND r.dataSetId = ? AND r.place <= ?', values: [workspaceId, dataSetId, at] },
    { text: '(r.instanceId = ? OR instr(r.hierarchy, ?) > 0)', values: [instanceId, `/${instanceId}/`] },
    sees(reader, 'r.acl'),
  );
  const from = `FROM ${quoted(name)} AS r INDEXED BY ${indexNames.ofDataSet(name)}`;
  return { text: `SELECT r.place, r.timeMs ${from} WHERE ${text} ORDER BY r.place DESC LIMIT 1`, values };
}

/** An event of a data set that the reader may see, if there is one. */
export function eventOfDataSetSql(
  { name }: EventViewDeclaration,
  of: RowTable,
  { workspaceId, reader }: Omit<Asked, 'instanceId'>,
  dataSetId: string,
): Sql {
  const { text, values } = all(
    { text: 'r.workspaceId = ? AND r.dataSetId = ?', values: [workspaceId, dataSetId] },
    sees(reader, 'r.acl'),
    seesNewest(of, reader),
  );
  return { text: `SELECT 1 FROM ${quoted(name)} AS r INDEXED BY ${indexNames.ofDataSet(name)} WHERE ${text} LIMIT 1`, values };
}
