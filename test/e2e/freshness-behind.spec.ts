import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '@datakeep/event-store';
import { deleted, deletedInstance, deletions, deleteTree, restore } from '../support/deletions-api.js';
import { openMemoryRepository, type MemoryRepository, type ServedProcess } from '../support/memory-repository.js';
import { otherUser } from '../support/people.js';
import { standingViews } from '../support/standing-views.js';
import { coverage, expectProblem, newChild, newId, newRoot, policy, WorkspaceApi, xmlOf, type Answer } from '../support/index.js';

let repository: MemoryRepository;
/** A process that wrote what the others have not seen. */
let writer: ServedProcess;
/** A process that has views, and memory of nothing. */
let reader: ServedProcess;

beforeEach(async () => {
  repository = await openMemoryRepository();
  writer = await repository.serve();
  reader = await repository.serve({ views: standingViews(repository.views) });
});
afterEach(() => repository.close());

/** Brings the views to the head of the log and keeps them there. */
async function stand(): Promise<void> {
  await repository.views.reached(await repository.events.reachHead(), { timeoutMsMax: 60_000 });
  await repository.stopProjector();
}

/** A root that the views have, and a child that they have not heard of, whose id the server made. */
async function unseenChild(): Promise<{ readonly root: string; readonly child: string }> {
  const root = await newRoot(writer.workspace, 'Seen');
  await stand();
  return { root, child: await newChild(writer.workspace, root, { name: 'Unseen' }) };
}

function expectBehind(answer: Answer): void {
  expectProblem(answer, 503, 'view-behind');
  expect(answer.header('retry-after')).toMatch(/^[1-9]\d*$/);
}

describe('while the views stand still', () => {
  it('a save with a number is 503 view-behind where it would be 404, and goes through when the views go on', async () => {
    const { child } = await unseenChild();
    const save = () => reader.workspace.put(child, xmlOf('2'), {}, { 'if-match': '"1"' });
    expectBehind(await save());
    await repository.startProjector();
    await repository.views.reached(await repository.events.reachHead(), { timeoutMsMax: 60_000 });
    expect((await save()).json).toMatchObject({ dataVersion: 2 });
  });

  it('a child of what may be there is 503 view-behind where it would be 409 parent-not-found', async () => {
    const { child } = await unseenChild();
    const request = { instanceName: 'Below', conceptId: coverage, parentId: child, xml: xmlOf('1') };
    expectBehind(await reader.workspace.save(request));
    expectBehind(await reader.workspace.put(newId(), xmlOf('1'), { name: 'Below', concept: coverage, parent: child }));
  });

  it('a delete and a restore are 503 view-behind where they would be 404', async () => {
    const { root, child } = await unseenChild();
    expectBehind(await deleteTree(reader.workspace, child));
    expectBehind(await restore(reader.workspace, { instanceId: child }));
    const deletionId = await deleted(writer.workspace, root);
    expectBehind(await restore(reader.workspace, { deletionId }));
  });

  it('what is hidden is 503 view-behind like what is absent, through every command', async () => {
    const { owner } = repository;
    const hidden = await newRoot(writer.workspace, 'Hidden');
    const gone = await newRoot(writer.workspace, 'Hidden and deleted');
    const deletionId = await deleted(writer.workspace, gone);
    const { workspace } = await otherUser({ owner, repository, api: reader.api });
    await stand();
    await newRoot(writer.workspace, 'Later');
    for (const id of [hidden, newId()]) {
      expectBehind(await deleteTree(workspace, id));
      expectBehind(await restore(workspace, { instanceId: id }));
      expectBehind(await workspace.put(id, xmlOf('2'), {}, { 'if-match': '"1"' }));
      expectBehind(await workspace.put(newId(), xmlOf('1'), { name: 'Below', concept: coverage, parent: id }));
    }
    for (const id of [deletionId, newId()]) expectBehind(await restore(workspace, { deletionId: id }));
  });

  it("an id of the server's kind is not taken by a client: 503 view-behind, with and without a parent", async () => {
    const { root, child } = await unseenChild();
    for (const parent of [undefined, root]) {
      const parameters = { name: `Wants ${newId()}`, concept: coverage, parent };
      expectBehind(await reader.workspace.put(child, xmlOf('1'), parameters));
      expectBehind(await reader.workspace.put(child, xmlOf('1'), parameters, { 'if-match': '*' }));
    }
  });

  it('a workspace that the views have not heard of is 503 view-behind, not 404', async () => {
    await stand();
    const created = await writer.serverOwner.command('create-workspace', { name: 'Unseen' });
    const workspace = new WorkspaceApi(reader.api, String(created.json['workspaceId']));
    expectBehind(await workspace.read(workspace.workspaceId));
    expectBehind(await workspace.save({ instanceName: 'First', conceptId: policy, xml: xmlOf('1') }));
  });

  it('access for a user that the views have not heard of is 503 view-behind, not 400', async () => {
    const root = await newRoot(writer.workspace, 'Shared');
    await stand();
    // Anything that is behind the views: the refusal would rest on the absence of a user.
    await writer.workspace.put(root, xmlOf('2'), {}, { 'if-match': '"1"' });
    expectBehind(await reader.workspace.save({ instanceId: root, xml: xmlOf('3'), expectedVersion: 2, access: [newId()] }));
  });

  it('the same refusals are given as they are when the views stand at the head', async () => {
    const root = await newRoot(writer.workspace, 'At the head');
    await stand();
    const { workspace } = reader;
    expectProblem(await workspace.put(newId(), xmlOf('2'), {}, { 'if-match': '"1"' }), 404, 'not-found');
    expectProblem(await deleteTree(workspace, newId()), 404, 'not-found');
    expectProblem(await restore(workspace, { deletionId: newId() }), 404, 'not-found');
    expectProblem(await restore(workspace, { instanceId: root }), 404, 'not-found');
    const request = { instanceName: 'Below', conceptId: coverage, parentId: newId(), xml: xmlOf('1') };
    expectProblem(await workspace.save(request), 409, 'parent-not-found');
    expectProblem(await new WorkspaceApi(reader.api, newId()).read(root), 404, 'not-found');
  });
});

