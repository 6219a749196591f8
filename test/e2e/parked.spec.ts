import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventOf } from '@datakeep/event-store/conformance';
import { projectedStreams, type SealedEvent } from '@datakeep/kernel';
import { runProjector, type ParkedEvent, type Projection } from '@datakeep/projector';
import { openSqliteViewStore, openSqliteViewWriter } from '@datakeep/view-store-sqlite';
import { Program } from '../crash/built-server.js';
import {
  expectProblem,
  makeFolder,
  newChild,
  newRoot,
  removeFolder,
  startTestServer,
  xmlOf,
  type Answer,
  type TestServer,
} from '../support/index.js';
import { openMemoryRepository, projections, sourceOf, viewDeclarations } from '../support/memory-repository.js';

const untilThere = { timeoutMsMax: 60_000 };

/** What no projection can take, and what no program can open: the one is refused by the views, the other before. */
const poisons: readonly { readonly title: string; readonly type: string; readonly reason: string; event(): SealedEvent }[] = [
  {
    title: 'a move of an instance that never was',
    type: 'InstanceMoved',
    reason: 'TypeError: the tree of',
    event: () => eventOf({ type: 'InstanceMoved', facts: { name: 'Ann Other', status: 'Active', acl: '00'.repeat(16) } }),
  },
  {
    title: 'an event of a schema version that is not known',
    type: 'InstanceSaved',
    reason: 'RangeError: event',
    event: () => {
      const event = eventOf({ facts: { name: 'Ann Other' } });
      const header = JSON.stringify({ ...(JSON.parse(event.header) as object), schemaVersion: 99 });
      return { ...event, header };
    },
  },
];

interface Sets {
  readonly stopped: string;
  readonly child: string;
  readonly other: string;
  /** A position at which all of them were there and nothing was stopped. */
  readonly before: string;
}

async function threeSaved({ workspace }: TestServer): Promise<Sets> {
  const stopped = await newRoot(workspace);
  const child = await newChild(workspace, stopped, { name: 'Child' });
  const other = await newRoot(workspace);
  const read = await workspace.read(other);
  return { stopped, child, other, before: String(read.header('datakeep-position')) };
}

/** Appends the event to the stream of a data set, and waits until the views are behind it. */
async function plant({ repository, workspace }: TestServer, root: string, event: SealedEvent): Promise<string> {
  const stream = `dataset-${workspace.workspaceId}-${root}`;
  const events = await repository.events.readStream({ stream, fromRevision: 0, countMax: 100, parts: 'facts' });
  await repository.events.append({ stream, expectedRevision: events.length - 1, events: [event] });
  expect(await repository.views.reached(await repository.events.reachHead(), untilThere)).toBe(true);
  return stream;
}

function expectStopped(answer: Answer): void {
  expectProblem(answer, 503, 'view-behind', { parked: true });
  expect(answer.header('retry-after')).toMatch(/^\d+$/);
  expect(answer.json['detail']).toContain('stopped');
}

/** The stopped data set is not answered about, the other one is, and the server says how many stand still. */
async function expectOnlyStopped({ workspace, api }: TestServer, { stopped, child, other }: Sets): Promise<void> {
  for (const id of [stopped, child]) {
    expectStopped(await workspace.read(id));
    expectStopped(await workspace.history(id));
    expectStopped(await workspace.children(id));
    expectStopped(await workspace.client.get(workspace.path(`instances/${id}/descendants`)));
    expectStopped(await workspace.client.get(workspace.path(`instances/${id}/data-set`)));
    expectStopped(await workspace.client.get(workspace.path(`instances/${id}/access`)));
  }
  expectStopped(await workspace.children(workspace.workspaceId));
  expect((await workspace.read(other)).text).toBe(xmlOf('1'));
  expect((await workspace.history(other)).items).toHaveLength(1);
  const ready = await api.as(undefined).get('/health/ready');
  expect([ready.status, ready.json]).toEqual([200, { status: 'ready', eventsBehind: 0, parkedStreams: 1 }]);
}

