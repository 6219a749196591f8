import { now, type Model, type Row } from './model.js';
import { blockersOf } from './model-trees.js';

/** What each query must answer a user; undefined for what must be `not-found`. `at` is a place of the log. */
export class ModelViews {
  constructor(
    private readonly model: Model,
    private readonly user: string,
  ) {}

  read(id: string, at = now): object | undefined {
    const row = this.rowAt(id, at);
    return row && { ...metadataOf(row), lastUpdated: timeText(this.lastUpdatedMs(row, at)), xml: row.xml };
  }

  version(id: string, version: number): object | undefined {
    const row = this.liveVersion(id, version);
    return row && { ...metadataOf(row), xml: row.xml };
  }

  /** The XML of a version of a live instance. */
  xmlOf(id: string, version: number): string | undefined {
    return this.liveVersion(id, version)?.xml;
  }

  /** What differs in the metadata of two versions. */
  diff(id: string, from: number, to: number): object | undefined {
    const [before, after] = [this.liveVersion(id, from), this.liveVersion(id, to)];
    if (before === undefined || after === undefined) return undefined;
    const pairs = [
      { field: 'instanceName', from: before.name, to: after.name },
      { field: 'parentId', from: before.parent, to: after.parent },
      { field: 'status', from: before.status, to: after.status },
    ];
    return { metadata: pairs.filter((pair) => pair.from !== pair.to) };
  }

  history(id: string): readonly object[] | undefined {
    return this.model.live(id) === undefined ? undefined : this.historyOf(id);
  }

  deleted(id: string): object | undefined {
    const row = this.lastOfDeleted(id);
    return row && { ...metadataOf(row), deletionId: row.endedBy, xml: row.xml };
  }

  deletedHistory(id: string): readonly object[] | undefined {
    return this.model.newest(id)?.endedBy == null ? undefined : this.historyOf(id);
  }

  children(id: string, at = now): readonly object[] | undefined {
    const below = this.below(id, at)?.filter(({ parent }) => parent === id);
    return below
      ?.sort(
        by(
          ({ name }) => name,
          ({ id: own }) => own,
        ),
      )
      .map(listed);
  }

  /** By (hierarchy, name, id), `depth` levels down. */
  descendants(id: string, { at = now, depth = Infinity }: { readonly at?: number; readonly depth?: number } = {}) {
    const top = this.rowAt(id, at)?.hierarchy.split('/').length ?? 2;
    const near = this.below(id, at)?.filter(({ hierarchy }) => hierarchy.split('/').length - top <= depth);
    return near
      ?.sort(
        by(
          ({ hierarchy }) => hierarchy,
          ({ name }) => name,
          ({ id: own }) => own,
        ),
      )
      .map(listed);
  }

  /** An instance and what is below it in the order of the document: (id, XML), parents before their children. */
  dataSet(id: string, at = now): readonly object[] | undefined {
    const root = this.rowAt(id, at);
    const below = this.below(id, at)?.sort(by(({ hierarchy, id: own }) => `${hierarchy}${own}/`));
    return (
      root && below && [root, ...below].map((row) => ({ id: row.id, hierarchy: row.hierarchy, name: row.name, xml: row.xml }))
    );
  }

  deletions(): readonly object[] {
    return [...this.model.deletions.values()]
      .filter(({ root, restored }) => !restored && this.model.sees(this.user, root))
      .sort((one, other) => other.place - one.place)
      .map(({ id, root, by: deletedBy, timeMs, reason }) => ({
        deletionId: id,
        instanceId: root.id,
        instanceName: root.name,
        conceptId: root.concept,
        parentId: root.parent,
        hierarchy: root.hierarchy,
        dataVersion: root.version,
        deletedBy,
        deletedOn: timeText(timeMs),
        reason,
      }));
  }

  deletionCheck(id: string): object | undefined {
    const row = this.model.seen(this.user, id);
    if (row === undefined) return undefined;
    const { count, blockers, hiddenBlockers } = blockersOf(this.model, this.user, row);
    return { allowed: blockers.length + hiddenBlockers === 0, count, blockers, hiddenBlockers };
  }

  access(id: string): readonly object[] | undefined {
    const row = this.model.seen(this.user, id);
    return row?.access.map((principalId) => ({ instanceId: id, principalId }));
  }

