import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemConcepts } from '@datakeep/kernel';
import { startOnSmallDisk, wayToADisk } from '../issues/small-disk.js';
import { deleteTree, restore } from '../support/deletions-api.js';
import { failingStore } from '../support/failing-store.js';
import { holdingStore } from '../support/holding-store.js';
import { openMemoryRepository, type MemoryRepository } from '../support/memory-repository.js';
import { otherUser, type Person } from '../support/people.js';
import { standingViews } from '../support/standing-views.js';
import {
  Client,
  coverage,
  expectInvalid,
  expectProblem,
  newChild,
  newId,
  newRoot,
  policy,
  startTestServer,
  WorkspaceApi,
  xmlOf,
  type Answer,
  type TestServer,
} from '../support/index.js';

const asksMax = 10_000;

let server: TestServer;
let workspace: WorkspaceApi;
/** A user of the same workspace, whose instances the owner does not see, nor he the owner's. */
let other: Person;

beforeAll(async () => {
  server = await startTestServer();
  ({ workspace } = server);
  other = await otherUser(server);
});
afterAll(() => server.close());

/** Asks for something that is refused, and expects that the log heard nothing of it. */
async function refused(
  ask: () => Promise<Answer>,
  { events }: Pick<MemoryRepository, 'events'> = server.repository,
): Promise<Answer> {
  const head = await events.reachHead();
  const answer = await ask();
  expect(await events.reachHead()).toBe(head);
  return answer;
}

const create = (xml: string | Buffer): Promise<Answer> => workspace.put(newId(), xml, { name: newId(), concept: policy });

/** Runs on a repository of its own, whose parts can be stood in for. */
async function withMemory(run: (repository: MemoryRepository) => Promise<void>): Promise<void> {
  const repository = await openMemoryRepository();
  try {
    await run(repository);
  } finally {
    await repository.close();
  }
}

interface Row {
  readonly status: number;
  readonly name: string;
  readonly comes: string;
  readonly provoke: () => Promise<void>;
}

const row = (status: number, name: string, comes: string, provoke: () => Promise<void>): Row => ({
  status,
  name,
  comes,
  provoke,
});

const bad: readonly Row[] = [
  row(400, 'invalid-request', 'for a field that nobody knows, and names its place', async () => {
    const request = { instanceName: 'Bad', conceptId: policy, xml: xmlOf('1'), colour: 'red' };
    expectInvalid(await refused(() => workspace.save(request)), '/colour');
  }),
  row(400, 'not-well-formed', 'for XML that is none, and names line and column', async () => {
    expectProblem(await refused(() => create('<a>\n<b></a>')), 400, 'not-well-formed', { line: 2, column: expect.any(Number) });
  }),
  row(400, 'doctype-not-allowed', 'for a DOCTYPE, whatever it declares', async () => {
    expectProblem(await refused(() => create('<!DOCTYPE a><a/>')), 400, 'doctype-not-allowed');
  }),
  row(413, 'limit-exceeded', 'for XML of more than 512 KiB, and names the limit and what it allows', async () => {
    const fields = { limit: 'xml-bytes', max: 512 * 1024 };
    expectProblem(await refused(() => create(`<a>${'x'.repeat(512 * 1024)}</a>`)), 413, 'limit-exceeded', fields);
  }),
  row(
    415,
    'unsupported-encoding',
    'for an encoding that the gate does not take, and for JSON that declares another than UTF-8',
    async () => {
      const xml = '<?xml version="1.0" encoding="Shift_JIS"?><a/>';
      expectProblem(await refused(() => create(xml)), 415, 'unsupported-encoding');
      const request = { instanceName: 'Bad', conceptId: policy, xml: xml.replace('Shift_JIS', 'ISO-8859-1') };
      expectProblem(await refused(() => workspace.save(request)), 415, 'unsupported-encoding');
    },
  ),
];

