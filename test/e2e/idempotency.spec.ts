import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deleted, deletions, deleteTree, restore } from '../support/deletions-api.js';
import { answerOf, keyedCommands } from '../support/keyed-commands.js';
import {
  coverage,
  expectInvalid,
  expectProblem,
  newChild,
  newId,
  newRoot,
  otherUser,
  policy,
  startTestServer,
  WorkspaceApi,
  xmlOf,
  type TestServer,
} from '../support/index.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const key = (text: string) => ({ 'idempotency-key': text });

/** Everything that a command could have changed twice: the whole log. */
async function eventsOfLog(): Promise<number> {
  const { events } = await server.repository.events.readAll({ afterPlace: 0, countMax: 100_000, parts: 'facts' });
  return events.length;
}

describe.each(keyedCommands)('$title', ({ title, prepare }) => {
  it('gives the same status, body and Location again for its Idempotency-Key, and is done once', async () => {
    const send = await prepare(server, `again: ${title}`);
    const first = await send(server);
    expect([200, 201]).toContain(first.status);
    const events = await eventsOfLog();
    for (let time = 0; time < 3; time += 1) expect(answerOf(await send(server))).toEqual(answerOf(first));
    expect(await eventsOfLog()).toBe(events);
  });

  it('is done once when eight send it at once with one key', async () => {
    const send = await prepare(server, `at once: ${title}`);
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(server)));
    expect([200, 201]).toContain(answers[0]!.status);
    expect(new Set(answers.map((answer) => JSON.stringify(answerOf(answer)))).size).toBe(1);
    const { commandId } = answers[0]!.json;
    const { events } = await server.repository.events.readAll({ afterPlace: 0, countMax: 100_000, parts: 'facts' });
    const rows = events.filter(
      ({ type, header }) => /^(Instance|Workspace|Access)[A-Z][A-Za-z]+$/.test(type) && header.includes(String(commandId)),
    );
    const doubles = rows.map(({ type, stream }) => `${stream} ${type}`).toSorted();
    expect(doubles).toEqual([...new Set(doubles)]);
  });
});

describe('an Idempotency-Key that is sent with another request', () => {
  it('is 422 for a create of a root with another name, body, concept or reason', async () => {
    const request = { instanceName: 'Bound', conceptId: policy, xml: xmlOf('1') };
    expect((await server.workspace.save(request, key('bound'))).status).toBe(201);
    for (const other of [
      { instanceName: 'Other' },
      { xml: xmlOf('2') },
      { conceptId: coverage },
      { reason: 'why' },
      { status: 'Locked' },
    ]) {
      expectProblem(await server.workspace.save({ ...request, ...other }, key('bound')), 422, 'idempotency-key-reused');
    }
    expect(
      (await server.workspace.children(server.workspace.workspaceId, { limit: 1_000 })).items.map((item) => item['instanceName']),
    ).not.toContain('Other');
  });

  it('is 422 for another command on the same data set, before its versions are looked at', async () => {
    const id = await newRoot(server.workspace);
    const headers = key(`of ${id}`);
    expect((await server.workspace.put(id, xmlOf('2'), {}, { 'if-match': '"1"', ...headers })).status).toBe(200);
    expectProblem(await deleteTree(server.workspace, id, { expectedVersion: 9, headers }), 422, 'idempotency-key-reused');
    expectProblem(await server.workspace.put(id, xmlOf('2'), {}, headers), 422, 'idempotency-key-reused');
    expectProblem(
      await server.workspace.put(id, xmlOf('2'), {}, { 'if-match': '"2"', ...headers }),
      422,
      'idempotency-key-reused',
    );
  });

  it('is 422 for a delete and a restore of something else in the same data set', async () => {
    const root = await newRoot(server.workspace);
    const [first, second] = [
      await newChild(server.workspace, root, { name: 'a' }),
      await newChild(server.workspace, root, { name: 'b' }),
    ];
    expect((await deleteTree(server.workspace, first, { headers: key(`delete ${root}`) })).status).toBe(200);
    expectProblem(await deleteTree(server.workspace, second, { headers: key(`delete ${root}`) }), 422, 'idempotency-key-reused');
    await deleted(server.workspace, second);
    expect((await restore(server.workspace, { instanceId: first }, key(`restore ${root}`))).status).toBe(200);
    expectProblem(await restore(server.workspace, { instanceId: second }, key(`restore ${root}`)), 422, 'idempotency-key-reused');
  });

  it('is 422 for a create-workspace with another name', async () => {
    const create = (name: string) => server.serverOwner.command('create-workspace', { name }, key('workspace'));
    expect((await create('One workspace')).status).toBe(201);
    expectProblem(await create('Another workspace'), 422, 'idempotency-key-reused');
  });
});

