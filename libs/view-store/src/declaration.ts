export type FieldType = 'text' | 'integer' | 'bytes';

export interface FieldDeclaration {
  readonly type: FieldType;
  readonly nullable?: boolean;
}

/**
 * An order in which the rows of a view can be walked; `workspaceId` leads it always and is not named. Every view of rows has
 * one of its own, `treeOrder`, in which each row is followed by those below it.
 */
export interface IndexDeclaration {
  readonly name: string;
  /** Fields of the view, ascending; the last one is `instanceId`, so that the order is total. Text is ordered by code point. */
  readonly fields: readonly string[];
}

/**
 * Which rows a name of a view shows: what lives, every row there is, or the newest row of what is deleted. With `access` one
 * (instance, principal) of each member of their access sets.
 */
export type NamedRows = 'open' | 'all' | 'deleted' | 'open-access' | 'deleted-access';

/**
 * A view of rows with intervals (design, section 5): each row is what an instance was from one event to the next.
 * Every such view has, beside `fields`, the built-in fields of `RowKey` and `RowInterval`.
 */
export interface RowViewDeclaration {
  readonly kind: 'rows';
  readonly name: string;
  readonly fields: Readonly<Record<string, FieldDeclaration>>;
  readonly indexes: readonly IndexDeclaration[];
  /**
   * Entry views whose one entry a row can be read with, by fields of the row that form the entry's key. The row gets the
   * entry's other fields under their own names, null while there is no entry.
   */
  readonly inlines?: Readonly<Record<string, { readonly view: string; readonly by: readonly string[] }>>;
  /** The names that operators and auditors find (design, section 5): each a read-only selection of these rows. */
  readonly names?: Readonly<Record<string, NamedRows>>;
}

/** A view of entries that are written once and never changed, such as the XML of a version. */
export interface EntryViewDeclaration {
  readonly kind: 'entries';
  readonly name: string;
  readonly fields: Readonly<Record<string, FieldDeclaration>>;
  readonly key: readonly string[];
  /**
   * `rows`: reached only through a visible row that names it. `system`: what the server needs to know who is asking
   * (tokens, users, workspaces); never rows of records.
   */
  readonly audience: 'rows' | 'system';
}

/** The order of `hierarchy`, `instanceId` and `/` joined: parents before their children, siblings by their ids. */
export const treeOrder = 'tree';

/**
 * An index of events (design, section 5: "serves `/events`"), one entry for each event that made a row. An entry is visible when its
 * access set is, and the newest row of its instance in the view `of` too.
 */
export interface EventViewDeclaration {
  readonly kind: 'events';
  readonly name: string;
  readonly of: string;
}

/** Which place the log had reached at which time, under a running maximum (http.md, "as of"). */
export interface TimeViewDeclaration {
  readonly kind: 'times';
  readonly name: string;
}

/**
 * A view that keeps, for each instance and each access set, the newest place and time of an event below it; a reader
 * is shown the newest of the sets that he sees (design, sections 5 and 6: `lastUpdated` of an ancestor tells nothing hidden).
 */
export interface NewestViewDeclaration {
  readonly kind: 'newest';
  readonly name: string;
  /** The index of events that answers for a position of the past. */
  readonly events: string;
}

export type ViewDeclaration =
  RowViewDeclaration | EntryViewDeclaration | NewestViewDeclaration | EventViewDeclaration | TimeViewDeclaration;

/** The `toPosition` of an open row: 2^53 - 1. */
export const openPosition = Number.MAX_SAFE_INTEGER;

export interface RowKey {
  readonly workspaceId: string;
  readonly instanceId: string;
  /** Revision of the event that opened the row, in the stream of its data set. */
  readonly openedAt: number;
}

export interface RowInterval {
  readonly fromPosition: number;
  /** The first position at which the row is no longer so: `openPosition` while it is open. */
  readonly toPosition: number;
  readonly dataSetId: string;
  /** `/`-separated ids of the ancestors. */
  readonly hierarchy: string;
  /** Name of the row's access set (see `accessSetOf`), 32 hexadecimal digits. */
  readonly acl: string;
  /** Id of the deletion that closed the row; null otherwise. */
  readonly endedBy: string | null;
}

export type FieldValue = string | number | Uint8Array | null;
export type Entry = Readonly<Record<string, FieldValue>>;
export type Row = RowKey & RowInterval & Entry;
