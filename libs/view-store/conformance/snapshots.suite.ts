import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { snapshotChunkBytesMax, SnapshotsUnavailable, type SnapshotStore } from '../src/index.js';

/** What the factory of the suite gives: an empty store, and other openings of the same one. */
export interface OpenedSnapshots {
  readonly store: SnapshotStore;
  /** Opens the same place again, for the same log or another one; the first opening is ended before, as by a kill. */
  readonly reopen: (log: 'same' | 'another') => Promise<SnapshotStore>;
  /** Closes everything that was opened, also what was closed already. */
  readonly close: () => Promise<void>;
}

const stream = 'dataset-w-a';
const other = 'dataset-w-b';

const chunksOf = (...texts: readonly string[]): Uint8Array[] => texts.map((text) => Buffer.from(text));

/** What every adapter of the port for snapshots and every decorator of one has to hold (issue 6: chunks first, manifest last). */
export function snapshotStoreConformance(name: string, open: () => Promise<OpenedSnapshots>): void {
  describe(`${name} keeps the contract of a store of snapshots:`, () => {
    let opened: OpenedSnapshots;
    let store: SnapshotStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.close());

    const write = (revision: number, texts: readonly string[], of = stream) =>
      store.write({ stream: of, revision, chunks: chunksOf(...texts) });

    it('gives back what was written: revision, chunks and their order', async () => {
      await write(7, ['first', 'second', 'third']);
      expect(await found(store, stream)).toEqual({ revision: 7, chunks: ['first', 'second', 'third'] });
    });

    it('has none of a stream that was not written', async () => {
      await write(7, ['first'], other);
      expect(await found(store, stream)).toBeUndefined();
    });

    it('keeps every byte of the largest chunk', async () => {
      const large = Buffer.from(Array.from({ length: snapshotChunkBytesMax }, (_, at) => at % 256));
      await store.write({ stream, revision: 1, chunks: [large, large] });
      const snapshot = await store.newest(stream);
      const read: Buffer[] = [];
      for await (const chunk of snapshot?.chunks ?? []) read.push(Buffer.from(chunk));
      expect(read.map((chunk) => chunk.equals(large))).toEqual([true, true]);
    });

    it('refuses a chunk that is larger, and a snapshot without any', async () => {
      await expect(store.write({ stream, revision: 1, chunks: [Buffer.alloc(snapshotChunkBytesMax + 1)] })).rejects.toThrow(
        RangeError,
      );
      await expect(store.write({ stream, revision: 1, chunks: [] })).rejects.toThrow(RangeError);
      expect(await found(store, stream)).toBeUndefined();
    });

    it('gives the one that was written last, also when its revision is lower: a log may have been put back', async () => {
      await write(7, ['older']);
      await write(9, ['newer']);
      expect(await found(store, stream)).toEqual({ revision: 9, chunks: ['newer'] });
      await write(5, ['put back']);
      expect(await found(store, stream)).toEqual({ revision: 5, chunks: ['put back'] });
    });

    it('shows nothing of one that is being written, and takes a chunk only when the one before was written', async () => {
      await write(7, ['older']);
      const seen: unknown[] = [];
      let looking: Promise<unknown> = Promise.resolve();
      function* chunks(): Generator<Uint8Array> {
        for (const text of ['first', 'second']) {
          looking = looking.then(async () => seen.push(await found(store, stream)));
          yield Buffer.from(text);
        }
      }
      await store.write({ stream, revision: 9, chunks: chunks() });
      await looking;
      expect(seen[0]).toEqual({ revision: 7, chunks: ['older'] });
      expect(await found(store, stream)).toEqual({ revision: 9, chunks: ['first', 'second'] });
    });

    it('lets the thread do other work between two chunks', async () => {
      let breaths = 0;
      const breathe = (): NodeJS.Immediate =>
        setImmediate(() => {
          breaths += 1;
          breathing = breathe();
        });
      let breathing = breathe();
      await write(
        7,
        Array.from({ length: 10 }, (_, at) => String(at)),
      );
      const whileWriting = breaths;
      await found(store, stream);
      clearImmediate(breathing);
      expect(whileWriting).toBeGreaterThanOrEqual(9);
      expect(breaths - whileWriting).toBeGreaterThanOrEqual(9);
    });

    it('throws what the chunks throw, and the older one stands', async () => {
      await write(7, ['older']);
      function* broken(): Generator<Uint8Array> {
        yield Buffer.from('first');
        throw new RangeError('the state is broken');
      }
      await expect(store.write({ stream, revision: 9, chunks: broken() })).rejects.toThrow('the state is broken');
      expect(await found(store, stream)).toEqual({ revision: 7, chunks: ['older'] });
    });

    it('keeps apart two that are written for one stream at once', async () => {
      const texts = (mark: string) => Array.from({ length: 5 }, (_, at) => `${mark}${String(at)}`);
      await Promise.all([write(7, texts('a')), write(8, texts('b'))]);
      const newest = await found(store, stream);
      expect([
        { revision: 7, chunks: texts('a') },
        { revision: 8, chunks: texts('b') },
      ]).toContainEqual(newest);
    });

    it('says so when a snapshot is removed while it is read', async () => {
      await write(7, ['first', 'second', 'third']);
      const snapshot = await store.newest(stream);
      const reading = snapshot?.chunks[Symbol.asyncIterator]();
      expect(Buffer.from((await reading?.next())?.value as Uint8Array).toString()).toBe('first');
      await write(8, ['another', 'one']);
      await expect(Promise.resolve(reading?.next()).then(() => reading?.next())).rejects.toThrow(SnapshotsUnavailable);
    });

    it('removes what was written for a stream, and for no other', async () => {
      await write(7, ['first']);
      await write(7, ['other'], other);
      await store.remove(stream);
      await store.remove(stream);
      expect(await found(store, stream)).toBeUndefined();
      expect(await found(store, other)).toEqual({ revision: 7, chunks: ['other'] });
    });

    it('has them still when it is opened again for the same log', async () => {
      await write(7, ['first', 'second']);
      const again = await opened.reopen('same');
      expect(await found(again, stream)).toEqual({ revision: 7, chunks: ['first', 'second'] });
    });

    it('never shows one whose writer ended in the middle', async () => {
      await write(7, ['older']);
      function* chunks(): Generator<Uint8Array> {
        yield Buffer.from('first');
        yield Buffer.from('second');
        reopening = opened.reopen('same');
        yield Buffer.from('third');
      }
      let reopening: Promise<SnapshotStore> | undefined;
      await expect(store.write({ stream, revision: 9, chunks: chunks() })).rejects.toThrow(SnapshotsUnavailable);
      const again = await reopening;
      if (again === undefined) throw new Error('it was not opened again');
      expect(await found(again, stream)).toEqual({ revision: 7, chunks: ['older'] });
      await again.write({ stream, revision: 9, chunks: chunksOf('whole') });
      expect(await found(again, stream)).toEqual({ revision: 9, chunks: ['whole'] });
    });

    it('has none of another log', async () => {
      await write(7, ['first']);
      const others = await opened.reopen('another');
      expect(await found(others, stream)).toBeUndefined();
      await others.write({ stream, revision: 3, chunks: chunksOf('of the other log') });
      expect(await found(others, stream)).toEqual({ revision: 3, chunks: ['of the other log'] });
    });

    it('is unavailable when it is closed', async () => {
      await store.close();
      await expect(store.newest(stream)).rejects.toThrow(SnapshotsUnavailable);
      await expect(write(7, ['first'])).rejects.toThrow(SnapshotsUnavailable);
      await expect(store.remove(stream)).rejects.toThrow(SnapshotsUnavailable);
    });
  });
}

/** The newest snapshot of a stream with its chunks as text. */
async function found(store: SnapshotStore, stream: string): Promise<object | undefined> {
  const snapshot = await store.newest(stream);
  if (snapshot === undefined) return undefined;
  expect(snapshot.stream).toBe(stream);
  const chunks: string[] = [];
  for await (const chunk of snapshot.chunks) chunks.push(Buffer.from(chunk).toString());
  return { revision: snapshot.revision, chunks };
}
