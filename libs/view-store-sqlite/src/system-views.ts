import type { Entry, EntryViewDeclaration, ParkedStream, SystemViews } from '@datakeep/view-store';
import type { Connection } from './connection.js';
import { indexNames } from './ddl.js';
import { dataSetSql } from './instance-queries.js';
import { quoted } from './names.js';
import { parkedStreams } from './parked.js';
import type { Tables } from './tables.js';
import { viewOf } from './tables.js';

/** What the server reads before it knows who is asking. */
export class SqliteSystemViews implements SystemViews {
  readonly #entryTexts = new Map<string, string>();

  constructor(
    private readonly connection: Connection,
    private readonly tables: Tables,
  ) {}

  /** Errors: TypeError for a view of records, and for a key that is not the whole key. */
  async entry(view: string, key: Entry): Promise<Entry | undefined> {
    const declared = viewOf(this.tables.entries, view);
    if (declared.audience !== 'system') throw new TypeError(`${view} is reached through rows only`);
    const values = declared.key.map((field) => key[field]);
    if (values.includes(undefined) || Object.keys(key).length !== values.length) throw new TypeError(`not the key of ${view}`);
    const sql = this.#entryTexts.get(view) ?? entryText(declared);
    this.#entryTexts.set(view, sql);
    return this.connection.use(() => this.connection.prepare(sql).get(...values) as Entry | undefined);
  }

  async dataSetOf(view: string, key: { readonly workspaceId: string; readonly instanceId: string }): Promise<string | undefined> {
    const { text, values } = dataSetSql(viewOf(this.tables.rows, view), key);
    const found = this.connection.use(() => this.connection.prepare(text).get(...values) as { dataSetId: string } | undefined);
    return found?.dataSetId;
  }

  async placeAt(view: string, timeMs: number): Promise<number | undefined> {
    const { name } = viewOf(this.tables.times, view);
    // The places of the times that are kept rise with them, so the next later time has the next later place.
    const sql = `SELECT place - 1 AS place FROM ${quoted(name)} WHERE timeMs > ? ORDER BY timeMs LIMIT 1`;
    const found = this.connection.use(() => this.connection.prepare(sql).get(timeMs) as { place: number } | undefined);
    return found?.place;
  }

  async parked(): Promise<readonly ParkedStream[]> {
    return this.connection.use(() => parkedStreams(this.connection));
  }
}

function entryText({ name, fields, key }: EntryViewDeclaration): string {
  const columns = Object.keys(fields).map(quoted).join(', ');
  const where = key.map((field) => `${quoted(field)} = ?`).join(' AND ');
  return `SELECT ${columns} FROM ${quoted(name)} INDEXED BY ${indexNames.key(name)} WHERE ${where}`;
}
