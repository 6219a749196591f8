import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventStore } from '@datakeep/event-store';
import { openMemoryEventStore } from '@datakeep/event-store-sqlite';
import { DataSets, DataSetSnapshots, type InstanceRefusal } from '@datakeep/instances';
import { randomGuid, streamOf, type InstanceId } from '@datakeep/kernel';
import { SnapshotsUnavailable, type SnapshotStore } from '@datakeep/view-store';
import { openSqliteSnapshotStore } from '@datakeep/view-store-sqlite';
import { makeFolder, removeFolder } from '../support/index.js';
import { saveOf, workspaceId } from './scripted-store.js';

type Decide = Parameters<DataSets['submit']>[1];
type State = Parameters<Decide>[0];

let folder: string;
let events: EventStore;
let kept: SnapshotStore;
let told: string[];
let dataSetId: InstanceId;
beforeEach(async () => {
  folder = makeFolder();
  events = await openMemoryEventStore();
  kept = await openSqliteSnapshotStore({ file: join(folder, 'snapshots.sqlite'), logId: events.logId });
  told = [];
  dataSetId = randomGuid();
});
afterEach(async () => {
  await kept.close();
  await events.close();
  removeFolder(folder);
});

const key = () => ({ workspaceId, dataSetId });
const stream = () => streamOf.dataSet(workspaceId, dataSetId);

/** A store that counts the events that are read of streams. */
function counting(store: EventStore): { readonly log: EventStore; readonly read: () => number } {
  let count = 0;
  const log: EventStore = {
    logId: store.logId,
    append: (request) => store.append(request),
    readStream: async (request) => {
      const found = await store.readStream(request);
      count += found.length;
      return found;
    },
    readAll: (request) => store.readAll(request),
    reachHead: () => store.reachHead(),
    subscribe: (request) => store.subscribe(request),
    truncate: (request) => store.truncate(request),
    tombstone: (request) => store.tombstone(request),
    close: () => store.close(),
  };
  return { log, read: () => count };
}

/** The snapshots, with another answer to some of the questions. */
function keptBut(changed: Partial<SnapshotStore>): SnapshotStore {
  return {
    newest: (of) => kept.newest(of),
    write: (snapshot) => kept.write(snapshot),
    remove: (of) => kept.remove(of),
    close: () => kept.close(),
    ...changed,
  };
}

/** A process of its own, which has nothing in memory yet. */
function startProcess(log = events, snapshots: SnapshotStore | null = kept): DataSets {
  const options = { cacheBytesMax: 1_000_000_000, waitingJobsMax: 100_000 };
  if (snapshots === null) return new DataSets(log, options);
  return new DataSets(log, { ...options, snapshots: new DataSetSnapshots(log, snapshots, (line) => told.push(line)) });
}

/** Saves the next version of the root. */
const saveRoot: Decide = (state) => ({
  accepted: [saveOf({ dataSetId, dataVersion: (state.instances.get(dataSetId)?.dataVersion ?? 0) + 1 })],
});

/** Saves a new child of the root. */
const saveChild: Decide = (state) => {
  const save = saveOf({ dataSetId, name: `Child ${String(state.instances.size)}` });
  const place = { instanceId: randomGuid<InstanceId>(), parentId: dataSetId, hierarchy: `/${workspaceId}/${dataSetId}/` };
  return { accepted: [{ ...save, context: { ...save.context, ...place } }] };
};

/** An answer comes before the snapshot that it made due; whoever looks next comes behind it. */
const settled = (dataSets: DataSets): Promise<number> => dataSets.read(key(), ({ revision }) => revision);

/** Submits a decision so often, some at once as a busy mailbox takes them, and waits for the snapshots that are written for it. */
async function submit(dataSets: DataSets, decide: Decide, count: number, atOnce = 7): Promise<void> {
  for (let left = count; left > 0; left -= atOnce) {
    await Promise.all(Array.from({ length: Math.min(left, atOnce) }, () => dataSets.submit(key(), decide)));
  }
  await settled(dataSets);
}