describe('what does not rest on absence goes on while the views stand still', () => {
  it('reads answer with what the views have, and say how far that is', async () => {
    const { root, child } = await unseenChild();
    const position = (await reader.workspace.read(root)).header('datakeep-position');
    await writer.workspace.put(root, xmlOf('2'), {}, { 'if-match': '"1"' });
    const read = await reader.workspace.read(root);
    expect([read.status, read.text, read.header('datakeep-position')]).toEqual([200, xmlOf('1'), position]);
    expect((await reader.workspace.history(root)).items).toHaveLength(1);
    expect((await reader.workspace.children(root)).items).toEqual([]);
    expectProblem(await reader.workspace.read(child), 404, 'not-found');
    await deleted(writer.workspace, root);
    expect((await reader.workspace.read(root)).status).toBe(200);
    expect((await deletions(reader.workspace)).items).toEqual([]);
    expectProblem(await deletedInstance(reader.workspace, root), 404, 'not-found');
  });

  it('a read with the position of a save is 503 view-behind until the views have it', async () => {
    const root = await newRoot(writer.workspace, 'Read behind a save');
    await stand();
    const saved = await writer.workspace.put(root, xmlOf('2'), {}, { 'if-match': '"1"' });
    const headers = { 'datakeep-min-position': saved.header('datakeep-position')!, prefer: 'wait=0' };
    const paths = [
      `instances/${root}`,
      `instances/${root}/history`,
      `instances/${root}/children`,
      'deletions',
      `deleted-instances/${root}`,
    ];
    for (const path of paths) expectBehind(await reader.api.get(reader.workspace.path(path), headers));
    await repository.startProjector();
    await repository.views.reached(await repository.events.reachHead(), { timeoutMsMax: 60_000 });
    expect((await reader.workspace.read(root, headers)).text).toBe(xmlOf('2'));
  });

  it('saves go through on what the log says: over the newest version, and not over one that the views still show', async () => {
    const root = await newRoot(writer.workspace, 'Saved on the log');
    await stand();
    await writer.workspace.put(root, xmlOf('2'), {}, { 'if-match': '"1"' });
    const save = (version: number) => reader.workspace.put(root, xmlOf('3'), {}, { 'if-match': `"${version}"` });
    expectProblem(await save(1), 412, 'version-mismatch', { currentVersion: 2 });
    expect((await save(2)).json).toMatchObject({ dataVersion: 3 });
  });

  it('creates go through: roots, and children of what the views know, and names are taken at once', async () => {
    const { root } = await unseenChild();
    const { workspace } = reader;
    expect((await workspace.save({ instanceName: 'New root', conceptId: policy, xml: xmlOf('1') })).status).toBe(201);
    const wants = { name: 'New root', concept: policy };
    expectProblem(await writer.workspace.put(newId(), xmlOf('1'), wants), 409, 'name-taken');
    const child = (name: string) => workspace.put(newId(), xmlOf('1'), { name, concept: coverage, parent: root });
    expectProblem(await child('Unseen'), 409, 'name-taken');
    expect((await child('New child')).status).toBe(201);
  });

  it('an id that a client chose is found in its own stream, where the views know nothing of it', async () => {
    const seen = await newRoot(writer.workspace, 'Holds chosen ids');
    await stand();
    const { workspace } = writer;
    const [root, child] = [newId(), newId()];
    await workspace.put(root, xmlOf('1'), { name: 'Chosen root', concept: policy });
    await workspace.put(child, xmlOf('1'), { name: 'Chosen child', concept: coverage, parent: seen });
    for (const id of [root, child]) {
      const create = { name: `Wants ${id}`, concept: coverage };
      expectProblem(await reader.workspace.put(id, xmlOf('2'), create), 428, 'version-required', { currentVersion: 1 });
      expect((await reader.workspace.put(id, xmlOf('2'), {}, { 'if-match': '"1"' })).json).toMatchObject({ dataVersion: 2 });
    }
  });

  it('a delete is of what the log holds: a child that the views have not seen goes with it', async () => {
    const { root, child } = await unseenChild();
    expect((await deleteTree(reader.workspace, root)).json).toMatchObject({ deleted: 2 });
    const save = writer.workspace.put(child, xmlOf('2'), {}, { 'if-match': '"1"' });
    // That they are gone rests on absence, and so does the answer for what is hidden: both wait for the views.
    expectBehind(await save);
    expectBehind(await deleteTree(reader.workspace, root));
    expect((await restore(reader.workspace, { instanceId: root })).json).toMatchObject({ restored: 2 });
  });
});

