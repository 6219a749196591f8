import type { FieldDeclaration, ViewDeclaration } from '@datakeep/view-store';
import { treeOrder } from '@datakeep/view-store';

const viewNamePattern = /^[a-z][a-z0-9_]{0,62}$/;
const fieldNamePattern = /^[a-z][A-Za-z0-9]{0,62}$/;
/** Tables of the adapter itself, beside those of the declarations. */
const ownTables = ['checkpoint', 'acl_members', 'readers', 'set_changes', 'parked_streams'];

/** An identifier in SQL. Only names that went through `checkNames` may come here, so there is nothing to escape. */
export function quoted(name: string): string {
  return `"${name}"`;
}

/**
 * Throws TypeError unless every identifier that will stand in SQL has the shape of a plain name and is there once
 * (SQLite knows no case in names). Identifiers come from declarations only, never from a request.
 */
export function checkNames(declarations: readonly ViewDeclaration[]): void {
  const taken = new Set(ownTables);
  for (const declaration of declarations) {
    for (const name of [declaration.name, ...namesOf(declaration)]) {
      if (!viewNamePattern.test(name) || name.startsWith('sqlite_')) throw new TypeError(`not a name for a view: ${name}`);
      if (taken.has(name)) throw new TypeError(`two views with one name: ${name}`);
      taken.add(name);
    }
    if ('fields' in declaration) checkFields(declaration.name, Object.keys(declaration.fields));
    if (declaration.kind === 'rows') checkIndexNames(declaration.indexes.map((index) => index.name));
  }
}

/** Throws TypeError unless the names are plain and differ by more than case. */
export function checkFields(view: string, fields: readonly string[]): void {
  const bad = fields.find((field) => !fieldNamePattern.test(field));
  if (bad !== undefined) throw new TypeError(`not a name for a field of ${view}: ${bad}`);
  if (new Set(fields.map((field) => field.toLowerCase())).size !== fields.length)
    throw new TypeError(`two fields of ${view} with one name`);
}

/** The field's column in a strict table. */
export function columnSql(name: string, field: FieldDeclaration): string {
  const type = { text: 'TEXT', integer: 'INTEGER', bytes: 'BLOB' }[field.type];
  return `${quoted(name)} ${type}${field.nullable === true ? '' : ' NOT NULL'}`;
}

function namesOf(declaration: ViewDeclaration): readonly string[] {
  return declaration.kind === 'rows' ? Object.keys(declaration.names ?? {}) : [];
}

function checkIndexNames(names: readonly string[]): void {
  const bad = names.find((name) => !viewNamePattern.test(name) || name === treeOrder);
  if (bad !== undefined) throw new TypeError(`not a name for an index: ${bad}`);
}
