import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deleted, deleteTree, restore } from '../support/deletions-api.js';
import {
  expectInvalid,
  expectProblem,
  newChild,
  newId,
  newRoot,
  otherUser,
  startTestServer,
  xmlOf,
  type Answer,
  type Person,
  type TestServer,
  type WorkspaceApi,
} from '../support/index.js';

let server: TestServer;
let other: Person;

beforeAll(async () => {
  server = await startTestServer();
  other = await otherUser(server);
});
afterAll(() => server.close());

type Item = Readonly<Record<string, unknown>>;
type Parameters = Readonly<Record<string, string | number | undefined>>;

const eventsOf = (workspace: WorkspaceApi, instanceId: string, parameters: Parameters = {}): Promise<Answer> =>
  workspace.client.get(workspace.path(`instances/${instanceId}/events`, parameters));
const allEvents = (workspace: WorkspaceApi, parameters: Parameters = {}): Promise<Answer> =>
  workspace.client.get(workspace.path('events', parameters));
const typesOf = (items: readonly Item[]) => items.map(({ type }) => type);

/** Every event of the workspace that the caller sees, by pages. */
async function walk(workspace: WorkspaceApi, limit: number): Promise<readonly Item[]> {
  const items: Item[] = [];
  let after: string | undefined;
  do {
    const page = await allEvents(workspace, { limit, after });
    items.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return items;
}

describe('the events of an instance', () => {
  it('tell everything that was done to it, by whom, when, why and with which command', async () => {
    const { workspace } = server;
    const id = await newRoot(workspace);
    const saved = await workspace.save(
      { instanceId: id, xml: xmlOf('2'), expectedVersion: 1, status: 'Locked', reason: 'Because' },
      { 'x-correlation-id': 'order-7' },
    );
    const { items, next } = await eventsOf(workspace, id);
    expect(next).toBeNull();
    expect(typesOf(items)).toEqual(['InstanceSaved', 'InstanceSaved']);
    expect(items[1]).toEqual({
      eventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      type: 'InstanceSaved',
      schemaVersion: 1,
      revision: 1,
      position: saved.json['position'],
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      userId: server.owner.userId,
      profileId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      commandId: saved.json['commandId'],
      correlationId: 'order-7',
      causationId: saved.json['commandId'],
      reason: 'Because',
      data: expect.objectContaining({ instanceId: id, dataVersion: 2, change: 'saved', status: 'Locked', xml: xmlOf('2') }),
    });
  });

  it('show the event of a tree at its root and not below it, with the deletion and without sizes', async () => {
    const root = await newRoot(server.workspace);
    const child = await newChild(server.workspace, root, { name: 'Child' });
    const deletionId = await deleted(server.workspace, root);
    const gone = await eventsOf(server.workspace, root);
    expect(gone.items.at(-1)).toMatchObject({ type: 'InstanceDeleted', data: { deletionId, change: 'deleted' } });
    expect(Object.keys(gone.items.at(-1)?.['data'] as object)).toEqual(expect.not.arrayContaining(['count', 'digest', 'acl']));
    expect(typesOf((await eventsOf(server.workspace, child)).items)).toEqual(['InstanceSaved']);
    await restore(server.workspace, { deletionId, reason: 'Back' });
    const back = await eventsOf(server.workspace, root);
    expect(typesOf(back.items)).toEqual(['InstanceSaved', 'InstanceDeleted', 'InstanceRestored']);
    expect(back.items[2]).toMatchObject({ reason: 'Back' });
  });

  it('are not told to whom the instance is hidden, in the bytes of one that is absent', async () => {
    const root = await newRoot(server.workspace);
    const absent = await eventsOf(server.workspace, newId());
    expectProblem(absent, 404, 'not-found');
    expect((await eventsOf(other.workspace, root)).text).toBe(absent.text);
    await deleteTree(server.workspace, root);
    expect((await eventsOf(other.workspace, root)).text).toBe(absent.text);
  });

  it('begin for whoever came to see it later with the first event that he saw, and end when he sees it no more', async () => {
    const { workspace } = server;
    const id = await newRoot(workspace);
    const mine = server.owner.userId;
    await workspace.save({ instanceId: id, xml: xmlOf('2'), expectedVersion: 1, access: [mine, other.userId] });
    await workspace.save({ instanceId: id, xml: xmlOf('3'), expectedVersion: 2 });
    const seen = await eventsOf(other.workspace, id);
    expect(seen.items.map(({ data }) => (data as Item)['dataVersion'])).toEqual([2, 3]);
    await workspace.save({ instanceId: id, xml: xmlOf('4'), expectedVersion: 3, access: [mine] });
    expectProblem(await eventsOf(other.workspace, id), 404, 'not-found');
    expect((await walk(other.workspace, 100)).filter(({ data }) => (data as Item)['instanceId'] === id)).toEqual([]);
  });

  it('go on behind the position of the last one seen, also when there is nothing yet', async () => {
    const { workspace } = server;
    const id = await newRoot(workspace);
    const first = await eventsOf(workspace, id);
    const after = String(first.items[0]?.['position']);
    expect((await eventsOf(workspace, id, { after })).items).toEqual([]);
    await workspace.save({ instanceId: id, xml: xmlOf('2'), expectedVersion: 1 });
    expect((await eventsOf(workspace, id, { after })).items).toMatchObject([{ data: { dataVersion: 2 } }]);
  });
});

describe('the events of a workspace', () => {
  it('come in the order of the log, each once, whatever the size of a page', async () => {
    for (const name of ['a', 'b', 'c']) await newRoot(server.workspace, `${name} ${newId()}`);
    const whole = await walk(server.workspace, 1_000);
    expect(await walk(server.workspace, 2)).toEqual(whole);
    const places = whole.map(({ position }) => Number(String(position).split('.')[2]));
    expect(places).toEqual([...new Set(places)].toSorted((one, another) => one - another));
    expect(typesOf(whole)).toEqual(expect.arrayContaining(['WorkspaceCreated', 'UserJoined', 'InstanceSaved']));
  });

  it('have no claims among them, and nothing that the caller may not see', async () => {
    await server.workspace.put(newId(), xmlOf('1'), { name: `Chosen ${newId()}`, concept: newId() });
    const [mine, his] = [await walk(server.workspace, 100), await walk(other.workspace, 100)];
    expect(typesOf([...mine, ...his])).toEqual(expect.not.arrayContaining(['IdClaimed', 'ClaimEnded', 'ProfileRegistered']));
    expect(his.map(({ data }) => (data as Item)['instanceId'])).toEqual(expect.not.arrayContaining([server.owner.userId]));
    expect(his.length).toBeGreaterThan(0);
  });

  it('refuse a place to go on from that is none of this log', async () => {
    for (const after of ['x', '0', '1.0000000000000000.1'])
      expectInvalid(await allEvents(server.workspace, { after }), '/query/after');
  });
});
