import { describe, expect, it } from '@jest/globals';
import { accessSetOf, type CommandId, type DraftEvent, type InstanceId } from '@datakeep/kernel';
import { evolve } from './evolve.state.js';
import { instanceRestored } from './instance.events.js';
import { bytesOf, hierarchyOf, knownInstance, liveTree, siblingKey, type DataSetState } from './instance.state.js';
import {
  accessEvent,
  child,
  colleague,
  commandOf,
  coverage,
  deletedEvent,
  guidNumber,
  me,
  movedEvent,
  other,
  root,
  savedEvent,
  stateAfter,
  statusEvent,
  stranger,
  workspaceId,
} from './test-support.js';

const leaf = guidNumber<InstanceId>(5);
const deletionId = guidNumber(500);
const below = (instanceId: InstanceId, under: readonly InstanceId[], name: string, access: readonly string[] = [me]) =>
  savedEvent({ instanceId, under, conceptId: coverage, facts: { name }, access });
/** The root with the child, which has the leaf, and the other one. */
const tree = [savedEvent(), below(child, [root], 'Child'), below(leaf, [root, child], 'Leaf'), below(other, [root], 'Other')];
const moved = movedEvent([child, leaf], {
  under: [root, other],
  fromParentId: root,
  conceptId: coverage,
  previousRevision: 1,
  name: 'Moved',
});
const of = (state: DataSetState, id: InstanceId) => knownInstance(state, id);
const idsBelow = (state: DataSetState, id: InstanceId) => liveTree(state, of(state, id)).map(({ instanceId }) => instanceId);

describe('the state after a move', () => {
  const state = stateAfter([...tree, moved]);
  const before = stateAfter(tree);

  it('has the instance under its new parent and name, and a version more of it alone', () => {
    expect(of(state, child)).toEqual({
      ...of(before, child),
      parentId: other,
      name: 'Moved',
      dataVersion: 2,
      revision: 4,
    });
    expect(of(state, leaf)).toEqual({ ...of(before, leaf), revision: 4 });
    expect(of(state, other)).toEqual(of(before, other));
    expect(of(state, root)).toEqual(of(before, root));
  });

  it('has everything below it in its new place', () => {
    expect(hierarchyOf(state, of(state, leaf))).toBe(`/${workspaceId}/${root}/${other}/${child}/`);
    expect(idsBelow(state, root)).toEqual([root, other, child, leaf]);
    expect(idsBelow(state, other)).toEqual([other, child, leaf]);
  });

  it('has its old name free where it stood, and its new one taken where it stands', () => {
    expect([...state.siblings.keys()].toSorted()).toEqual(
      [
        siblingKey(of(state, root)),
        siblingKey({ parentId: child, conceptId: coverage, name: 'Leaf' }),
        siblingKey({ parentId: root, conceptId: coverage, name: 'Other' }),
        siblingKey({ parentId: other, conceptId: coverage, name: 'Moved' }),
      ].toSorted(),
    );
  });

  it('has no more of it than the event says, and no less', () => {
    const one = movedEvent([child], { under: [root, other], fromParentId: root, conceptId: coverage, previousRevision: 1 });
    expect(() => stateAfter([...tree, one])).toThrow('concerned 1 instances, here are 2');
    expect(() => stateAfter([tree[0]!, moved])).toThrow('nothing lives');
    const orphan = { ...moved, context: { ...moved.context, parentId: null } };
    expect(() => stateAfter([...tree, orphan])).toThrow('has a parent');
  });

  it('brings a deleted part back where its parent stands now', () => {
    const gone = deletedEvent([leaf], {
      under: [root, child],
      conceptId: coverage,
      previousRevision: 2,
      name: 'Leaf',
      deletionId,
    });
    const alone = movedEvent([child], { under: [root, other], fromParentId: root, conceptId: coverage, previousRevision: 1 });
    const afterMove = stateAfter([...tree, gone, alone]);
    expect(of(afterMove, leaf).revision).toBe(2);
    expect(hierarchyOf(afterMove, of(afterMove, leaf))).toBe(`/${workspaceId}/${root}/${other}/${child}/`);
    const context = { ...gone.context, ...commandOf(), change: 'restored', previousRevision: 4 } as const;
    const back: DraftEvent = instanceRestored(context, { name: 'Leaf', acl: gone.facts.acl });
    evolve(afterMove, { type: back.type, header: back.context, facts: back.facts, revision: 6 });
    expect(idsBelow(afterMove, other)).toEqual([other, child, leaf]);
  });

  it('knows of a move to where it stands already as of any other', () => {
    const stays = movedEvent([child, leaf], {
      under: [root],
      fromParentId: root,
      conceptId: coverage,
      previousRevision: 1,
      name: 'Child',
    });
    const same = stateAfter([...tree, stays]);
    expect(idsBelow(same, root).toSorted()).toEqual([root, child, other, leaf].toSorted());
    expect([...same.siblings.keys()].toSorted()).toEqual([...before.siblings.keys()].toSorted());
    expect(of(same, child)).toMatchObject({ dataVersion: 2, revision: 4, parentId: root });
  });
});

