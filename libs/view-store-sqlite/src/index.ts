export { openSqliteViewStore } from './store.js';
export { openSqliteViewWriter } from './writer.js';
