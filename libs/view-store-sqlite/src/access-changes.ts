import { accessSetOf } from '@datakeep/kernel';
import type { ChangeAccess } from '@datakeep/view-store';
import type { Connection } from './connection.js';
import { closeRows, instanceAt, onlyThose, openCopies, treeAt, type Concerned } from './copies.js';
import { defineAccessSet } from './entry-changes.js';
import { quoted } from './names.js';
import type { RowTable } from './tables.js';
import { pathBefore } from './tree-changes.js';

/** Access sets that are in memory at once: a tree may have as many as it has instances. */
const setsMax = 1_000;

interface SetChange {
  readonly acl: string;
  readonly members: string;
}

/** Changes who sees the rows of one view. Which set becomes which stands in a table of the connection. */
export class AccessChanges {
  constructor(
    private readonly connection: Connection,
    private readonly table: RowTable,
  ) {
    const columns = 'before BLOB NOT NULL PRIMARY KEY, after BLOB';
    connection.prepare(`CREATE TEMP TABLE IF NOT EXISTS set_changes (${columns}) STRICT, WITHOUT ROWID`).run();
  }

  /** Errors: TypeError for a set that would be empty, and for a tree without a root. */
  change(change: ChangeAccess): void {
    const { connection, table } = this;
    const { workspaceId, instanceId, at } = change;
    const concerned =
      change.scope === 'tree'
        ? treeAt(table, workspaceId, pathBefore(connection, table, change), at)
        : instanceAt(table, workspaceId, instanceId, at);
    connection.prepare('DELETE FROM temp.set_changes').run();
    for (const rows of concerned) this.#collect(rows, change.seenBy);
    this.#decide(change);
    const open = onlyThose(concerned, 's.before = r.acl AND s.after IS NOT NULL');
    openCopies(connection, table, open, change, { acl: { text: 's.after', values: [] } }, ' CROSS JOIN temp.set_changes AS s');
    const ended = onlyThose(concerned, 'r.acl IN (SELECT s.before FROM temp.set_changes AS s WHERE s.after IS NOT NULL)');
    closeRows(connection, table, ended, { at, endedBy: null });
  }

  /** The sets of the rows, those that one of `seenBy` is in. */
  #collect({ indexedBy, where }: Concerned, seenBy: readonly string[]): void {
    const seen =
      'EXISTS (SELECT 1 FROM acl_members AS m WHERE m.acl = r.acl AND m.principal IN (SELECT value FROM json_each(?)))';
    const sql =
      `INSERT OR IGNORE INTO temp.set_changes (before) SELECT r.acl FROM ${quoted(this.table.name)} AS r INDEXED BY ${indexedBy} ` +
      `WHERE ${where.text} AND ${seen}`;
    this.connection.prepare(sql).run(...where.values, JSON.stringify(seenBy));
  }

  /** Writes beside each set what it becomes; a set that stays as it is keeps nothing there. */
  #decide({ workspaceId, grant, revoke }: ChangeAccess): void {
    const next = this.connection.prepare(
      'SELECT lower(hex(s.before)) AS acl, (SELECT json_group_array(m.principal) FROM acl_members AS m WHERE m.acl = s.before) AS members ' +
        `FROM temp.set_changes AS s WHERE s.before > unhex(?) ORDER BY s.before LIMIT ${String(setsMax)}`,
    );
    const write = this.connection.prepare('UPDATE temp.set_changes SET after = unhex(?) WHERE before = unhex(?)');
    const revoked = new Set(revoke);
    let last = '';
    for (;;) {
      const sets = next.all(last) as unknown as SetChange[];
      for (const { acl, members } of sets) {
        const kept = (JSON.parse(members) as string[]).filter((principal) => !revoked.has(principal));
        const principals = [...new Set([...kept, ...grant])];
        if (principals.length === 0) throw new TypeError(`nobody would see ${this.table.name} of the set ${acl} any more`);
        const after = accessSetOf(workspaceId, principals);
        if (after === acl) continue;
        defineAccessSet(this.connection, { acl: after, principals });
        write.run(after, acl);
      }
      if (sets.length < setsMax) return;
      last = sets.at(-1)?.acl ?? last;
    }
  }
}
