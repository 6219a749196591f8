import { StorageFull, StoreUnavailable } from '@datakeep/event-store';

/** SQLITE_FULL and SQLITE_BUSY: https://www.sqlite.org/rescode.html. */
const resultCode = { busy: 5, full: 13 } as const;

/** What the port calls a fault of the driver: StorageFull or StoreUnavailable; anything that is no fault of SQLite comes back as it is. */
export function faultOf(error: unknown): unknown {
  const code = primaryCode(error);
  if (code === undefined) return error;
  if (code === resultCode.full) return new StorageFull('the file of the log cannot grow', { cause: error });
  return new StoreUnavailable(`the log cannot be used: ${(error as Error).message}`, { cause: error });
}

/** True when somebody else holds the lock that SQLite wanted. */
export function isBusy(error: unknown): boolean {
  return primaryCode(error) === resultCode.busy;
}

function primaryCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error) || error.code !== 'ERR_SQLITE_ERROR') return undefined;
  // The low byte of an extended result code is its primary one.
  return 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : 0;
}