describe.each(poisons)('$title in the stream of a data set', ({ type, reason, event }) => {
  let server: TestServer;
  let sets: Sets;
  let stream: string;
  const folder = makeFolder();

  beforeAll(async () => {
    server = await startTestServer({ folder });
    sets = await threeSaved(server);
    stream = await plant(server, sets.stopped, event());
  });
  afterAll(async () => {
    await server.close();
  });

  it('stops what is read of that data set, and nothing else', async () => {
    await expectOnlyStopped(server, sets);
  });

  it('stops questions of its past too, as nobody knows who may see it now, and of nothing else', async () => {
    const { workspace } = server;
    const then = (id: string) => workspace.client.get(workspace.path(`instances/${id}`, { asOf: sets.before }));
    expectStopped(await then(sets.child));
    expectStopped(await workspace.children(workspace.workspaceId, { asOf: sets.before }));
    expect((await then(sets.other)).status).toBe(200);
  });

  it('leads nobody who follows the events past it: they end before it', async () => {
    const { workspace } = server;
    const page = async (after: string | null) =>
      workspace.client.get(workspace.path('events', { limit: 2, after: after ?? undefined }));
    let answer = await page(null);
    const seen: unknown[] = [];
    while (answer.status === 200 && answer.next !== null) {
      seen.push(...answer.items.map((item) => item['eventId']));
      answer = await page(answer.next);
    }
    expectStopped(answer);
    const own = await workspace.client.get(workspace.path(`instances/${sets.other}/events`));
    expect([own.status, own.items.length, own.next]).toEqual([200, 1, null]);
    const of = { stream, fromRevision: 0, countMax: 100, parts: 'facts' } as const;
    const withheld = (await server.repository.events.readStream(of)).map(({ eventId }) => eventId);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.filter((eventId) => withheld.includes(String(eventId)))).toEqual([]);
  });

  it('lets other data sets be made, changed and read at the position of their commands', async () => {
    const { workspace } = server;
    const root = await newRoot(workspace);
    const saved = await workspace.put(root, xmlOf('2'), {}, { 'if-match': '"1"' });
    const position = String(saved.json['position']);
    const read = await workspace.read(root, { 'datakeep-min-position': position, prefer: 'wait=60' });
    expect([saved.status, read.status, read.text]).toEqual([200, 200, xmlOf('2')]);
    expectStopped(await workspace.read(sets.stopped));
  });

  it('stops it after a restart too, and again when the views are built anew, which tells of it in one line', async () => {
    await server.stop();
    server = await startTestServer({ folder });
    await expectOnlyStopped(server, sets);
    await server.stop();
    const rebuilding = Program.start('rebuild.js', folder);
    await rebuilding.exited;
    expect(rebuilding.printed).toContain('rebuilt all views');
    rmSync(join(folder, 'views.sqlite'), { force: true });
    const serving = Program.start('main.js', folder);
    const url = await serving.listening();
    for (let parked = 0; parked === 0;)
      parked = ((await (await fetch(`${url}/health/ready`)).json()) as { readonly parkedStreams: number }).parkedStreams;
    await serving.stop();
    for (const { printed } of [rebuilding, serving]) {
      const lines = printed.split('\n').filter((line) => line.includes(stream));
      expect(lines).toEqual([
        expect.stringMatching(new RegExp(`^datakeep: .* at ${type}, revision \\d+, place \\d+: ${reason}`)),
      ]);
      expect(lines[0]).not.toContain('Ann');
    }
    server = await startTestServer({ folder });
    await expectOnlyStopped(server, sets);
  });
});

describe('a stream that stands still', () => {
  it('goes on when a program that can take its event builds the views again', async () => {
    const repository = await openMemoryRepository();
    const served = await repository.serve();
    const root = await newRoot(served.workspace);
    const folder = makeFolder();
    const mistaken: Projection = (event) => {
      if (event.header.instanceId === root) throw new TypeError('a mistake of the program');
      return [];
    };
    async function build(name: string, projected: readonly Projection[]) {
      const { events } = repository;
      const [file, head, stop, parked] = [
        join(folder, name),
        await events.reachHead(),
        new AbortController(),
        [] as ParkedEvent[],
      ];
      const source = { declarations: viewDeclarations, logId: events.logId };
      const writer = await openSqliteViewWriter({ file, declarations: viewDeclarations, log: await sourceOf(events) });
      const onApplied = ({ position }: { readonly position: number }) => {
        if (position >= head) stop.abort();
      };
      const onParked = (event: ParkedEvent) => parked.push(event);
      const how = { log: events, views: writer, streamPrefixes: projectedStreams, signal: stop.signal, onApplied, onParked };
      await runProjector({ ...how, projections: projected });
      await writer.close();
      return { parked, views: await openSqliteViewStore({ file, ...source }) };
    }
    const stopped = await build('stopped.sqlite', [...projections, mistaken]);
    const right = await build('right.sqlite', projections);
    expect([stopped.parked.length, right.parked]).toEqual([1, []]);
    expectProblem(await (await repository.serve({ views: stopped.views })).workspace.read(root), 404, 'not-found');
    expect((await (await repository.serve({ views: right.views })).workspace.read(root)).text).toBe(xmlOf('1'));
    await repository.close();
    await stopped.views.close();
    await right.views.close();
    removeFolder(folder);
  });
});
