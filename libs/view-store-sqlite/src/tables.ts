import type {
  EntryViewDeclaration,
  FieldDeclaration,
  IndexDeclaration,
  NewestViewDeclaration,
  RowViewDeclaration,
  ViewDeclaration,
} from '@datakeep/view-store';
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
  readonly fields: ReadonlyMap<string, FieldDeclaration>;
  readonly indexes: ReadonlyMap<string, IndexDeclaration>;
  readonly inlines: ReadonlyMap<string, Inline>;
}

export interface Tables {
  readonly rows: ReadonlyMap<string, RowTable>;
  readonly entries: ReadonlyMap<string, EntryViewDeclaration>;
  readonly newest: ReadonlyMap<string, NewestViewDeclaration>;
}

/** The fields of `RowKey` and `RowInterval`, in the order of their columns. `acl` is kept as 16 bytes. */
export const builtInFields: Readonly<Record<string, FieldDeclaration>> = {
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

/** The declarations, checked and by name. Errors: TypeError for one that cannot be kept. */
export function tablesOf(declarations: readonly ViewDeclaration[]): Tables {
  checkNames(declarations);
  const entries = new Map(declarations.filter((view) => view.kind === 'entries').map((view) => [view.name, view]));
  const newest = new Map(declarations.filter((view) => view.kind === 'newest').map((view) => [view.name, view]));
  for (const { name, key, fields } of entries.values()) {
    if (key.length === 0 || key.some((field) => fields[field] === undefined)) throw new TypeError(`${name} has no such key`);
  }
  const rows = new Map(declarations.filter((view) => view.kind === 'rows').map((view) => [view.name, rowTable(view, entries)]));
  return { rows, entries, newest };
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
  checkFields(name, [...Object.keys(builtInFields), ...Object.keys(declaration.fields)]);
  for (const index of declaration.indexes) {
    const known = index.fields.every((field) => fields.has(field) && field !== 'workspaceId' && field !== 'acl');
    if (!known || index.fields.at(-1) !== 'instanceId') throw new TypeError(`${name} cannot have the index ${index.name}`);
  }
  const inlines = new Map<string, Inline>();
  for (const [inlineName, { view, by }] of Object.entries(declaration.inlines ?? {})) {
    const entry = viewOf(entries, view);
    const adds = Object.keys(entry.fields).filter((field) => !entry.key.includes(field));
    checkFields(name, [...fields.keys(), ...adds]);
    if (by.length !== entry.key.length || by.some((field) => !fields.has(field))) {
      throw new TypeError(`${name} cannot inline ${inlineName}`);
    }
    inlines.set(inlineName, { name: inlineName, view: entry, by, adds });
  }
  return { name, declaration, fields, indexes: new Map(declaration.indexes.map((index) => [index.name, index])), inlines };
}
