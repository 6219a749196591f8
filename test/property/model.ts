/**
 * The rules of the repository written down a second time, as plainly as they can be said: one workspace, its instances as
 * rows over stretches of the log, who sees them, and what was answered to whom. It imports nothing of the product.
 */

/** What one instance was from one place of the log to another. */
export interface Row {
  readonly id: string;
  readonly concept: string;
  readonly parent: string;
  /** `/`-separated ids of the ancestors. */
  readonly hierarchy: string;
  readonly name: string;
  readonly status: string;
  readonly version: number;
  readonly xml: string;
  readonly access: readonly string[];
  readonly change: string;
  readonly createdBy: string;
  readonly createdMs: number;
  readonly insertedBy: string;
  readonly insertedMs: number;
  readonly commandId: string;
  readonly reason: string | null;
  readonly from: number;
  /** Exclusive; Infinity while it is so. */
  readonly to: number;
  /** The deletion that ended it. */
  readonly endedBy: string | null;
}

export interface Deletion {
  readonly id: string;
  /** The row of the tree's root that the deletion ended. */
  readonly root: Row;
  readonly ids: readonly string[];
  readonly place: number;
  readonly timeMs: number;
  readonly by: string;
  readonly reason: string | null;
  readonly restored: boolean;
}

/** Something that happened to an instance, or to the tree below it. */
export interface Happening {
  readonly type: string;
  readonly id: string;
  readonly hierarchy: string;
  /** Who could see the instance right after it. */
  readonly access: readonly string[];
  readonly place: number;
  readonly timeMs: number;
  readonly by: string;
  readonly commandId: string;
  readonly reason: string | null;
}

/** What the log says about a command that was done. */
export interface Facts {
  readonly place: number;
  readonly timeMs: number;
  readonly commandId: string;
  readonly instanceId: string;
  readonly deletionId: string | null;
}

/** The first answer to an Idempotency-Key, and the request that it was given to. */
export interface FirstAnswer {
  readonly request: string;
  readonly answer: unknown;
}

export const now = Number.MAX_SAFE_INTEGER;

export class Model {
  /** Of each instance all of its rows, oldest first. */
  readonly rows = new Map<string, readonly Row[]>();
  readonly deletions = new Map<string, Deletion>();
  readonly happenings: Happening[] = [];
  /** The data set that an id lives, lived or was claimed in: the id of its root. */
  readonly dataSets = new Map<string, string>();
  /** By user, key and data set. */
  readonly answers = new Map<string, FirstAnswer>();
  /** What a `treeRevision` that was given out stands for. */
  readonly treeRevisions = new Map<string, string>();
  /** Roots whose ids the server made from a key, by user and key. */
  readonly derivedRoots = new Map<string, string>();

  constructor(
    readonly workspaceId: string,
    readonly users: readonly string[],
    /** Concepts of what no command of instances may touch; that of users first. */
    readonly systemConcepts: readonly string[],
  ) {}

  /** The same once more, to try out on it what may have happened first. */
  copy(): Model {
    const copy = new Model(this.workspaceId, this.users, this.systemConcepts);
    for (const part of ['rows', 'deletions', 'dataSets', 'answers', 'treeRevisions', 'derivedRoots'] as const) {
      for (const [key, value] of this[part]) (copy[part] as Map<string, unknown>).set(key, value);
    }
    copy.happenings.push(...this.happenings);
    return copy;
  }

  /** The newest row of an instance, live or deleted. */
  newest(id: string): Row | undefined {
    return this.rows.get(id)?.at(-1);
  }

  live(id: string): Row | undefined {
    const row = this.newest(id);
    return row?.to === Infinity ? row : undefined;
  }

  sees(user: string, row: Row | undefined): row is Row {
    return row?.access.includes(user) === true;
  }

  /** A live instance that the user sees. */
  seen(user: string, id: string): Row | undefined {
    const row = this.live(id);
    return this.sees(user, row) ? row : undefined;
  }

  allLive(): readonly Row[] {
    return [...this.rows.keys()].map((id) => this.live(id)).filter((row) => row !== undefined);
  }

  /** What lives below a row's instance, and itself first. */
  tree(root: Row): readonly Row[] {
    const prefix = this.hierarchyBelow(root.id);
    return [root, ...this.allLive().filter(({ hierarchy }) => hierarchy.startsWith(prefix))];
  }

  /** The hierarchy of whatever stands directly below an instance, live or deleted, or below the workspace. */
  hierarchyBelow(id: string): string {
    if (id === this.workspaceId) return `/${id}/`;
    const row = this.newest(id);
    if (row === undefined) throw new Error(`the model knows nothing of ${id}`);
    return `${this.hierarchyBelow(row.parent)}${id}/`;
  }

  isRoot(row: Row): boolean {
    return row.parent === this.workspaceId;
  }

  isSystem(row: Row): boolean {
    return this.systemConcepts.includes(row.concept);
  }

  /** The last place that the log had reached at a time, where an earlier place never has a later time. */
  placeAt(timeMs: number): number {
    let latestMs = 0;
    const later = this.happenings.find((event) => (latestMs = Math.max(latestMs, event.timeMs)) > timeMs);
    return later === undefined ? now - 1 : later.place - 1;
  }

  /** Whether a live instance has the name below a parent, whoever sees it. */
  isNameTaken(of: { readonly parent: string; readonly concept: string; readonly name: string }): boolean {
    return this.allLive().some(({ parent, concept, name }) => parent === of.parent && concept === of.concept && name === of.name);
  }
}
