import { hash, randomUUID } from 'node:crypto';
import type { ViewDeclaration } from '@datakeep/view-store';
import type { Connection } from './connection.js';
import { checkpointDdl, ddlOf } from './ddl.js';
import { quoted } from './names.js';
import type { Tables } from './tables.js';

/** Raised with every change of `ddl.ts`; files of another version are made anew. */
const adapterVersion = 4;

/** The one row that says where the views stand, who may write, and what they were made from. */
export interface Checkpoint {
  readonly epoch: number;
  readonly position: number;
  readonly fingerprint: string;
  /** Name of the BroadcastChannel on which the writer says that it applied something. */
  readonly channel: string;
}

/** A hash of the log that the views are built from, the declarations and the adapter's own version. */
export function fingerprintOf({
  logId,
  declarations,
}: {
  readonly logId: string;
  readonly declarations: readonly ViewDeclaration[];
}): string {
  return hash('sha256', JSON.stringify({ adapterVersion, logId, declarations }), 'base64url');
}

/** The checkpoint; undefined in a file that no writer has opened. */
export function readCheckpoint(connection: Connection): Checkpoint | undefined {
  const made = connection.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'checkpoint'");
  if (made.get() === undefined) return undefined;
  return connection.prepare('SELECT epoch, position, fingerprint, channel FROM checkpoint').get() as Checkpoint | undefined;
}

/** The position alone, for every read. */
export function readPosition(connection: Connection): number {
  return (connection.prepare('SELECT position FROM checkpoint').get() as { position: number }).position;
}

/** Makes the tables, or makes them anew from position 0 when they came from another log or other declarations: views are disposable. */
export function prepareFile(
  connection: Connection,
  tables: Tables,
  { fingerprint, head }: { readonly fingerprint: string; readonly head: number },
): Checkpoint {
  return connection.transaction('IMMEDIATE', () => {
    connection.prepare(checkpointDdl).run();
    const found = readCheckpoint(connection);
    // Views ahead of their log were built from events that it no longer has: it was put back from a copy.
    if (found?.fingerprint === fingerprint && found.position <= head) return found;
    dropEverything(connection);
    for (const statement of ddlOf(tables)) connection.prepare(statement).run();
    // The epoch goes on rising, so that a projector of the old tables cannot write into the new ones.
    const made = {
      epoch: (found?.epoch ?? 0) + 1,
      position: 0,
      fingerprint,
      channel: found?.channel ?? `datakeep-views-${randomUUID()}`,
    };
    connection
      .prepare('INSERT OR REPLACE INTO checkpoint (id, epoch, position, fingerprint, channel) VALUES (1, ?, ?, ?, ?)')
      .run(made.epoch, made.position, made.fingerprint, made.channel);
    return made;
  });
}

function dropEverything(connection: Connection): void {
  const found = connection
    .prepare(
      `SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view') AND name <> 'checkpoint' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
    )
    .all() as { type: string; name: string }[];
  for (const { type, name } of found) connection.prepare(`DROP ${type} ${quoted(name)}`).run();
}
