import type { LiveDataSet } from './data-set.log.js';

/** Live states, least recently used first out, bounded by the bytes they are estimated to take (design, section 2). */
export class DataSetCache {
  private readonly entries = new Map<string, { live: LiveDataSet; bytes: number }>();
  private bytes = 0;

  constructor(private readonly bytesMax: number) {}

  /** Takes a state out; whoever has it may change it and puts it back when it is proved. */
  take(key: string): LiveDataSet | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    this.entries.delete(key);
    this.bytes -= entry.bytes;
    return entry.live;
  }

  put(key: string, live: LiveDataSet): void {
    this.take(key);
    const { bytes } = live.state;
    this.entries.set(key, { live, bytes });
    this.bytes += bytes;
    for (const oldest of this.entries.keys()) {
      if (this.bytes <= this.bytesMax) return;
      this.take(oldest);
    }
  }
}
