/** Bytes of one chunk of a snapshot, at most: what is written or read without a pause. */
export const snapshotChunkBytesMax = 256 * 1024;

/** What a stream had come to at one of its revisions, in bytes that only its writer understands. */
export interface Snapshot {
  readonly stream: string;
  /** Revision of the last event that it stands for. */
  readonly revision: number;
  /** Its bytes in order, in chunks of at most `snapshotChunkBytesMax`; ends in SnapshotsUnavailable when one of them is gone. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

export interface SnapshotToWrite extends Omit<Snapshot, 'chunks'> {
  /** At least one. Each is taken when the one before has been written. */
  readonly chunks: Iterable<Uint8Array>;
}

/**
 * The place for snapshots of long streams: beside the views and never in the log. A rebuild of the views leaves it alone, and all
 * of it may be deleted at any time. It belongs to one log: what was written for another one is never given.
 *
 * Each call ends within a few seconds, because commands wait behind it; between two chunks the thread is free for others.
 * Errors: SnapshotsUnavailable, which nobody's command may fail by.
 */
export interface SnapshotStore {
  /** The snapshot of the stream that was written last, whole; undefined when there is none. */
  newest(stream: string): Promise<Snapshot | undefined>;
  /**
   * Writes the chunks one by one and says last that they are there, so that a half-written snapshot is never seen; then removes
   * those that were written for the stream before. What the chunks throw is thrown, and nothing of them stays.
   */
  write(snapshot: SnapshotToWrite): Promise<void>;
  /** Removes every snapshot of the stream. */
  remove(stream: string): Promise<void>;
  close(): Promise<void>;
}

/** Snapshots cannot be read or written at present: whoever wants one goes on without. */
export class SnapshotsUnavailable extends Error {
  override readonly name = 'SnapshotsUnavailable';
}