const refusal: InstanceRefusal = { refused: 'not-found' };
const wholeOf = (state: State) => ({
  ...state,
  instances: [...state.instances],
  children: [...state.children].map(([parentId, ids]) => [parentId, [...ids]]),
  commands: [...state.commands],
});
/** What a process finds in the data set that has nothing in memory, and how many events it read for it. */
async function coldLook(log = events, snapshots: SnapshotStore | null = kept) {
  const port = counting(log);
  const process = startProcess(port.log, snapshots);
  const found = await process.read(key(), wholeOf);
  await settled(process);
  return { found, read: port.read() };
}

/** Puts another text in the place of the snapshot. */
async function rewritten(change: (text: string) => string): Promise<void> {
  const snapshot = await kept.newest(stream());
  const chunks: Uint8Array[] = [];
  for await (const chunk of snapshot?.chunks ?? []) chunks.push(chunk);
  const text = change(Buffer.concat(chunks).toString());
  await kept.write({ stream: stream(), revision: snapshot?.revision ?? -1, chunks: [Buffer.from(text)] });
}

const revisionKept = async () => (await kept.newest(stream()))?.revision;

describe('a cold load of a data set', () => {
  it.each([
    { what: '600 events', versions: 600, children: 0 },
    { what: '3,000 events', versions: 3_000, children: 0 },
    { what: '10,000 instances and 4,000 events on them', versions: 4_000, children: 9_999 },
  ])('reads at most max(500, instances ÷ 4) events and one, with $what', async ({ versions, children }) => {
    const writer = startProcess();
    await submit(writer, saveRoot, 1);
    const bound = () => Math.max(500, (1 + children) / 4) + 1;
    await submit(writer, saveChild, children, 50);
    for (let left = versions - 1; left > 0; left -= 263) {
      await submit(writer, saveRoot, Math.min(left, 263));
      const { found, read } = await coldLook();
      expect(read).toBeLessThanOrEqual(bound());
      expect(found.revision).toBe(children + versions - Math.max(0, left - 263) - 1);
    }
    const whole = await coldLook(events, null);
    expect(whole.read).toBe(versions + children);
    expect((await coldLook()).found).toEqual(whole.found);
    expect(told).toEqual([]);
  });

  it('keeps one snapshot, at the end of the events that made it due', async () => {
    const writer = startProcess();
    await submit(writer, saveRoot, 499, 1);
    expect(await revisionKept()).toBeUndefined();
    await submit(writer, saveRoot, 1);
    expect(await revisionKept()).toBe(499);
    await submit(writer, saveRoot, 499, 1);
    expect(await revisionKept()).toBe(499);
    await submit(writer, saveRoot, 1);
    expect(await revisionKept()).toBe(999);
  });

  it('writes the snapshot that is missing, for the next one, which writes none', async () => {
    await submit(startProcess(), saveRoot, 1_200);
    await kept.remove(stream());
    const written: number[] = [];
    const noting = keptBut({ write: (snapshot) => (written.push(snapshot.revision), kept.write(snapshot)) });
    expect((await coldLook(events, noting)).read).toBe(1_200);
    expect((await coldLook(events, noting)).read).toBe(1);
    expect(written).toEqual([1_199]);
  });

  it('does not look for a snapshot of a new data set', async () => {
    const asked: string[] = [];
    const process = startProcess(events, keptBut({ newest: (of) => (asked.push(of), kept.newest(of)) }));
    await submit(process, saveRoot, 3);
    expect(asked).toEqual([]);
    await process.submit(key(), () => refusal);
    expect(asked).toEqual([]);
  });

  it('goes on where the snapshot ends: commands are decided on it and appended behind it', async () => {
    await submit(startProcess(), saveRoot, 700);
    const process = startProcess();
    // Somebody else's append is met first, because nothing of the stream is known yet.
    await submit(process, (state, isProved) => (state.revision === -1 ? refusal : saveRoot(state, isProved)), 1);
    const found = await process.read(key(), wholeOf);
    expect([found.revision, found.instances[0]?.[1].dataVersion]).toEqual([700, 701]);
  });
});

