import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatPosition, parsePosition } from '@datakeep/kernel';
import { PastAuthor, type Recorded } from '../support/past.js';
import {
  coverage,
  expectInvalid,
  expectProblem,
  newChild,
  newRoot,
  otherUser,
  policy,
  startTestServer,
  xmlOf,
  type Answer,
  type Person,
  type TestServer,
  type WorkspaceApi,
} from '../support/index.js';

let server: TestServer;
let somebody: Person;

beforeAll(async () => {
  server = await startTestServer();
  somebody = await otherUser(server);
});
afterAll(() => server.close());

const positionOf = (answer: Answer): string => answer.header('datakeep-position')!;
const placeOf = (answer: Answer): number => parsePosition(positionOf(answer))!.place;

const queries = ['', '/children', '/descendants', '/data-set'] as const;

/** Asks of an instance as it was. */
function asOf(moment: string, id: string, query: (typeof queries)[number] = '', workspace = server.workspace): Promise<Answer> {
  const accept = query === '/data-set' || query === '' ? 'application/xml' : 'application/json';
  return workspace.client.get(workspace.path(`instances/${id}${query}`, { asOf: moment }), { accept });
}

/** When the store recorded each event, by its place. */
async function timesOfLog(): Promise<readonly { readonly place: number; readonly timeMs: number }[]> {
  const times: { place: number; timeMs: number }[] = [];
  const { events } = server.repository;
  for (let afterPlace = 0; ;) {
    const batch = await events.readAll({ afterPlace, countMax: 1_000, parts: 'facts' });
    times.push(...batch.events.map(({ place, timeMs }) => ({ place, timeMs })));
    if (batch.events.length === 0) return times;
    afterPlace = batch.throughPlace;
  }
}

describe('a history whose present was recorded', () => {
  const recorded: Recorded[] = [];
  let author: PastAuthor;

  beforeAll(async () => {
    author = new PastAuthor(server.workspace, somebody.userId, 20_261_122);
    for (let command = 0; command < 120; command += 1) {
      await author.act();
      recorded.push(...(await author.questions()));
    }
  }, 120_000);

  /** What of an answer must be the same whenever it is asked for. */
  const lasting = ({ status, text, headers }: Answer) => ({
    status,
    etag: headers.get('etag'),
    type: headers.get('content-type'),
    body: text,
  });

  /** Asks each recorded question again as of the moment that `momentOf` gives for its position, and counts those asked. */
  async function compare(momentOf: (place: number) => string | undefined): Promise<number> {
    let compared = 0;
    for (const { path, accept, answer } of recorded) {
      const moment = momentOf(placeOf(answer));
      if (moment === undefined) continue;
      const again = await server.api.get(`${path}${path.includes('?') ? '&' : '?'}asOf=${encodeURIComponent(moment)}`, {
        accept,
      });
      expect({ path, moment, ...lasting(again) }).toEqual({ path, moment, ...lasting(answer) });
      compared += 1;
    }
    return compared;
  }

  it('holds every kind of command, and answers of every kind', () => {
    const kinds = ['create', 'save', 'rename', 'status', 'move', 'grant', 'revoke', 'delete', 'restore'];
    expect(Object.keys(author.done).toSorted()).toEqual(kinds.toSorted());
    expect(recorded.filter(({ answer }) => answer.status === 200).length).toBeGreaterThan(600);
    expect(recorded.filter(({ answer }) => answer.status === 404).length).toBeGreaterThan(20);
  });

  it('is answered as of each position as it was answered then', async () => {
    const { logId } = server.repository.events;
    expect(await compare((place) => formatPosition({ logId, place }))).toBe(recorded.length);
  }, 120_000);

  it('is answered as of each time as it was answered when the last event of that time was in', async () => {
    const times = await timesOfLog();
    /** The last place that the log had reached when it had reached this one's time. */
    const lastAt = (place: number) => {
      const timeMs = Math.max(...times.filter((event) => event.place <= place).map((event) => event.timeMs));
      const later = times.findIndex((event) => event.place > place && event.timeMs > timeMs);
      return { timeMs, place: later === -1 ? times.at(-1)!.place : times[later]!.place - 1 };
    };
    const compared = await compare((place) => {
      const last = lastAt(place);
      return last.place === place ? new Date(last.timeMs).toISOString() : undefined;
    });
    expect(compared).toBeGreaterThan(recorded.length / 2);
  }, 120_000);
});

