import { createHash } from 'node:crypto';
import { snapshotChunkBytesMax } from '@datakeep/view-store';
import type { DataSetKey } from './live-data-set.js';
import { linesOf, type SnapshotHeader, type SnapshotLine } from './data-set.snapshot-lines.js';
import { SnapshotState } from './data-set.snapshot-state.js';
import type { DataSetState } from './instance.state.js';

const lineFeed = 0x0a;

/** The bytes are not those that were written. */
export class SnapshotDamaged extends Error {
  override readonly name = 'SnapshotDamaged';
}

/** A snapshot as bytes: a JSON value a line, the header first, then the state, last the SHA-256 of all lines before. */
export function* bytesOfSnapshot(header: SnapshotHeader, state: DataSetState): Generator<Uint8Array> {
  let parts: Buffer[] = [];
  let bytes = 0;
  for (const line of textOfSnapshot(header, state)) {
    parts.push(line);
    bytes += line.length;
    if (bytes < snapshotChunkBytesMax) continue;
    const whole = Buffer.concat(parts);
    let cut = 0;
    for (; whole.length - cut >= snapshotChunkBytesMax; cut += snapshotChunkBytesMax) {
      yield whole.subarray(cut, cut + snapshotChunkBytesMax);
    }
    parts = [whole.subarray(cut)];
    bytes = whole.length - cut;
  }
  if (bytes > 0) yield Buffer.concat(parts);
}

function* textOfSnapshot(header: SnapshotHeader, state: DataSetState): Generator<Buffer> {
  const digest = createHash('sha256');
  const lineOf = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value)}\n`);
  const first = lineOf(header);
  digest.update(first);
  yield first;
  for (const value of linesOf(state)) {
    const line = lineOf(value);
    digest.update(line);
    yield line;
  }
  yield lineOf({ digest: digest.digest('base64url') });
}

/** Reads a snapshot: first its header, then, when somebody wants it, its state. Errors: SnapshotDamaged, those of the chunks. */
export class SnapshotReading {
  private readonly digest = createHash('sha256');

  private constructor(
    readonly header: SnapshotHeader,
    first: Buffer,
    private readonly lines: AsyncGenerator<Buffer>,
  ) {
    this.digest.update(first);
  }

  static async begin(chunks: AsyncIterable<Uint8Array>): Promise<SnapshotReading> {
    const lines = linesIn(chunks);
    const first = await lines.next();
    if (first.done === true) throw new SnapshotDamaged('a snapshot has no header');
    return new SnapshotReading(parsed<SnapshotHeader>(first.value), first.value, lines);
  }

  /** The state, which is that of the header only when this returns: the digest stands at the end. */
  async state(key: DataSetKey): Promise<DataSetState> {
    const reading = new SnapshotState(key, this.header);
    for await (const line of this.lines) {
      const value = parsed<SnapshotLine | { readonly digest: string }>(line);
      if ('digest' in value) {
        if (value.digest !== this.digest.digest('base64url')) throw new SnapshotDamaged('the digest is that of other bytes');
        return reading.state;
      }
      this.digest.update(line);
      taken(reading, value);
    }
    throw new SnapshotDamaged('a snapshot ends before its end');
  }
}

/** The lines of the chunks, each with its line feed; what stands behind the last one is no line. */
async function* linesIn(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes: Buffer = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, start)) {
      yield bytes.subarray(start, end + 1);
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
}

function parsed<Value>(line: Buffer): Value {
  try {
    return JSON.parse(line.toString('utf8')) as Value;
  } catch (error) {
    throw new SnapshotDamaged('a line of a snapshot is no JSON', { cause: error });
  }
}

/** A damaged line may be JSON and still no line, which is found where it is used. */
function taken(reading: SnapshotState, line: SnapshotLine): void {
  try {
    reading.take(line);
  } catch (error) {
    throw new SnapshotDamaged('a line of a snapshot is none', { cause: error });
  }
}
