export { dumpViews } from './dump-views.js';
export { openSqliteViewStore } from './store.js';
export { openSqliteViewWriter } from './writer.js';
export { openSqliteSnapshotStore } from './snapshots.js';