describe('the state after a change of status', () => {
  it('has the status and a version more; its XML is where it was', () => {
    const state = stateAfter([savedEvent(), statusEvent('Locked', { previousRevision: 0 })]);
    const before = stateAfter([savedEvent()]);
    expect(of(state, root)).toEqual({ ...of(before, root), status: 'Locked', dataVersion: 2, revision: 1 });
    expect(of(state, root).xmlRevision).toBe(0);
  });

  it('is of what lives', () => {
    expect(() => stateAfter([statusEvent('Locked', { previousRevision: 0 })])).toThrow('nothing lives');
  });
});

describe('the state after a change of access', () => {
  const shared = [savedEvent(), below(child, [root], 'Child', [me, colleague]), below(other, [root], 'Other', [stranger])];
  const granted = accessEvent('grant', {
    previousRevision: 0,
    principals: [colleague],
    scope: 'tree',
    access: [me, colleague],
    changed: [root],
  });

  it('has the rows of what its sender saw and what became another; the rest is as it was', () => {
    const [before, state] = [stateAfter(shared), stateAfter([...shared, granted])];
    const access = [me, colleague].toSorted();
    expect(of(state, root)).toEqual({ ...of(before, root), acl: accessSetOf(workspaceId, access), access, revision: 3 });
    expect(of(state, child)).toEqual(of(before, child));
    expect(of(state, other)).toEqual(of(before, other));
  });

  it('is what it was when the same rows are taken away again', () => {
    const revoked = accessEvent('revoke', {
      previousRevision: 3,
      principals: [colleague],
      scope: 'tree',
      access: [me],
      changed: [root, child],
    });
    const state = stateAfter([...shared, granted, revoked]);
    expect([root, child, other].map((id) => of(state, id).access)).toEqual([[me], [me], [stranger]]);
    expect([root, child, other].map((id) => of(state, id).revision)).toEqual([4, 4, 2]);
  });

  it('holds the sets that instances have, and not every one there ever was', () => {
    const principals = Array.from({ length: 500 }, (_, at) => guidNumber(8_000 + at));
    const grants = principals.map((principal, at) =>
      accessEvent('grant', {
        previousRevision: at,
        principals: [principal],
        access: [me, ...principals.slice(0, at + 1)],
        changed: [root],
      }),
    );
    const state = stateAfter([savedEvent(), ...grants]);
    expect(of(state, root).access).toHaveLength(501);
    expect(state.accessSets.get(of(state, root).acl)).toBe(of(state, root).access);
    expect(state.accessSets.size).toBeLessThan(110);
    const before = stateAfter([savedEvent()]).bytes;
    expect(state.bytes - before).toBeLessThan(110 * 501 * bytesOf.accessRow + grants.length * bytesOf.command);
  });

  it('is of one instance when its scope says so', () => {
    const one = accessEvent('grant', { previousRevision: 0, principals: [stranger], access: [me, stranger], changed: [root] });
    const state = stateAfter([...shared, one]);
    expect(of(state, child).access).toEqual([me, colleague]);
    expect(of(state, root).access).toEqual([me, stranger].toSorted());
  });

  it('counts as the event does, also where nothing changed', () => {
    const nothing = accessEvent('grant', { previousRevision: 0, principals: [me], scope: 'tree', access: [me], changed: [] });
    expect(stateAfter([...shared, nothing]).revision).toBe(3);
    const wrong = accessEvent('grant', { previousRevision: 0, principals: [me], scope: 'tree', access: [me], changed: [root] });
    expect(() => stateAfter([...shared, wrong])).toThrow('concerned 1 instances, here are 0');
  });

  it('remembers the command, as it does after moves and changes of status', () => {
    const command = (number: number) => ({ commandId: guidNumber<CommandId>(number) });
    const events = [granted, moved, statusEvent('Locked', { previousRevision: 0 })].map((event, at) => ({
      ...event,
      context: { ...event.context, ...command(7_000 + at) },
    }));
    for (const [at, event] of events.entries()) {
      const ground = event.type === 'AccessGranted' ? shared : tree;
      expect(stateAfter([...ground, event]).commands.get(command(7_000 + at).commandId)).toBe(ground.length);
    }
  });
});
