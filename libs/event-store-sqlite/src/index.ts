export { type EventLogReader, openSqliteEventLogReader } from './event-log-reader.js';
export { FolderInUse, type FolderLock, lockFolder } from './folder-lock.js';
export { openMemoryEventStore } from './memory-event-store.js';
export { openSqliteEventStore, type SqliteEventStore } from './sqlite-event-store.js';
