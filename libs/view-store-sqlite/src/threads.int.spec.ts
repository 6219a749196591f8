import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ViewStore } from '@datakeep/view-store';
import { treeOrder } from '@datakeep/view-store';
import { conformanceDeclarations as declarations } from '@datakeep/view-store/conformance';
import { openSqliteViewStore } from './index.js';
import { rowsMany } from './threads.fixture.js';

const log = { logId: '00ff00ff00ff00ff', head: Number.MAX_SAFE_INTEGER };

/** A store here, and a writer in a thread of its own, as in production. */
describe('views that another thread writes', () => {
  let folder: string;
  let worker: Worker;
  let store: ViewStore;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'datakeep-views-'));
    const file = join(folder, 'views.sqlite');
    worker = new Worker(new URL('./threads.fixture.js', import.meta.url), { workerData: { file, declarations } });
    await once(worker, 'message');
    store = await openSqliteViewStore({ file, declarations, logId: log.logId });
  });
  afterEach(async () => {
    await store.close();
    await worker.terminate();
    rmSync(folder, { recursive: true });
  });

  it('wake who waits for a position', async () => {
    const waiting = store.reached(3, { timeoutMsMax: 60_000 });
    worker.postMessage({ until: 2 });
    expect(await store.reached(2, { timeoutMsMax: 60_000 })).toBe(true);
    worker.postMessage({ until: 3 });
    expect(await waiting).toBe(true);
    expect(await store.position()).toBe(3);
  });

  it('wake all who wait, each at his place', async () => {
    const places = Array.from({ length: 60 }, (_, nth) => nth + 1);
    const waiting = places.map(async (place) => {
      const reached = await store.reached(place, { timeoutMsMax: 60_000 });
      return reached && (await store.position()) >= place;
    });
    worker.postMessage({ until: 60 });
    expect(await Promise.all(waiting)).toEqual(places.map(() => true));
  });

  it('show a cascade whole or not at all while it is deleted and restored', async () => {
    const reader = store.reader({ workspaceId: 'w1', principals: ['staff'] });
    const question = { view: 'instance_rows', index: 'by_name', where: {}, at: 'now' } as const;
    const all = { view: 'instance_rows', index: treeOrder, instanceId: 'p', limit: rowsMany } as const;
    const until = 41;
    worker.postMessage({ until });
    const met = new Map<number, Set<number>>();
    let position = 0;
    while (position < until) {
      await setImmediate();
      const answer = await reader.find({ ...question, limit: rowsMany + 1 });
      const count = await reader.count({ ...question, at: answer.position, max: rowsMany + 1 });
      const below = await reader.findBelow({ ...all, at: answer.position });
      position = answer.position;
      met.set(
        position,
        (met.get(position) ?? new Set())
          .add(answer.rows.length)
          .add(count)
          .add((below?.rows.length ?? -1) + 1),
      );
    }
    // Position 1 opens the tree, each even one deletes it, each odd one restores it.
    for (const [at, counts] of met) expect([...counts]).toEqual([at % 2 === 1 ? rowsMany : 0]);
    expect(met.has(until)).toBe(true);
  });
});
