import type { Entry, RowInterval, RowKey } from './declaration.js';
import type { ParkedStream } from './parked.js';

/** What a projection may ask for. Each can be applied twice, late or out of turn and changes nothing then (design, section 5, b). */
export type ViewChange =
  | OpenRow
  | CloseRow
  | CloseTree
  | ReopenTree
  | MoveTree
  | ChangeAccess
  | PutEntry
  | RaiseNewest
  | DefineAccessSet
  | NoteEvent
  | NoteTime
  | ParkStream;

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
  /** The root of the tree: its rows, and those whose hierarchy goes through it. */
  readonly instanceId: string;
  readonly at: number;
}

/** Closes the rows of a tree with `fromPosition < at <= toPosition` and writes `endedBy` on them. */
export interface CloseTree extends Tree {
  readonly change: 'close-tree';
  /** Where the root stands: the ids of its ancestors, as in its row. */
  readonly hierarchy: string;
  readonly endedBy: string;
}

/** Copies that a change of a tree opens at `at`; they have the key `openedAt` and everything else of the rows they come from. */
interface Copies extends Tree {
  readonly openedAt: number;
}

/**
 * Opens a copy of each row that the deletion `endedBy` closed. The root stands at `hierarchy` from then on, which may be
 * another than before when an ancestor moved in between; what lies below follows it.
 */
export interface ReopenTree extends Copies {
  readonly change: 'reopen-tree';
  readonly endedBy: string;
  readonly hierarchy: string;
  /** Fields of the tree's root that the restore changed, such as its name. */
  readonly rootFields: Entry;
}

/**
 * Closes the rows of a tree with `fromPosition < at <= toPosition` and opens copies of them, the root at `hierarchy`, what
 * lies below behind it.
 */
export interface MoveTree extends Copies {
  readonly change: 'move-tree';
  readonly hierarchy: string;
  /** Fields of the tree's root that the move changed, such as its parent. */
  readonly rootFields: Entry;
}

/**
 * Gives principals to the access sets of an instance or a tree, or takes them away. It concerns the rows with
 * `fromPosition < at <= toPosition` whose set holds one of `seenBy` and would become another: they are closed, and copies of them
 * opened. The new sets are defined with it.
 */
export interface ChangeAccess extends Copies {
  readonly change: 'change-access';
  readonly scope: 'instance' | 'tree';
  readonly grant: readonly string[];
  readonly revoke: readonly string[];
  readonly seenBy: readonly string[];
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

/** Writes an event into the index of events; at its place there is none but itself. */
export interface NoteEvent {
  readonly change: 'note-event';
  readonly view: string;
  readonly workspaceId: string;
  /** Equal to `workspaceId` for events of the workspace itself. */
  readonly dataSetId: string;
  /** The instance that the event shows at; the root of the tree for an event of a tree. */
  readonly instanceId: string;
  readonly hierarchy: string;
  readonly revision: number;
  readonly place: number;
  readonly timeMs: number;
  /** The instance's access set after the event; left out: that of its newest row that was opened by then. */
  readonly acl?: string;
}

/** Says that the log stood at `place` at `timeMs`. Kept when it is later than the times of all places before. */
export interface NoteTime {
  readonly change: 'note-time';
  readonly view: string;
  readonly place: number;
  readonly timeMs: number;
}

/** Stops the views of a stream at an event that they cannot take (`ParkedStream`). Inserts it if none of the stream is there. */
export interface ParkStream extends ParkedStream {
  readonly change: 'park-stream';
}
