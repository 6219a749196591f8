import type { EventStore } from '@datakeep/event-store';
import { eventHashOf, streamOf } from '@datakeep/kernel';
import { SnapshotsUnavailable, type Snapshot, type SnapshotStore } from '@datakeep/view-store';
import type { DataSetKey, LiveDataSet } from './live-data-set.js';
import { bytesOfSnapshot, SnapshotDamaged, SnapshotReading } from './data-set.snapshot-bytes.js';
import { snapshotFormat, type SnapshotHeader } from './data-set.snapshot-lines.js';

/** Events behind which a snapshot is written at the earliest. */
const eventsMin = 500;
/** A large data set is written when its events are this part of its instances, so that writing it stays a small part of the work. */
const instancesPart = 4;

type Log = Pick<EventStore, 'logId' | 'readStream'>;

/**
 * Snapshots of long data sets (design, section 2; ADR 9). They save reading, and nothing rests on them: one that does not fit the
 * log, is damaged or cannot be read is passed over, and the stream is read from its start.
 */
export class DataSetSnapshots {
  private told = false;

  constructor(
    private readonly log: Log,
    private readonly store: SnapshotStore,
    /** Takes one line when snapshots cannot be used. */
    private readonly tell: (line: string) => void,
  ) {}

  /** The state at the newest snapshot that fits the log; undefined without one. Errors: those of `EventStore.readStream`. */
  async newest(key: DataSetKey): Promise<LiveDataSet | undefined> {
    const stream = streamOf.dataSet(key.workspaceId, key.dataSetId);
    const found = await this.tried(() => this.store.newest(stream));
    if (found === undefined) return undefined;
    const live = await this.read(key, stream, found);
    if (live === undefined) await this.tried(() => this.store.remove(stream));
    return live;
  }

  /**
   * Writes a snapshot when enough has come since the last one: max(500, instances ÷ 4) events. Throws nothing, since whoever
   * brought the events has his answer already.
   */
  async keep(key: DataSetKey, live: LiveDataSet): Promise<void> {
    const { state, headHash } = live;
    const events = state.revision - live.keptRevision;
    if (headHash === null || events < Math.max(eventsMin, state.instances.size / instancesPart)) return;
    // Also when it fails: the next attempt is as far away, so that a place that is full is not tried at every command.
    live.keptRevision = state.revision;
    const stream = streamOf.dataSet(key.workspaceId, key.dataSetId);
    const { revision, claimedFor, bytes } = state;
    const header = { format: snapshotFormat, stream, logId: this.log.logId, revision, headHash, claimedFor, bytes };
    try {
      await this.store.write({ stream, revision, chunks: bytesOfSnapshot(header, state) });
      this.told = false;
    } catch (error) {
      this.tellOf(error);
    }
  }

  private async read(key: DataSetKey, stream: string, { revision, chunks }: Snapshot): Promise<LiveDataSet | undefined> {
    return this.tried(async () => {
      const reading = await SnapshotReading.begin(chunks);
      const { header } = reading;
      if (header.stream !== stream || header.revision !== revision || !(await this.fits(header))) return undefined;
      return { state: await reading.state(key), headHash: header.headHash, keptRevision: revision };
    });
  }

  /** The log must hold the very event that the snapshot ends with: a log that was put back may have another one there. */
  private async fits({ format, logId, stream, revision, headHash }: SnapshotHeader): Promise<boolean> {
    if (format !== snapshotFormat || logId !== this.log.logId) return false;
    const [event] = await this.log.readStream({ stream, fromRevision: revision, countMax: 1, parts: 'facts' });
    return event?.revision === revision && eventHashOf(event.type, event.header) === headHash;
  }

  /** What was asked of the store; undefined when it could not be had. */
  private async tried<Result>(ask: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof SnapshotsUnavailable || error instanceof SnapshotDamaged)) throw error;
      this.tellOf(error);
      return undefined;
    }
  }

  /** One line until a snapshot is written again; a store that is away for an hour would fill the log with them. */
  private tellOf(error: unknown): void {
    if (this.told) return;
    this.told = true;
    this.tell(`snapshots cannot be used, and streams are read from their start: ${messagesOf(error)}`);
  }
}

function messagesOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${messagesOf(error.cause)}`;
}
