import type { Facts, Happening, Model, Row } from './model.js';

/** What a command that was done changes; everything else of the model stays as it is. */
export type Change = (model: Model, facts: Facts) => void;

/** Who did it, and why, as he said. */
export interface Deed {
  readonly by: string;
  readonly reason: string | null;
}

type Saved = Pick<Row, 'concept' | 'parent' | 'name' | 'status' | 'xml' | 'access'>;

/** The first version of an instance. */
export function created(saved: Saved, deed: Deed): Change {
  return (model, facts) => {
    const { instanceId: id, timeMs } = facts;
    const hierarchy = model.hierarchyBelow(saved.parent);
    model.dataSets.set(id, saved.parent === model.workspaceId ? id : dataSetOf(model, saved.parent));
    open(model, facts, {
      ...saved,
      ...version(facts, deed, 'created'),
      id,
      hierarchy,
      version: 1,
      createdBy: deed.by,
      createdMs: timeMs,
    });
    happened(model, facts, deed, { type: 'InstanceSaved', id });
  };
}

/** One more version of an instance alone. */
export function changed(
  id: string,
  fields: Partial<Saved>,
  deed: Deed,
  kind: { readonly type: string; readonly change: string },
): Change {
  return (model, facts) => {
    const before = live(model, id);
    open(model, facts, { ...before, ...fields, ...version(facts, deed, kind.change), version: before.version + 1 });
    happened(model, facts, deed, { type: kind.type, id });
  };
}

/** A tree stands elsewhere; its root alone has a new version. */
export function moved(id: string, to: Pick<Row, 'parent' | 'name'>, deed: Deed): Change {
  return (model, facts) => {
    const [root, ...below] = model.tree(live(model, id));
    open(model, facts, {
      ...root!,
      ...to,
      ...version(facts, deed, 'moved'),
      hierarchy: model.hierarchyBelow(to.parent),
      version: root!.version + 1,
    });
    for (const row of below) open(model, facts, { ...row, hierarchy: model.hierarchyBelow(row.parent) });
    happened(model, facts, deed, { type: 'InstanceMoved', id });
  };
}

/** A whole tree is gone. */
export function deleted(id: string, deed: Deed): Change {
  return (model, facts) => {
    const deletionId = named(facts);
    const root = live(model, id);
    const tree = model.tree(root);
    const { place, timeMs } = facts;
    model.deletions.set(deletionId, {
      id: deletionId,
      root,
      ids: tree.map((row) => row.id),
      place,
      timeMs,
      ...deed,
      restored: false,
    });
    for (const row of tree) end(model, row, place, deletionId);
    happened(model, facts, deed, { type: 'InstanceDeleted', id });
  };
}

/** A whole tree is back, where its parent stands now. */
export function restored(deletionId: string, name: string, deed: Deed): Change {
  return (model, facts) => {
    const deletion = model.deletions.get(deletionId);
    if (deletion === undefined) throw new Error(`the model knows no deletion ${deletionId}`);
    for (const id of deletion.ids) {
      const row = model.newest(id)!;
      const hierarchy = model.hierarchyBelow(row.parent);
      open(model, facts, { ...row, hierarchy, ...(id === deletion.root.id ? { name } : {}) });
    }
    model.deletions.set(deletionId, { ...deletion, restored: true });
    happened(model, facts, deed, { type: 'InstanceRestored', id: deletion.root.id });
  };
}

/** Instances that others may see from now on; `access` has the new rows by id. No version is made. */
export function shared(id: string, access: ReadonlyMap<string, readonly string[]>, deed: Deed, type: string): Change {
  return (model, facts) => {
    for (const [changedId, rows] of access) open(model, facts, { ...live(model, changedId), access: rows });
    happened(model, facts, deed, { type, id });
  };
}

function version({ timeMs, commandId }: Facts, { by, reason }: Deed, change: string) {
  return { change, insertedBy: by, insertedMs: timeMs, commandId, reason };
}

/** The instance is so from this place on. */
function open(model: Model, { place }: Facts, row: Omit<Row, 'from' | 'to' | 'endedBy'>): void {
  const before = model.live(row.id);
  if (before !== undefined) end(model, before, place, null);
  model.rows.set(row.id, [...(model.rows.get(row.id) ?? []), { ...row, from: place, to: Infinity, endedBy: null }]);
}

function end(model: Model, row: Row, place: number, endedBy: string | null): void {
  model.rows.set(row.id, [...model.rows.get(row.id)!.slice(0, -1), { ...row, to: place, endedBy }]);
}

function happened(model: Model, facts: Facts, { by, reason }: Deed, of: Pick<Happening, 'type' | 'id'>): void {
  const { place, timeMs, commandId } = facts;
  const { hierarchy, access } = model.newest(of.id)!;
  model.happenings.push({ ...of, hierarchy, access, place, timeMs, commandId, by, reason });
}

function live(model: Model, id: string): Row {
  const row = model.live(id);
  if (row === undefined) throw new Error(`nothing lives as ${id} in the model`);
  return row;
}

function named({ deletionId }: Facts): string {
  if (deletionId === null) throw new Error('a deletion has an id');
  return deletionId;
}

function dataSetOf(model: Model, id: string): string {
  const dataSet = model.dataSets.get(id);
  if (dataSet === undefined) throw new Error(`the model knows no data set of ${id}`);
  return dataSet;
}