const hidden: readonly Row[] = [
  row(401, 'unauthenticated', 'without a valid token, before anything else is looked at', async () => {
    const answer = await refused(() => workspace.as(undefined).put(newId(), '<bad'));
    expectProblem(answer, 401, 'unauthenticated');
    expect(answer.header('www-authenticate')).toMatch(/^Bearer/);
  }),
  row(403, 'forbidden', 'for what one may see and not change, and names the command and the concept', async () => {
    const { userId } = server.owner;
    const fields = { command: 'delete-instance', concept: systemConcepts.user };
    expectProblem(await refused(() => deleteTree(workspace, userId)), 403, 'forbidden', fields);
    expect((await workspace.read(userId)).status).toBe(200);
  }),
  row(404, 'not-found', 'for what is hidden as for what is absent, with the same bytes', async () => {
    const root = await newRoot(workspace);
    const answers = await Promise.all([root, newId()].map((id) => refused(() => other.workspace.read(id))));
    for (const answer of answers) expectProblem(answer, 404, 'not-found');
    expect(answers[0]!.text).toBe(answers[1]!.text);
    expectProblem(await refused(() => deleteTree(other.workspace, root)), 404, 'not-found');
    expect((await workspace.read(root)).status).toBe(200);
  }),
];

const conflicts: readonly Row[] = [
  row(409, 'name-taken', 'for the name of a living sibling', async () => {
    const instanceName = `Taken ${newId()}`;
    await newRoot(workspace, instanceName);
    const request = { instanceName, conceptId: policy, xml: xmlOf('1') };
    expectProblem(await refused(() => workspace.save(request)), 409, 'name-taken', { instanceName });
  }),
  row(409, 'id-taken', 'for an id that somebody else uses', async () => {
    const instanceId = await newRoot(workspace);
    const put = () => other.workspace.put(instanceId, xmlOf('2'), { name: newId(), concept: policy });
    expectProblem(await refused(put), 409, 'id-taken', { instanceId });
    expect((await workspace.read(instanceId)).text).toBe(xmlOf('1'));
  }),
  row(409, 'parent-not-found', 'for a parent that is absent or hidden', async () => {
    for (const parentId of [newId(), await newRoot(other.workspace)]) {
      const request = { instanceName: 'Child', conceptId: coverage, parentId, xml: xmlOf('1') };
      expectProblem(await refused(() => workspace.save(request)), 409, 'parent-not-found', { parentId });
    }
  }),
  row(409, 'parent-inside-subtree', 'for a move below what moves', async () => {
    const root = await newRoot(workspace);
    const instanceId = await newChild(workspace, root, { name: 'Above' });
    const parentId = await newChild(workspace, instanceId, { name: 'Below' });
    const move = () => workspace.command('move-instance', { instanceId, parentId, expectedVersion: 1 });
    expectProblem(await refused(move), 409, 'parent-inside-subtree', { parentId });
    expect((await workspace.readJson(instanceId)).json).toMatchObject({ parentId: root, dataVersion: 1 });
  }),
  row(409, 'other-data-set', 'for a move to another data set', async () => {
    const [root, parentId] = [await newRoot(workspace), await newRoot(workspace)];
    const instanceId = await newChild(workspace, root, { name: 'Stays' });
    const move = () => workspace.command('move-instance', { instanceId, parentId, expectedVersion: 1 });
    expectProblem(await refused(move), 409, 'other-data-set', { parentId });
    expect((await workspace.children(parentId)).items).toEqual([]);
  }),
  row(409, 'use-move-instance', 'for a save that names another parent', async () => {
    const [root, elsewhere] = [await newRoot(workspace), await newRoot(workspace)];
    const instanceId = await newChild(workspace, root, { name: 'Stays' });
    const request = { instanceId, parentId: elsewhere, xml: xmlOf('2'), expectedVersion: 1 };
    expectProblem(await refused(() => workspace.save(request)), 409, 'use-move-instance', { parentId: root });
    expect((await workspace.read(instanceId)).text).toBe(xmlOf('Stays'));
  }),
  row(409, 'concept-is-fixed', 'for a save that names another concept', async () => {
    const instanceId = await newRoot(workspace);
    const request = { instanceId, conceptId: coverage, xml: xmlOf('2'), expectedVersion: 1 };
    expectProblem(await refused(() => workspace.save(request)), 409, 'concept-is-fixed', { conceptId: policy });
    expect((await workspace.read(instanceId)).text).toBe(xmlOf('1'));
  }),
  row(409, 'deletion-blocked', 'for a tree with a status that forbids it: all of the tree stays', async () => {
    const root = await newRoot(workspace);
    const request = { instanceName: 'Locked', conceptId: coverage, parentId: root, status: 'Locked', xml: xmlOf('1') };
    const instanceId = String((await workspace.save(request)).json['instanceId']);
    await newChild(workspace, root, { name: 'Hidden', access: [other.userId] });
    const fields = {
      blockers: [{ instanceId, instanceName: 'Locked', conceptId: coverage, status: 'Locked', reason: expect.any(String) }],
      hiddenBlockers: 1,
    };
    expectProblem(await refused(() => deleteTree(workspace, root)), 409, 'deletion-blocked', fields);
    for (const id of [root, instanceId]) expect((await workspace.read(id)).status).toBe(200);
  }),
  row(409, 'access-would-be-empty', 'for a revoke that would leave what nobody could see: nothing is revoked', async () => {
    const root = await newRoot(workspace);
    await newChild(workspace, root, { name: 'Shared', access: [server.owner.userId, other.userId] });
    const revoke = { instanceId: root, principals: [server.owner.userId], withDescendants: true };
    const fields = { instanceId: root, count: 1 };
    expectProblem(await refused(() => workspace.command('revoke-access', revoke)), 409, 'access-would-be-empty', fields);
    expect((await workspace.children(root)).items).toHaveLength(1);
  }),
];

