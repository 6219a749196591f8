/** The limits of the SQLite log (style, habit 6). Counts, bytes and milliseconds as the names say. */
export const sqliteLogLimits = {
  /** A transaction that is larger wins little more and makes everybody in it wait. */
  transactionAppendsMax: 512,
  transactionBytesMax: 8 * 1024 * 1024,
  /** What may wait for the writer before an append is refused by LimitReached. */
  queuedAppendsMax: 65_536,
  queuedBytesMax: 256 * 1024 * 1024,
  /** Streams whose head the writer remembers; twice as many at the moment before it forgets. */
  rememberedStreamsMax: 50_000,
  /** Places that one readAll walks over, so that a filter which matches nothing cannot hold its thread. */
  scannedPlacesMax: 10_000,
  /** A readAll answers with fewer events once they are as large as this. */
  batchBytesMax: 16 * 1024 * 1024,
  streamPrefixesMax: 64,
  busyMsMax: 5_000,
  /** Pages of 4 KiB in the write-ahead log at which a commit copies it into the file: 16 MiB. */
  checkpointPages: 4_000,
  writeAheadLogBytesKept: 64 * 1024 * 1024,
} as const;
