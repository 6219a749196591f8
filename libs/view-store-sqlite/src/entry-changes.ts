import type { DefineAccessSet, EntryViewDeclaration, PutEntry, RaiseNewest } from '@datakeep/view-store';
import type { Connection } from './connection.js';
import { quoted } from './names.js';

/** Puts entries into one view. */
export class EntryChanges {
  readonly #fields: readonly string[];
  readonly #insert: string;

  constructor(
    private readonly connection: Connection,
    private readonly view: EntryViewDeclaration,
  ) {
    this.#fields = Object.keys(view.fields);
    const columns = this.#fields.map(quoted).join(', ');
    const values = this.#fields.map(() => '?').join(', ');
    const key = view.key.map(quoted).join(', ');
    this.#insert = `INSERT INTO ${quoted(view.name)} (${columns}) VALUES (${values}) ON CONFLICT (${key}) DO NOTHING`;
  }

  /** Errors: TypeError for a field that the view does not have. */
  put({ entry }: PutEntry): void {
    for (const field in entry) {
      if (this.view.fields[field] === undefined) throw new TypeError(`an entry of ${this.view.name} has no field ${field}`);
    }
    this.connection.prepare(this.#insert).run(...this.#fields.map((field) => entry[field] ?? null));
  }
}

/** Remembers a larger place. */
export function raiseNewest(connection: Connection, { view, workspaceId, instanceId, acl, place, timeMs }: RaiseNewest): void {
  const sql =
    `INSERT INTO ${quoted(view)} (workspaceId, instanceId, acl, place, timeMs) VALUES (?, ?, unhex(?), ?, ?) ` +
    'ON CONFLICT DO UPDATE SET place = excluded.place, timeMs = excluded.timeMs WHERE excluded.place > place';
  connection.prepare(sql).run(workspaceId, instanceId, acl, place, timeMs);
}

/** Writes the members of a set that is not known yet; its name is a hash of them, so a known one is whole. */
export function defineAccessSet(connection: Connection, { acl, principals }: Pick<DefineAccessSet, 'acl' | 'principals'>): void {
  if (connection.prepare('SELECT 1 FROM acl_members WHERE acl = unhex(?) LIMIT 1').get(acl) !== undefined) return;
  const insert = connection.prepare('INSERT INTO acl_members (acl, principal) VALUES (unhex(?), ?) ON CONFLICT DO NOTHING');
  for (const principal of principals) insert.run(acl, principal);
}