const versions: readonly Row[] = [
  row(412, 'version-mismatch', 'for a version, or a tree, that has moved on, and names where it is now', async () => {
    const root = await newRoot(workspace);
    await workspace.put(root, xmlOf('2'), {}, { 'if-match': '"1"' });
    const stale = () => workspace.put(root, xmlOf('3'), {}, { 'if-match': '"1"' });
    expectProblem(await refused(stale), 412, 'version-mismatch', { currentVersion: 2 });
    const { treeRevision } = (await workspace.client.get(workspace.path(`instances/${root}/deletion-check`))).json;
    await newChild(workspace, root, { name: 'Grown' });
    const remove = () => workspace.command('delete-instance', { instanceId: root, expectedVersion: 2, treeRevision });
    const answer = await refused(remove);
    expectProblem(answer, 412, 'version-mismatch', { currentVersion: 2, treeRevision: expect.any(String) });
    expect(answer.json['treeRevision']).not.toBe(treeRevision);
    expect((await workspace.read(root)).text).toBe(xmlOf('2'));
  }),
  row(422, 'idempotency-key-reused', 'for a key that came with another body', async () => {
    const root = await newRoot(workspace);
    const save = (text: string) =>
      workspace.save({ instanceId: root, xml: xmlOf(text), expectedVersion: 'any' }, { 'idempotency-key': 'once' });
    expect((await save('2')).status).toBe(200);
    expectProblem(await refused(() => save('3')), 422, 'idempotency-key-reused');
    expect((await refused(() => save('2'))).json).toMatchObject({ dataVersion: 2 });
  }),
  row(428, 'version-required', 'for a save over something that says no version, and shows the header to send', async () => {
    const root = await newRoot(workspace);
    const answer = await refused(() => workspace.put(root, xmlOf('2')));
    expectProblem(answer, 428, 'version-required', { currentVersion: 1 });
    expect(answer.json['detail']).toContain('If-Match: "1"');
  }),
];

