import { join } from 'node:path';

/** The files of the embedded stores in the data folder, beside those that the event store names itself. */
export const logFile = (folder: string): string => join(folder, 'events.sqlite');
export const viewsFile = (folder: string): string => join(folder, 'views.sqlite');
export const snapshotsFile = (folder: string): string => join(folder, 'snapshots.sqlite');
export const rebuiltViewsFile = (folder: string): string => join(folder, 'views-rebuilt.sqlite');
