import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deleted, deletedInstance, deletions, deleteTree, restore } from '../support/deletions-api.js';
import { coverage, newChild, newId, newRoot, xmlOf } from '../support/index.js';
import { openMemoryRepository, type MemoryRepository, type ServedProcess } from '../support/memory-repository.js';

let repository: MemoryRepository;
let one: ServedProcess;
let other: ServedProcess;
beforeAll(async () => {
  repository = await openMemoryRepository();
  one = await repository.serve();
  other = await repository.serve();
});
afterAll(() => repository.close());

describe('a save over a child that names the workspace as its parent', () => {
  it('is refused, as one that names any other parent is', async () => {
    const root = await newRoot(one.workspace);
    const instanceId = await newChild(one.workspace, root, { name: 'Child' });
    const parentId = one.workspace.workspaceId;
    const answer = await one.workspace.save({ instanceId, parentId, xml: xmlOf('2'), expectedVersion: 1 });
    expect([answer.status, answer.problem, answer.json['parentId']]).toEqual([409, 'use-move-instance', root]);
  });
});

describe('deletions of two data sets by one Idempotency-Key', () => {
  it('are two deletions, each of which can be restored', async () => {
    const roots = [await newRoot(one.workspace), await newRoot(one.workspace)];
    const headers = { 'idempotency-key': newId() };
    const ids: unknown[] = [];
    for (const root of roots) ids.push((await deleteTree(one.workspace, root, { headers })).json['deletionId']);
    const listed = (await deletions(one.workspace)).items.filter(({ instanceId }) => roots.includes(String(instanceId)));
    expect(listed.map(({ deletionId, instanceId }) => [deletionId, instanceId]).reverse()).toEqual([
      [ids[0], roots[0]],
      [ids[1], roots[1]],
    ]);
    for (const [place, deletionId] of ids.entries()) {
      expect((await restore(one.workspace, { deletionId: String(deletionId) })).json['instanceId']).toBe(roots[place]);
    }
  });
});

describe('an instance that was restored under another name and deleted again', () => {
  it('is shown under that name, as it was when it was deleted, with the deletion that took it', async () => {
    const root = await newRoot(one.workspace);
    await deleted(one.workspace, root);
    await restore(one.workspace, { instanceId: root, instanceName: `Again ${root}` });
    const deletionId = await deleted(one.workspace, root);
    const { json } = await deletedInstance(one.workspace, root, { accept: 'application/json' });
    expect([json['instanceName'], json['deletionId']]).toEqual([`Again ${root}`, deletionId]);
  });
});

describe('a create under a chosen id that is refused by what another process did', () => {
  it('leaves the id free', async () => {
    const root = await newRoot(one.workspace);
    await newChild(other.workspace, root, { name: 'Before' });
    await newChild(one.workspace, root, { name: 'Taken' });
    const create = { instanceId: newId(), instanceName: 'Taken', conceptId: coverage, parentId: root, xml: xmlOf('1') };
    expect((await other.workspace.save(create)).problem).toBe('name-taken');
    const { parentId: _, ...asRoot } = create;
    expect((await other.workspace.save({ ...asRoot, instanceName: `Root ${create.instanceId}` })).status).toBe(201);
  });
});
