import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { ViewChange, ViewDeclaration, ViewWriter } from '@datakeep/view-store';
import { accessSetOf } from '@datakeep/view-store';
import { openSqliteViewWriter } from './index.js';

/** Rows in the tree that the writer deletes and restores by turns. */
export const rowsMany = 300;

const view = 'instance_rows';
const acl = accessSetOf('w1', ['staff']);
const tree = { view, workspaceId: 'w1', dataSetId: 'p', instanceId: 'p', hierarchy: '/w1/' };

function changesAt(at: number): readonly ViewChange[] {
  if (at === 1) return [{ change: 'define-access-set', acl, principals: ['staff'] }, ...Array.from({ length: rowsMany }, opened)];
  if (at % 2 === 0) return [{ change: 'close-tree', ...tree, at, endedBy: `d${String(at)}` }];
  return [{ change: 'reopen-tree', ...tree, at, openedAt: at, endedBy: `d${String(at - 1)}`, rootFields: {} }];
}

function opened(_: unknown, nth: number): ViewChange {
  const [instanceId, hierarchy] = nth === 0 ? ['p', '/w1/'] : [`c${String(nth)}`, '/w1/p/'];
  const place = { workspaceId: 'w1', instanceId, openedAt: 1, fromPosition: 1, dataSetId: 'p', hierarchy, acl };
  const fields = {
    parentId: 'p',
    conceptId: 'c',
    name: instanceId,
    status: 'Active',
    dataVersion: 1,
    createdBy: 'u1',
    xmlRevision: 1,
  };
  return { change: 'open-row', view, row: { ...place, ...fields } };
}

async function applyUntil(writer: ViewWriter, until: number): Promise<void> {
  const { epoch, position } = await writer.hold();
  for (let at = position + 1; at <= until; at += 1) await writer.apply({ epoch, from: at - 1, to: at, changes: changesAt(at) });
}

// The suite of the port cannot be loaded outside of Jest, so its declarations are handed over.
if (!isMainThread) {
  const writer = await openSqliteViewWriter({
    ...(workerData as { file: string; declarations: readonly ViewDeclaration[] }),
    log: { logId: '00ff00ff00ff00ff', head: Number.MAX_SAFE_INTEGER },
  });
  parentPort?.on('message', ({ until }: { until: number }) => void applyUntil(writer, until));
  parentPort?.postMessage('ready');
}
