/** The store could not be reached or is closed. Nothing is known to be lost; the caller may try again. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** The store has no room left. The append was not made; the log is whole (http.md, 507). */
export class StorageFull extends Error {
  override readonly name = 'StorageFull';
}

/** Too much waits for the store already. Nothing was sent; the caller may try again a little later (http.md, `overloaded`). */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy';
}

/** The stream was tombstoned: it can neither be read nor appended to, for ever. */
export class StreamTombstoned extends Error {
  override readonly name = 'StreamTombstoned';

  constructor(readonly stream: string) {
    super(`the stream ${stream} was tombstoned`);
  }
}