describe('asOf a time', () => {
  it('includes what was recorded in its millisecond, and begins with it', async () => {
    const root = await newRoot(server.workspace);
    const { createdOn } = (await server.workspace.readJson(root)).json as { createdOn: string };
    const justBefore = new Date(Date.parse(createdOn) - 1).toISOString();
    expect((await asOf(createdOn, root)).text).toBe(xmlOf('1'));
    expect((await asOf(createdOn.replace('Z', '0005Z'), root)).text).toBe(xmlOf('1'));
    expectProblem(await asOf(justBefore, root), 404, 'not-found');
    expectProblem(await asOf(justBefore.replace('Z', '999Z'), root), 404, 'not-found');
  });

  it('is the same time with any offset', async () => {
    const root = await newRoot(server.workspace);
    const { createdOn } = (await server.workspace.readJson(root)).json as { createdOn: string };
    const local = new Date(Date.parse(createdOn) + 5.5 * 3_600_000).toISOString().replace('Z', '+05:30');
    expect((await asOf(local, root)).text).toBe(xmlOf('1'));
  });

  it('before there was anything finds nothing, not even the workspace', async () => {
    const root = await newRoot(server.workspace);
    for (const id of [root, server.owner.workspaceId]) {
      expectProblem(await asOf('1999-12-31T23:59:59Z', id), 404, 'not-found');
    }
    const { items } = await asOf('1999-12-31T23:59:59Z', server.owner.workspaceId, '/children');
    expect(items).toEqual([]);
  });

  it('of this moment has what was acknowledged before it', async () => {
    const root = await newRoot(server.workspace);
    for (let version = 2; version <= 20; version += 1) {
      await server.workspace.put(root, xmlOf(String(version)), {}, { 'if-match': `"${version - 1}"` });
      expect((await asOf(new Date().toISOString(), root)).text).toBe(xmlOf(String(version)));
    }
  });

  it('of this moment never gets more, also of what was on its way into the log when it was asked for', async () => {
    let asking = true;
    const write = async (root: string) => {
      for (let version = 1; asking; version += 1) {
        await server.workspace.put(root, xmlOf(String(version)), {}, { 'if-match': `"${version}"` });
      }
    };
    const roots = await Promise.all(Array.from({ length: 8 }, () => newRoot(server.workspace)));
    const writers = roots.map(write);
    const asked: (readonly [string, string])[] = [];
    while (asked.length < 150) {
      const moment = new Date().toISOString();
      asked.push([moment, positionOf(await asOf(moment, server.owner.workspaceId))]);
    }
    asking = false;
    await Promise.all(writers);
    const again: (readonly [string, string])[] = [];
    for (const [moment] of asked) again.push([moment, positionOf(await asOf(moment, server.owner.workspaceId))]);
    expect(again).toEqual(asked);
  });

  it('in the future is refused on every query', async () => {
    const root = await newRoot(server.workspace);
    const future = new Date(Date.now() + 3_600_000).toISOString();
    for (const query of queries) expectInvalid(await asOf(future, root, query), '/query/asOf');
  });
});

describe('asOf a position', () => {
  it('is what a command answered, at once, and the answer says that it is of that position', async () => {
    const root = await newRoot(server.workspace);
    const saved = await server.workspace.put(root, xmlOf('2'), {}, { 'if-match': '"1"' });
    await server.workspace.put(root, xmlOf('3'), { name: `Later ${root}` }, { 'if-match': '"2"' });
    for (const query of queries) expect(positionOf(await asOf(positionOf(saved), root, query))).toBe(positionOf(saved));
    const then = await asOf(positionOf(saved), root);
    expect([then.text, then.header('etag')]).toEqual([xmlOf('2'), '"2"']);
  });

  it.each([
    ['another log', `1.${'0'.repeat(16)}.1`],
    ['no log', 'yesterday'],
    ['a time without an offset', '2026-11-22T12:00:00'],
  ])('is refused on every query when it is of %s', async (_, moment) => {
    const root = await newRoot(server.workspace);
    for (const query of queries) expectInvalid(await asOf(moment, root, query), '/query/asOf');
  });

  it('is refused when it was never given out', async () => {
    const root = await newRoot(server.workspace);
    const { logId } = server.repository.events;
    const ahead = formatPosition({ logId, place: placeOf(await server.workspace.read(root)) + 1 });
    for (const query of queries) expectInvalid(await asOf(ahead, root, query), '/query/asOf');
  });

  it('gives 304 to who has the version of then, and 406 as ever', async () => {
    const root = await newRoot(server.workspace);
    const moment = positionOf(await server.workspace.read(root));
    await server.workspace.put(root, xmlOf('2'), {}, { 'if-match': '"1"' });
    const path = server.workspace.path(`instances/${root}`, { asOf: moment });
    expect((await server.api.get(path, { 'if-none-match': '"1"' })).status).toBe(304);
    expect((await server.api.get(path, { 'if-none-match': '"2"' })).status).toBe(200);
    expectProblem(await server.api.get(path, { accept: 'text/html' }), 406, 'not-acceptable');
  });
});

describe('the past of what somebody sees', () => {
  const grant = (workspace: WorkspaceApi, command: 'grant-access' | 'revoke-access', instanceId: string) =>
    workspace.command(command, { instanceId, principals: [somebody.userId] });

  it('is what he saw then and may see now', async () => {
    const root = await newRoot(server.workspace);
    const hidden = positionOf(await server.workspace.read(root));
    const seen = positionOf(await grant(server.workspace, 'grant-access', root));
    expect((await asOf(seen, root, '', somebody.workspace)).text).toBe(xmlOf('1'));
    expectProblem(await asOf(hidden, root, '', somebody.workspace), 404, 'not-found');
    await grant(server.workspace, 'revoke-access', root);
    for (const query of queries) expectProblem(await asOf(seen, root, query, somebody.workspace), 404, 'not-found');
    expect((await asOf(seen, root)).status).toBe(200);
  });

  it('leaves out what was hidden below', async () => {
    const access = [server.owner.userId, somebody.userId];
    const fields = { instanceName: `Shared ${Math.random()}`, conceptId: policy, xml: xmlOf('1'), access };
    const root = String((await server.workspace.save(fields)).json['instanceId']);
    const child = await newChild(server.workspace, root, { name: 'Child', access: [server.owner.userId] });
    const hidden = positionOf(await server.workspace.read(child));
    const seen = positionOf(await grant(server.workspace, 'grant-access', child));
    for (const query of ['/children', '/descendants'] as const) {
      expect((await asOf(hidden, root, query, somebody.workspace)).items).toEqual([]);
      expect((await asOf(seen, root, query, somebody.workspace)).items).toHaveLength(1);
    }
    expect((await asOf(hidden, root, '/data-set', somebody.workspace)).text).not.toContain(coverage);
    expect((await asOf(seen, root, '/data-set', somebody.workspace)).text).toContain(coverage);
  });
});
