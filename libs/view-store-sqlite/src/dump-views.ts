import { Connection } from './connection.js';
import { quoted } from './names.js';

/**
 * Every row of every table in a views' file, each as a line of JSON behind its table's name, sorted: two files that were
 * built from one log, in whatever batches and by however many projectors, give the same lines. The checkpoint is left out,
 * because its epoch counts those who held the file. For comparing and for checks: all lines are in memory at once.
 * Errors: ViewsUnavailable.
 */
export async function dumpViews(file: string): Promise<readonly string[]> {
  const connection = Connection.open(file, 'read', []);
  try {
    return connection.transaction('DEFERRED', () => tableNames(connection).flatMap((table) => linesOf(connection, table)));
  } finally {
    connection.close();
  }
}

function tableNames(connection: Connection): readonly string[] {
  const sql =
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'checkpoint' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
  const found = connection.prepare(sql).all() as { readonly name: string }[];
  return found.map(({ name }) => name).sort();
}

function linesOf(connection: Connection, table: string): readonly string[] {
  const rows = connection.prepare(`SELECT * FROM ${quoted(table)}`).all() as Record<string, unknown>[];
  return rows.map((row) => `${table} ${JSON.stringify(row, bytesAsHex)}`).sort();
}

/** Bytes as JSON would spell them take a member for each byte. */
function bytesAsHex(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const held = this[key];
  return ArrayBuffer.isView(held) ? Buffer.from(held.buffer, held.byteOffset, held.byteLength).toString('hex') : value;
}
