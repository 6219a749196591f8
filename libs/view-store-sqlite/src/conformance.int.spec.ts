import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ViewWriter } from '@datakeep/view-store';
import type { OpenedViews } from '@datakeep/view-store/conformance';
import { conformanceDeclarations as declarations, viewStoreConformance } from '@datakeep/view-store/conformance';
import { openSqliteViewStore, openSqliteViewWriter } from './index.js';

const log = { logId: '00ff00ff00ff00ff', head: Number.MAX_SAFE_INTEGER };

async function open(): Promise<OpenedViews> {
  const folder = await mkdtemp(join(tmpdir(), 'datakeep-views-'));
  const file = join(folder, 'views.sqlite');
  const writers: ViewWriter[] = [];
  async function otherWriter(): Promise<ViewWriter> {
    const writer = await openSqliteViewWriter({ file, declarations, log });
    writers.push(writer);
    return writer;
  }
  const writer = await otherWriter();
  const store = await openSqliteViewStore({ file, declarations, logId: log.logId });
  async function close(): Promise<void> {
    await Promise.all([store.close(), ...writers.map((each) => each.close())]);
    await rm(folder, { recursive: true });
  }
  return { writer, otherWriter, store, close };
}

viewStoreConformance('SQLite', open, []);
