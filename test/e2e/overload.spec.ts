import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreBusy, type EventStore } from '@datakeep/event-store';
import { holdingStore, type HoldingStore } from '../support/holding-store.js';
import { expectProblem, newId, newRoot, policy, xmlOf, type Answer, type WorkspaceApi } from '../support/index.js';
import { openMemoryRepository, type MemoryRepository, type ServedProcess } from '../support/memory-repository.js';
import { otherUser, type Person } from '../support/people.js';

const places = 6;
const asksMax = 10_000;

let repository: MemoryRepository;
let store: HoldingStore;
let quick: ServedProcess;
let root: string;

beforeEach(async () => {
  repository = await openMemoryRepository();
  store = holdingStore(repository.events);
  quick = await repository.serve();
  root = await newRoot(quick.workspace);
});
afterEach(() => repository.close());

const saveOver = (workspace: WorkspaceApi, text: string): Promise<Answer> =>
  workspace.save({ instanceId: root, xml: xmlOf(text), expectedVersion: 'any' });

/** Saves over one instance that were sent at once, behind an append that is held: what was refused, and how to let the others go. */
async function burst(
  workspace: WorkspaceApi,
  { sent, taken, text = '' }: { readonly sent: number; readonly taken: number; readonly text?: string },
) {
  const { reached, release } = store.hold(1);
  const refused: Answer[] = [];
  const done: Answer[] = [];
  let heard: () => void = () => undefined;
  const enough = new Promise<void>((resolve) => (heard = resolve));
  const answers = Array.from({ length: sent }, async (_, at) => {
    const answer = await saveOver(workspace, `${String(at)}${text}`);
    (answer.status === 200 ? done : refused).push(answer);
    if (refused.length === sent - taken) heard();
  });
  await Promise.all([reached, enough]);
  return {
    refused,
    done,
    letGo: async () => {
      release();
      await Promise.all(answers);
    },
  };
}

/** Every save that was answered with 200 is in the history, and nothing else is. */
async function expectNothingLost(done: readonly Answer[]): Promise<void> {
  const saved = done.map(({ json }) => json['commandId']);
  await repository.views.reached(await repository.events.reachHead(), { timeoutMsMax: 60_000 });
  const { items } = await quick.workspace.history(root, { limit: 1_000 });
  const inHistory = items.filter((item) => item['dataVersion'] !== 1).map((item) => item['commandId']);
  expect(inHistory.toSorted()).toEqual(saved.toSorted());
}

describe('a process whose places are all taken', () => {
  it('takes as many requests as it has places, refuses the others with 503 overloaded, and loses none that it took', async () => {
    const { workspace, api } = await repository.serve({ events: store, limits: { requestsInFlightMax: places } });
    const { refused, done, letGo } = await burst(workspace, { sent: 3 * places, taken: places });
    for (const answer of refused) expectProblem(answer, 503, 'overloaded');
    expect(done).toEqual([]);
    // Whoever watches the process still hears from it, and everybody else is told at once.
    expect((await api.get('/health/live')).status).toBe(200);
    expect((await api.get('/health/ready')).status).toBe(200);
    expectProblem(await workspace.read(root), 503, 'overloaded');
    await letGo();
    expect(done).toHaveLength(places);
    await expectNothingLost(done);
    expect((await workspace.read(root)).status).toBe(200);
  });

  it('has them all again afterwards, burst after burst', async () => {
    const { workspace } = await repository.serve({ events: store, limits: { requestsInFlightMax: places } });
    const all: Answer[] = [];
    for (let round = 0; round < 4; round += 1) {
      const { done, letGo } = await burst(workspace, { sent: 2 * places, taken: places });
      await letGo();
      all.push(...done);
    }
    expect(all).toHaveLength(4 * places);
    await expectNothingLost(all);
  });
});

