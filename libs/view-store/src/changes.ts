import type { Entry, RowInterval, RowKey } from './declaration.js';

/** What a projection may ask for. Each can be applied twice, late or out of turn and changes nothing then (design, section 5, b). */
export type ViewChange = OpenRow | CloseRow | CloseTree | ReopenTree | PutEntry | RaiseNewest | DefineAccessSet;

/** Inserts a row if its key is absent; a row that is there already keeps everything it has. */
export interface OpenRow {
  readonly change: 'open-row';
  readonly view: string;
  readonly row: RowKey & Omit<RowInterval, 'toPosition' | 'endedBy'> & Entry;
  /** Fields to be taken from the row of the same instance that the event `openedAt` opened; they stay out of `row`. */
  readonly carry?: { readonly openedAt: number; readonly fields: readonly string[] };
}

/** `toPosition = min(toPosition, at)` on one row. */
export interface CloseRow {
  readonly change: 'close-row';
  readonly view: string;
  readonly key: RowKey;
  readonly at: number;
}

interface Tree {
  readonly view: string;
  readonly workspaceId: string;
  readonly dataSetId: string;
  /** The root of the tree and its descendants: the rows of `instanceId` and those whose hierarchy begins with `hierarchyPrefix`. */
  readonly instanceId: string;
  /** The root's own hierarchy, its id and `/`. */
  readonly hierarchyPrefix: string;
  readonly at: number;
}

/** Closes the rows of a tree with `fromPosition < at <= toPosition` and writes `endedBy` on them. */
export interface CloseTree extends Tree {
  readonly change: 'close-tree';
  readonly endedBy: string;
}

/** Opens, at `at`, a copy of each row of a tree that the deletion `endedBy` closed; the copies have the key `openedAt`. */
export interface ReopenTree extends Tree {
  readonly change: 'reopen-tree';
  readonly endedBy: string;
  readonly openedAt: number;
  /** Fields of the tree's root that the restore changed, such as its name. */
  readonly rootFields: Entry;
}

/** Inserts an entry if its key is absent. */
export interface PutEntry {
  readonly change: 'put-entry';
  readonly view: string;
  readonly entry: Entry;
}

/** Remembers `place` and `timeMs` for (workspace, instance, acl) if `place` is larger than what is there. */
export interface RaiseNewest {
  readonly change: 'raise-newest';
  readonly view: string;
  readonly workspaceId: string;
  readonly instanceId: string;
  readonly acl: string;
  readonly place: number;
  readonly timeMs: number;
}

/** Says which principals an access set holds; insert-only. */
export interface DefineAccessSet {
  readonly change: 'define-access-set';
  readonly acl: string;
  readonly principals: readonly string[];
}