  /** In the order of the log; of one instance, or of all. An event of a tree shows at its root. */
  events(id?: string): readonly object[] | undefined {
    const shown = this.model.happenings
      .filter((event) => (id === undefined || event.id === id) && event.access.includes(this.user))
      .filter((event) => this.model.sees(this.user, this.model.newest(event.id)))
      .map(({ type, id: instanceId, timeMs, by: userId, commandId, reason }) => ({
        type,
        instanceId,
        time: timeText(timeMs),
        userId,
        commandId,
        reason,
      }));
    return shown.length === 0 && id !== undefined ? undefined : shown;
  }

  /** Whether the user sees an instance's newest row, without which he sees none of its past. */
  seesNow(id: string): boolean {
    return this.model.sees(this.user, this.model.newest(id));
  }

  /** What was so at a place, and whose instance the user sees now too. */
  private rowAt(id: string, at: number): Row | undefined {
    const row = this.model.rows.get(id)?.find(({ from, to }) => from <= at && at < to);
    return this.model.sees(this.user, row) && this.seesNow(id) ? row : undefined;
  }

  private below(id: string, at: number): Row[] | undefined {
    const top = id === this.model.workspaceId ? `/${id}/` : this.rowAt(id, at) && `${this.rowAt(id, at)!.hierarchy}${id}/`;
    if (top === undefined) return undefined;
    return [...this.model.rows.keys()]
      .map((one) => this.rowAt(one, at))
      .filter((row) => row !== undefined)
      .filter(({ hierarchy }) => hierarchy.startsWith(top));
  }

  /** Of each version the first row that the user could see, newest version first. */
  private firstRows(id: string): readonly Row[] {
    if (!this.seesNow(id)) return [];
    const first = new Map<number, Row>();
    for (const row of this.model.rows.get(id) ?? []) {
      if (this.model.sees(this.user, row) && !first.has(row.version)) first.set(row.version, row);
    }
    return [...first.values()].reverse();
  }

  private liveVersion(id: string, version: number): Row | undefined {
    return this.model.live(id) && this.firstRows(id).find((row) => row.version === version);
  }

  private lastOfDeleted(id: string): Row | undefined {
    const row = this.model.newest(id);
    return row?.endedBy != null && this.model.sees(this.user, row) ? row : undefined;
  }

  private historyOf(id: string): readonly object[] | undefined {
    const rows = this.firstRows(id);
    return rows.length === 0 ? undefined : rows.map(historyItem);
  }

  /** The newest event on the instance or below it that the user could see; else when its version was made. */
  private lastUpdatedMs(row: Row, at: number): number {
    const touches = this.model.happenings.filter(
      ({ id, hierarchy, access, place }) =>
        place <= at && access.includes(this.user) && (id === row.id || hierarchy.includes(`/${row.id}/`)),
    );
    return touches.at(-1)?.timeMs ?? row.insertedMs;
  }
}

function metadataOf(row: Row): object {
  return {
    instanceId: row.id,
    instanceName: row.name,
    conceptId: row.concept,
    parentId: row.parent,
    hierarchy: row.hierarchy,
    status: row.status,
    dataVersion: row.version,
    createdBy: row.createdBy,
    createdOn: timeText(row.createdMs),
    insertedBy: row.insertedBy,
    insertedOn: timeText(row.insertedMs),
  };
}

function listed(row: Row): object {
  return { ...metadataOf(row), xml: row.xml };
}

function historyItem(row: Row): object {
  return {
    dataVersion: row.version,
    change: row.change,
    instanceName: row.name,
    parentId: row.parent,
    status: row.status,
    insertedBy: row.insertedBy,
    insertedOn: timeText(row.insertedMs),
    commandId: row.commandId,
    reason: row.reason,
  };
}

function timeText(ms: number): string {
  return new Date(ms).toISOString();
}

/** Orders by texts, the first that differ. */
function by(...texts: readonly ((row: Row) => string)[]): (one: Row, other: Row) => number {
  return (one, other) => {
    const differs = texts.find((text) => text(one) !== text(other));
    return differs === undefined ? 0 : differs(one) < differs(other) ? -1 : 1;
  };
}