describe('one profile', () => {
  const limits = { requestsInFlightMax: 2 * places, requestsOfOneProfileMax: places };
  let slow: ServedProcess;
  let other: Person;

  beforeEach(async () => {
    slow = await repository.serve({ events: store, limits });
    const { owner } = repository;
    other = await otherUser({ owner, repository, api: slow.api });
  });

  it('has its share of the places: what is more is 429 rate-limited with Retry-After, and others are served meanwhile', async () => {
    const { refused, done, letGo } = await burst(slow.workspace, { sent: places + 4, taken: places });
    for (const answer of refused) {
      expectProblem(answer, 429, 'rate-limited');
      expect(answer.header('retry-after')).toMatch(/^[1-9]\d*$/);
    }
    const name = 'Of somebody who is not served worse';
    expect((await newRoot(other.workspace, name)).length).toBe(36);
    expect((await other.workspace.children(other.workspace.workspaceId)).items).toEqual(
      expect.arrayContaining([expect.objectContaining({ instanceName: name })]),
    );
    await letGo();
    expect(done).toHaveLength(places);
    await expectNothingLost(done);
  });

  it('is told 429 before its body is read, as it is told 401 before that', async () => {
    const { letGo, done } = await burst(slow.workspace, { sent: places + 1, taken: places });
    const bad = '<not xml';
    expectProblem(await slow.workspace.put(root, bad, {}, { 'if-match': '"1"' }), 429, 'rate-limited');
    expectProblem(await slow.workspace.as(undefined).put(root, bad), 401, 'unauthenticated');
    await letGo();
    expect(done).toHaveLength(places);
  });
});

describe('a data set that is streamed', () => {
  it('holds its place until it was read to its end, or its client went away', async () => {
    // More than the buffers between server and client take in.
    const heavy = `<a>${'x'.repeat(500_000)}</a>`;
    for (let child = 0; child < 30; child += 1) {
      const saved = await quick.workspace.put(newId(), heavy, { name: String(child), concept: policy, parent: root });
      expect(saved.status).toBe(201);
    }
    const { url, workspace } = await repository.serve({ limits: { requestsInFlightMax: 1 } });
    await repository.views.reached(await repository.events.reachHead(), { timeoutMsMax: 60_000 });
    const headers = { authorization: `Bearer ${repository.owner.token}`, accept: 'application/xml' };
    for (const end of ['read', 'left']) {
      const request = get(`${url}${workspace.path(`instances/${root}/data-set`)}`, { headers, agent: false });
      // Nothing of it is read before it is asked for.
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      expect(response.statusCode).toBe(200);
      expectProblem(await workspace.read(root), 503, 'overloaded');
      let bytes = 0;
      response.on('error', () => undefined);
      if (end === 'left') request.destroy();
      else for await (const chunk of response) bytes += (chunk as Buffer).length;
      expect(bytes >= 15_000_000).toBe(end === 'read');
      for (let asked = 0; (await workspace.read(root)).status !== 200; asked += 1) expect(asked).toBeLessThan(asksMax);
    }
  });
});

describe('the bytes of bodies in flight', () => {
  it('are bounded for one profile and for all, and come free with the answer', async () => {
    const limits = { bodyBytesOfOneProfileMax: 25_000, bodyBytesInFlightMax: 30_000 };
    const slow = await repository.serve({ events: store, limits });
    const { owner } = repository;
    const other = await otherUser({ owner, repository, api: slow.api });
    const heavy = 'x'.repeat(10_000);
    for (let round = 0; round < 2; round += 1) {
      const { refused, done, letGo } = await burst(slow.workspace, { sent: 5, taken: 2, text: heavy });
      for (const answer of refused) expectProblem(answer, 429, 'rate-limited');
      const ofAnother = { instanceName: 'Of another', conceptId: policy, xml: xmlOf(heavy) };
      expectProblem(await other.workspace.save(ofAnother), 503, 'overloaded');
      expect((await slow.workspace.read(root)).status).toBe(200);
      await letGo();
      expect(done).toHaveLength(2);
    }
  });
});

describe('one data set', () => {
  it('has a queue with a limit: more commands are 503 overloaded, and those that wait are all done', async () => {
    const slow = await repository.serve({ events: store, limits: { waitingCommandsMax: 3 } });
    // One is being appended while three wait.
    const { refused, done, letGo } = await burst(slow.workspace, { sent: 12, taken: 4 });
    for (const answer of refused) expectProblem(answer, 503, 'overloaded');
    expect((await slow.workspace.read(root)).status).toBe(200);
    await letGo();
    expect(done).toHaveLength(4);
    await expectNothingLost(done);
  });
});

describe('the log', () => {
  it('that has too many appends waiting answers 503 overloaded, and what was refused can be sent again', async () => {
    let isBusy = true;
    const bare = repository.events;
    const busy: EventStore = {
      ...holdingStore(bare),
      append: async (request) => {
        if (isBusy) throw new StoreBusy('10 appends wait for the writer');
        return bare.append(request);
      },
    };
    const process = await repository.serve({ events: busy });
    expectProblem(await saveOver(process.workspace, '2'), 503, 'overloaded');
    isBusy = false;
    expect((await saveOver(process.workspace, '2')).json).toMatchObject({ dataVersion: 2 });
  });
});
