import type {
  EntryViewDeclaration,
  EventViewDeclaration,
  FieldDeclaration,
  IndexDeclaration,
  NewestViewDeclaration,
  RowViewDeclaration,
  TimeViewDeclaration,
  ViewDeclaration,
} from '@datakeep/view-store';
import { treeOrder } from '@datakeep/view-store';
import { checkFields, checkNames } from './names.js';

/** An entry view that a row can be read with: what it adds to the row, and which fields of the row find it. */
export interface Inline {
  readonly name: string;
  readonly view: EntryViewDeclaration;
  readonly by: readonly string[];
  /** The entry's fields that are not of its key; the row gets them under their own names. */
  readonly adds: readonly string[];
}

/** A rows view with its built-in fields. */
export interface RowTable {
  readonly name: string;
  readonly declaration: RowViewDeclaration;
  /** What a row is written and answered with; `path` is none of them. */
  readonly fields: ReadonlyMap<string, FieldDeclaration>;
  readonly indexes: ReadonlyMap<string, IndexDeclaration>;
  readonly inlines: ReadonlyMap<string, Inline>;
}

export interface Tables {
  readonly rows: ReadonlyMap<string, RowTable>;
  readonly entries: ReadonlyMap<string, EntryViewDeclaration>;
  readonly newest: ReadonlyMap<string, NewestViewDeclaration>;
  readonly events: ReadonlyMap<string, EventViewDeclaration>;
  readonly times: ReadonlyMap<string, TimeViewDeclaration>;
}

/** The fields of `RowKey` and `RowInterval`, in the order of their columns. `acl` is kept as 16 bytes. */
const builtInFields: Readonly<Record<string, FieldDeclaration>> = {
  workspaceId: { type: 'text' },
  instanceId: { type: 'text' },
  openedAt: { type: 'integer' },
  fromPosition: { type: 'integer' },
  toPosition: { type: 'integer' },
  dataSetId: { type: 'text' },
  hierarchy: { type: 'text' },
  acl: { type: 'bytes' },
  endedBy: { type: 'text', nullable: true },
};

/** The column that the file computes from `hierarchy` and `instanceId`, for the order of the tree. */
export const pathField = 'path';
/** The index of every rows view that follows the tree. */
export const treeIndex: IndexDeclaration = { name: treeOrder, fields: [pathField] };

/** The declarations, checked and by name. Errors: TypeError for one that cannot be kept. */
export function tablesOf(declarations: readonly ViewDeclaration[]): Tables {
  checkNames(declarations);
  const entries = byName(declarations.filter((view) => view.kind === 'entries'));
  const newest = byName(declarations.filter((view) => view.kind === 'newest'));
  const events = byName(declarations.filter((view) => view.kind === 'events'));
  const times = byName(declarations.filter((view) => view.kind === 'times'));
  for (const { name, key, fields } of entries.values()) {
    if (key.length === 0 || key.some((field) => fields[field] === undefined)) throw new TypeError(`${name} has no such key`);
  }
  const rows = byName(declarations.filter((view) => view.kind === 'rows').map((view) => rowTable(view, entries)));
  for (const { of } of events.values()) viewOf(rows, of);
  for (const view of newest.values()) viewOf(events, view.events);
  return { rows, entries, newest, events, times };
}

function byName<View extends { readonly name: string }>(views: readonly View[]): ReadonlyMap<string, View> {
  return new Map(views.map((view) => [view.name, view]));
}

/** The view of that name. Errors: TypeError when none was declared, which is a programmer's mistake. */
export function viewOf<View>(views: ReadonlyMap<string, View>, name: string): View {
  const view = views.get(name);
  if (view === undefined) throw new TypeError(`no such view was declared: ${name}`);
  return view;
}

function rowTable(declaration: RowViewDeclaration, entries: ReadonlyMap<string, EntryViewDeclaration>): RowTable {
  const { name } = declaration;
  const fields = new Map(Object.entries({ ...builtInFields, ...declaration.fields }));
  checkFields(name, [pathField, ...Object.keys(builtInFields), ...Object.keys(declaration.fields)]);
  for (const index of declaration.indexes) {
    const known = index.fields.every((field) => fields.has(field) && field !== 'workspaceId' && field !== 'acl');
    if (!known || index.fields.at(-1) !== 'instanceId') throw new TypeError(`${name} cannot have the index ${index.name}`);
  }
  const inlines = new Map<string, Inline>();
  for (const [inlineName, { view, by }] of Object.entries(declaration.inlines ?? {})) {
    const entry = viewOf(entries, view);
    const adds = Object.keys(entry.fields).filter((field) => !entry.key.includes(field));
    checkFields(name, [pathField, ...fields.keys(), ...adds]);
    if (by.length !== entry.key.length || by.some((field) => !fields.has(field))) {
      throw new TypeError(`${name} cannot inline ${inlineName}`);
    }
    inlines.set(inlineName, { name: inlineName, view: entry, by, adds });
  }
  return { name, declaration, fields, indexes: new Map(declaration.indexes.map((index) => [index.name, index])), inlines };
}