describe('a snapshot that does not fit the log', () => {
  /** Another log under the name of this one, as when it was put back from a copy and then lived on. */
  async function putBack(versions: number, logId = events.logId): Promise<EventStore> {
    const before = await openMemoryEventStore();
    await submit(startProcess(before, null), saveRoot, versions);
    return { ...counting(before).log, logId };
  }

  it.each([
    ['ends behind the end of it', 300],
    ['ends with an event that stands there no more', 900],
  ])('is passed over and removed when it %s', async (_how, versions) => {
    await submit(startProcess(), saveRoot, 600);
    expect(await revisionKept()).toBe(503);
    const log = await putBack(versions);
    const { found } = await coldLook(log);
    expect(found).toEqual((await coldLook(log, null)).found);
    expect(found.revision).toBe(versions - 1);
    expect(await revisionKept()).toBe(versions < 500 ? undefined : versions - 1);
    expect(told).toEqual([]);
  });

  it('is passed over when it is of another log, even one with the same events', async () => {
    await submit(startProcess(), saveRoot, 600);
    const log = { ...counting(events).log, logId: 'ffffffffffffffff' };
    const { found, read } = await coldLook(log);
    expect([found.revision, read]).toEqual([599, 600]);
  });

  it('is passed over when it is of another format, which is no fault', async () => {
    await submit(startProcess(), saveRoot, 600);
    await rewritten((text) => text.replace('"format":1', '"format":2'));
    expect((await coldLook()).read).toBe(600);
    expect((await coldLook()).read).toBe(1);
    expect(told).toEqual([]);
  });

  it('is passed over when it is of another stream', async () => {
    await submit(startProcess(), saveRoot, 600);
    const strange = randomGuid<InstanceId>();
    const mistaken = keptBut({ newest: async () => kept.newest(stream()) });
    const found = await startProcess(events, mistaken).read({ workspaceId, dataSetId: strange }, wholeOf);
    expect([found.revision, found.instances]).toEqual([-1, []]);
  });
});

describe('a place for snapshots that fails', () => {
  const away = () => Promise.reject(new SnapshotsUnavailable('the disk is full'));

  it('costs nobody an answer and the log one line, until it is there again', async () => {
    let isAway = true;
    const writes: number[] = [];
    const process = startProcess(
      events,
      keptBut({
        newest: (of) => (isAway ? away() : kept.newest(of)),
        write: (snapshot) => (writes.push(snapshot.revision), isAway ? away() : kept.write(snapshot)),
      }),
    );
    const cold = await process.submit(key(), () => refusal);
    expect(cold).toEqual(refusal);
    await submit(process, saveRoot, 1_600, 1);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('the disk is full');
    // It is not tried at each command, but when as many events came as make it due.
    expect(writes).toEqual([499, 999, 1_499]);

    isAway = false;
    await submit(process, saveRoot, 400, 1);
    expect(await revisionKept()).toBe(1_999);
    isAway = true;
    await submit(process, saveRoot, 500, 1);
    expect(told).toHaveLength(2);
    expect((await coldLook(events, null)).found.revision).toBe(2_499);
  });

  it('gives damaged bytes: the stream is read, and another snapshot is written', async () => {
    await submit(startProcess(), saveRoot, 600);
    await rewritten((text) => text.replaceAll('Policy', 'Palace'));
    const { found, read } = await coldLook();
    expect(found).toEqual((await coldLook(events, null)).found);
    expect(read).toBe(601);
    expect(told).toHaveLength(1);
    expect((await coldLook()).read).toBe(1);
  });

  it('is waited for by the next commands of the data set only, and by no answer', async () => {
    let release = (): void => undefined;
    const writing = new Promise<void>((resolve) => (release = resolve));
    const begun: string[] = [];
    const process = startProcess(events, keptBut({ write: async (snapshot) => (begun.push(snapshot.stream), writing) }));
    for (let times = 0; times < 500; times += 1) await process.submit(key(), saveRoot);
    expect(begun).toEqual([]);
    let isAnswered = false;
    const next = process.submit(key(), saveRoot).then(() => (isAnswered = true));
    const others = { workspaceId, dataSetId: randomGuid<InstanceId>() };
    for (let times = 0; times < 3; times += 1) {
      await process.submit(others, (state) => ({
        accepted: [saveOf({ dataSetId: others.dataSetId, dataVersion: state.revision + 2 })],
      }));
    }
    expect([begun, isAnswered]).toEqual([[stream()], false]);
    release();
    await next;
    expect((await coldLook(events, null)).found.revision).toBe(500);
  });
});
