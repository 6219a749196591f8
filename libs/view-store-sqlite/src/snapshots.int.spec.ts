import { existsSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SnapshotsUnavailable, type SnapshotStore } from '@datakeep/view-store';
import { snapshotStoreConformance, type OpenedSnapshots } from '@datakeep/view-store/conformance';
import { openSqliteSnapshotStore } from './index.js';

const logIds = { same: '00ff00ff00ff00ff', another: 'ff00ff00ff00ff00' };

async function open(): Promise<OpenedSnapshots> {
  const folder = await mkdtemp(join(tmpdir(), 'datakeep-snapshots-'));
  const file = join(folder, 'snapshots.sqlite');
  const stores: SnapshotStore[] = [];
  async function reopen(log: 'same' | 'another'): Promise<SnapshotStore> {
    await Promise.all(stores.map((each) => each.close()));
    const store = await openSqliteSnapshotStore({ file, logId: logIds[log] });
    stores.push(store);
    return store;
  }
  async function close(): Promise<void> {
    await Promise.all(stores.map((each) => each.close()));
    await rm(folder, { recursive: true });
  }
  return { store: await reopen('same'), reopen, close };
}

snapshotStoreConformance('SQLite', open);

describe('the file of the snapshots', () => {
  let folder: string;
  let file: string;
  let store: SnapshotStore;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datakeep-snapshots-'));
    file = join(folder, 'snapshots.sqlite');
    store = await openSqliteSnapshotStore({ file, logId: logIds.same });
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  const write = (revision: number) => store.write({ stream: 'dataset-w-a', revision, chunks: [Buffer.alloc(200_000)] });
  const revision = async () => (await store.newest('dataset-w-a'))?.revision;

  it('is not made before it is needed', () => {
    expect(existsSync(file)).toBe(false);
  });

  it('is made anew when it is no database: what needed it goes without once', async () => {
    writeFileSync(file, 'this is no database, and long enough to be looked at as one'.repeat(100));
    await expect(revision()).rejects.toThrow(SnapshotsUnavailable);
    expect(await revision()).toBeUndefined();
    await write(3);
    expect(await revision()).toBe(3);
  });

  it('says that it is not to be had while somebody else holds it, at once, and goes on afterwards', async () => {
    await write(3);
    const holder = new DatabaseSync(file);
    holder.exec('BEGIN IMMEDIATE');
    await expect(write(4)).rejects.toThrow(SnapshotsUnavailable);
    holder.exec('COMMIT');
    holder.close();
    await write(5);
    expect(await revision()).toBe(5);
  });

  it('does not grow with every snapshot: room of older ones is used again', async () => {
    for (let at = 1; at <= 20; at += 1) await write(at);
    const reader = new DatabaseSync(file, { readOnly: true });
    const row = reader.prepare('SELECT count(*) AS chunks, sum(length(bytes)) AS bytes FROM chunks').get();
    const pages = reader.prepare('PRAGMA page_count').get() as { page_count: number };
    reader.close();
    expect(row).toEqual({ chunks: 1, bytes: 200_000 });
    expect(pages.page_count * 4_096).toBeLessThan(1_000_000);
  });

  it('gives back at once the room of a snapshot that could not be made', async () => {
    await write(1);
    function* broken(): Generator<Uint8Array> {
      yield Buffer.alloc(200_000);
      throw new RangeError('the state is broken');
    }
    await expect(store.write({ stream: 'dataset-w-a', revision: 2, chunks: broken() })).rejects.toThrow('the state is broken');
    const reader = new DatabaseSync(file, { readOnly: true });
    expect(reader.prepare('SELECT count(*) AS chunks FROM chunks').get()).toEqual({ chunks: 1 });
    reader.close();
  });

  it('gives back the room of what a writer had begun', async () => {
    await write(1);
    const begun = new DatabaseSync(file);
    begun.exec("INSERT INTO snapshots (stream, revision) VALUES ('dataset-w-a', 2)");
    begun.exec('INSERT INTO chunks (snapshot, number, bytes) VALUES (last_insert_rowid(), 0, zeroblob(100))');
    begun.close();
    await store.close();
    store = await openSqliteSnapshotStore({ file, logId: logIds.same });
    expect(await revision()).toBe(1);
    const reader = new DatabaseSync(file, { readOnly: true });
    expect(reader.prepare('SELECT count(*) AS chunks FROM chunks').get()).toEqual({ chunks: 1 });
    reader.close();
  });
});