describe('while the log is away', () => {
  it('reads go on, and what needs the log is 503 store-unavailable', async () => {
    const root = await newRoot(writer.workspace, 'Read without a log');
    await stand();
    const away = () => Promise.reject(new StoreUnavailable('the log is away'));
    const { events } = repository;
    const cutOff = await repository.serve({
      events: {
        logId: events.logId,
        append: away,
        readStream: away,
        readAll: away,
        reachHead: away,
        subscribe: (request) => events.subscribe(request),
        truncate: away,
        tombstone: away,
        close: () => events.close(),
      },
    });
    expect((await cutOff.workspace.read(root)).text).toBe(xmlOf('1'));
    expect((await cutOff.workspace.history(root)).items).toHaveLength(1);
    expect((await deletions(cutOff.workspace)).status).toBe(200);
    const commands = [
      await cutOff.workspace.put(root, xmlOf('2'), {}, { 'if-match': '"1"' }),
      await cutOff.workspace.put(newId(), xmlOf('1'), { name: 'New', concept: policy }),
      await deleteTree(cutOff.workspace, root),
      await restore(cutOff.workspace, { instanceId: root }),
      await cutOff.serverOwner.command('create-workspace', { name: 'New' }),
    ];
    for (const answer of commands) expectProblem(answer, 503, 'store-unavailable');
    expect((await writer.workspace.put(root, xmlOf('2'), {}, { 'if-match': '"1"' })).status).toBe(200);
  });
});