const faults: readonly Row[] = [
  row(429, 'rate-limited', 'for more requests of one profile at once than one may have', async () => {
    await expectShed({ limits: { requestsOfOneProfileMax: 1 }, status: 429, name: 'rate-limited' });
  }),
  row(503, 'overloaded', 'for more requests at once than the process takes', async () => {
    await expectShed({ limits: { requestsInFlightMax: 1 }, status: 503, name: 'overloaded' });
  }),
  row(503, 'view-behind', 'while the views have not heard of what the answer needs', async () => {
    await withMemory(async (repository) => {
      const { workspace: api } = await repository.serve({ views: standingViews(repository.views) });
      await repository.stopProjector();
      const created = await api.save({ instanceName: 'Unseen', conceptId: policy, xml: xmlOf('1') });
      const headers = { 'datakeep-min-position': String(created.json['position']), prefer: 'wait=0' };
      const read = () => api.read(String(created.json['instanceId']), headers);
      expectProblem(await refused(read, repository), 503, 'view-behind');
      expectProblem(await refused(() => restore(api, { deletionId: newId() }), repository), 503, 'view-behind');
      await repository.startProjector();
      await repository.views.reached(await repository.events.reachHead(), { timeoutMsMax: 60_000 });
      expect((await read()).text).toBe(xmlOf('1'));
    });
  }),
  row(503, 'store-unavailable', 'while the log is away: reads go on, and the command is done when it is sent again', async () => {
    await withMemory(async (repository) => {
      const store = failingStore(repository.events);
      const { workspace: api } = await repository.serve({ events: store });
      const root = await newRoot(api);
      store.fail({ atAppend: 1, moment: 'before' });
      const save = () => api.save({ instanceId: root, xml: xmlOf('2'), expectedVersion: 1 });
      expectProblem(await refused(save, repository), 503, 'store-unavailable');
      expect((await api.read(root)).text).toBe(xmlOf('1'));
      expect((await save()).json).toMatchObject({ dataVersion: 2 });
    });
  }),
  row(507, 'storage-full', 'on a full disk: nothing is half written, and with room the same command is done', async () => {
    const way = wayToADisk();
    if (way === undefined) {
      process.stderr.write('failure-table.spec: no tmpfs can be mounted here, so a full disk was not tried\n');
      return;
    }
    const disk = await startOnSmallDisk(way, { size: '6m' });
    try {
      const client = Client.of(disk.url, disk.owner.token);
      const api = new WorkspaceApi(client, disk.owner.workspaceId);
      const saved: string[] = [];
      const save = (id: string): Promise<Answer> =>
        api.put(id, `<a>${id.padEnd(400 * 1024, 'x')}</a>`, { name: id, concept: policy }, { 'idempotency-key': id });
      let last = newId();
      let answer = await save(last);
      for (; answer.status === 201 && saved.length < 50; answer = await save(last)) {
        saved.push(last);
        last = newId();
      }
      expectProblem(answer, 507, 'storage-full');
      expectProblem(await api.read(last), 404, 'not-found');
      expect(disk.lives()).toBe(true);
      disk.removeBallast();
      expect((await save(last)).json).toMatchObject({ dataVersion: 1 });
      await untilCaughtUp(client);
      for (const id of [...saved, last]) expect((await api.history(id)).items).toHaveLength(1);
    } finally {
      await disk.close();
    }
  }),
];

async function untilCaughtUp(client: Client): Promise<void> {
  for (let asked = 0; (await client.get('/health/ready')).json['eventsBehind'] !== 0; asked += 1) {
    if (asked > asksMax) throw new Error('the views do not catch up');
  }
}

/** Holds a save open that takes the only place, and expects that the next request is refused and the save is done. */
async function expectShed(of: { readonly limits: object; readonly status: number; readonly name: string }): Promise<void> {
  await withMemory(async (repository) => {
    const store = holdingStore(repository.events);
    const { workspace: api } = await repository.serve({ events: store, limits: of.limits });
    const { reached, release } = store.hold(1);
    const first = api.save({ instanceName: 'First', conceptId: policy, xml: xmlOf('1') });
    await reached;
    const second = () => api.save({ instanceName: 'Second', conceptId: policy, xml: xmlOf('1') });
    const answer = await refused(second, repository);
    expectProblem(answer, of.status, of.name);
    expect(answer.header('retry-after')).toMatch(/^[1-9]\d*$/);
    release();
    expect((await first).status).toBe(201);
  });
}

const table = [...bad, ...hidden, ...conflicts, ...versions, ...faults];

describe.each(table)('$status $name', ({ comes, provoke }) => {
  it(`comes ${comes}`, provoke);
});

describe('the problems of the contract', () => {
  /** What only searches, models and purges can answer. */
  const ofLaterRoutes = [
    'not-searchable',
    'search-too-wide',
    'cursor-expired',
    'status-not-allowed',
    'parent-not-allowed',
    'purged',
    'schema-violation',
  ];
  /** Beside the table of problems (docs/adr/0007-http.md). */
  const additions = ['406 /problems/not-acceptable', '415 /problems/unsupported-media-type', '500 /problems/internal-error'];

  it('are those of this table and the additions, and none that no route can answer', async () => {
    const { components } = (await server.api.as(undefined).get('/openapi.json')).json as {
      components: { schemas: Record<string, { properties: Record<string, { const: unknown }> }> };
    };
    const problems = Object.entries(components.schemas).filter(([name]) => name.startsWith('problem-'));
    const described = problems.map(
      ([, { properties }]) => `${String(properties['status']?.const)} ${String(properties['type']?.const)}`,
    );
    const expected = table.map(({ status, name }) => `${String(status)} /problems/${name}`);
    expect(described.toSorted()).toEqual([...expected, ...additions].toSorted());
    for (const name of ofLaterRoutes) expectProblem(await server.api.get(`/problems/${name}`), 404, 'not-found');
  });
});
