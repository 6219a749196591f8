export * from './declaration.js';
export * from './changes.js';
export * from './view-store.js';
export * from './access-set.js';
export * from './snapshots.js';
export * from './parked.js';