describe('one Idempotency-Key', () => {
  it('of two users is two commands', async () => {
    const other = await otherUser(server);
    const [own, others] = [await newRoot(server.workspace), await newRoot(other.workspace)];
    const save = (workspace: WorkspaceApi, id: string) =>
      workspace.put(id, xmlOf('2'), {}, { 'if-match': '"1"', ...key('shared') });
    const create = (workspace: WorkspaceApi, name: string) =>
      workspace.save({ instanceName: name, conceptId: policy, xml: xmlOf('1') }, key('created'));
    const [first, second] = [await save(server.workspace, own), await save(other.workspace, others)];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(first.json['commandId']).not.toBe(second.json['commandId']);
    const [one, two] = [await create(server.workspace, 'First user'), await create(other.workspace, 'Second user')];
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(one.json['instanceId']).not.toBe(two.json['instanceId']);
  });

  it('in two workspaces is two commands', async () => {
    const created = await server.serverOwner.command('create-workspace', { name: 'Second of keys' });
    const second = new WorkspaceApi(server.api, String(created.json['workspaceId']));
    const request = { instanceName: 'Same in both', conceptId: policy, xml: xmlOf('1') };
    const answers = [await server.workspace.save(request, key('both')), await second.save(request, key('both'))];
    expect(answers.map((answer) => answer.status)).toEqual([201, 201]);
    expect(answers[0]!.json['instanceId']).not.toBe(answers[1]!.json['instanceId']);
  });

  it('may be sent again after a refusal, with the same request and with another', async () => {
    const blocking = await newRoot(server.workspace, 'Blocks');
    const create = (instanceName: string) =>
      server.workspace.save({ instanceName, conceptId: policy, xml: xmlOf('1') }, key('refused'));
    expectProblem(await create('Blocks'), 409, 'name-taken');
    await deleted(server.workspace, blocking);
    const done = await create('Blocks');
    expect(done.status).toBe(201);
    expect(answerOf(await create('Blocks'))).toEqual(answerOf(done));

    const id = await newRoot(server.workspace);
    const headers = key(`refused ${id}`);
    expectProblem(await deleteTree(server.workspace, id, { expectedVersion: 7, headers }), 412, 'version-mismatch');
    expect((await deleteTree(server.workspace, id, { expectedVersion: 1, headers })).status).toBe(200);
  });

  it('gives the first answer still when the instance has moved on, was deleted and came back', async () => {
    const root = await newRoot(server.workspace);
    const request = { instanceName: 'First', conceptId: coverage, parentId: root, xml: xmlOf('1') };
    const create = () => server.workspace.save(request, key(`child of ${root}`));
    const first = await create();
    const id = String(first.json['instanceId']);
    await server.workspace.put(id, xmlOf('2'), { name: 'Second' }, { 'if-match': '"1"' });
    expect(answerOf(await create())).toEqual(answerOf(first));
    await deleted(server.workspace, id);
    expect(answerOf(await create())).toEqual(answerOf(first));
    const deletionId = await deleted(server.workspace, root);
    expect(answerOf(await create())).toEqual(answerOf(first));
    await restore(server.workspace, { deletionId });
    expect(answerOf(await create())).toEqual(answerOf(first));
  });

  it('on a delete gives the first deletion still when the tree came back and was deleted again', async () => {
    const id = await newRoot(server.workspace);
    const remove = (expectedVersion: number) =>
      deleteTree(server.workspace, id, { expectedVersion, headers: key(`delete ${id}`) });
    const first = await remove(1);
    await restore(server.workspace, { instanceId: id });
    expect(answerOf(await remove(1))).toEqual(answerOf(first));
    expect((await server.workspace.read(id)).status).toBe(200);
    const second = await deleted(server.workspace, id);
    expect(second).not.toBe(first.json['deletionId']);
    expect(answerOf(await remove(1))).toEqual(answerOf(first));
    expect((await deletions(server.workspace, { limit: 1 })).items[0]).toMatchObject({ deletionId: second });
  });
});

describe('commands without a key', () => {
  it('are done as often as they are sent', async () => {
    const id = await newRoot(server.workspace);
    const save = () => server.workspace.put(id, xmlOf('2'), {}, { 'if-match': '*' });
    const [first, second] = [await save(), await save()];
    expect([first.json['dataVersion'], second.json['dataVersion']]).toEqual([2, 3]);
    expect(first.json['commandId']).not.toBe(second.json['commandId']);
  });
});

describe('a key that is none', () => {
  it.each([
    ['too long', 'k'.repeat(256)],
    ['not ASCII', 'cl\u00e9'],
    ['empty', ''],
  ])('is 400 on every command: %s', async (_what, text) => {
    const headers = key(text);
    const id = newId();
    const answers = [
      await server.workspace.save({ instanceName: 'Key', conceptId: policy, xml: xmlOf('1') }, headers),
      await server.workspace.put(id, xmlOf('1'), { name: 'Key', concept: policy }, headers),
      await deleteTree(server.workspace, id, { headers }),
      await restore(server.workspace, { instanceId: id }, headers),
      await server.serverOwner.command('create-workspace', { name: 'Key' }, headers),
    ];
    for (const answer of answers) expectInvalid(answer, '/headers/idempotency-key');
  });

  it('may have 255 characters, blanks and signs among them', async () => {
    const longest = `key: "${'k'.repeat(247)}"~`;
    expect(longest).toHaveLength(255);
    const create = () => server.workspace.save({ instanceName: 'Longest key', conceptId: policy, xml: xmlOf('1') }, key(longest));
    const first = await create();
    expect(first.status).toBe(201);
    expect(answerOf(await create())).toEqual(answerOf(first));
  });
});
