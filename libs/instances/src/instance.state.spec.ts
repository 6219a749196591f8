import { describe, expect, it } from '@jest/globals';
import { digestOf, limits, type CommandId, type DraftEvent } from '@datakeep/kernel';
import { claimEnded } from '@datakeep/workspaces';
import { idClaimed, instanceRestored } from './instance.events.js';
import { evolve } from './evolve.state.js';
import { emptyDataSet, liveInstance, liveTree, siblingKey } from './instance.state.js';
import {
  child,
  colleague,
  commandOf,
  coverage,
  deletedEvent,
  guidNumber,
  me,
  other,
  policy,
  root,
  savedEvent,
  stateAfter,
  workspaceId,
} from './test-support.js';

const deletionId = guidNumber(500);
const coverageBelowRoot = { instanceId: child, under: [root], conceptId: coverage, facts: { name: 'Coverage 1' } };
const tree = [savedEvent(), savedEvent(coverageBelowRoot)];
const wholeTree = deletedEvent([root, child], { previousRevision: 0, deletionId });
const placed = ({ type, context, facts }: DraftEvent, revision: number) => ({ type, header: context, facts, revision });

function restoredEvent(name: string): DraftEvent {
  const context = { ...wholeTree.context, ...commandOf(), change: 'restored', previousRevision: 2 } as const;
  return instanceRestored(context, { name, acl: wholeTree.facts.acl });
}

describe('the state of a data set', () => {
  it('knows of each instance what the rules need, as its newest event says it', () => {
    const renamed = savedEvent({
      dataVersion: 2,
      previousRevision: 0,
      access: [colleague],
      facts: { name: 'Policy 2', status: 'Locked' },
    });
    const state = stateAfter([...tree, renamed]);
    expect(state.revision).toBe(2);
    expect(state.instances.get(root)).toEqual({
      instanceId: root,
      conceptId: policy,
      parentId: workspaceId,
      name: 'Policy 2',
      status: 'Locked',
      dataVersion: 2,
      revision: 2,
      xmlRevision: 2,
      acl: renamed.facts.acl,
      access: [colleague],
      deletedBy: null,
    });
    expect([...state.siblings]).toEqual([
      [siblingKey({ parentId: root, conceptId: coverage, name: 'Coverage 1' }), child],
      [siblingKey({ parentId: workspaceId, conceptId: policy, name: 'Policy 2' }), root],
    ]);
  });

  it('keeps who may see an instance when a save does not say it', () => {
    const state = stateAfter([savedEvent({ access: [me, colleague] }), savedEvent({ dataVersion: 2, previousRevision: 0 })]);
    expect(state.instances.get(root)?.access).toEqual([me, colleague]);
  });

  it('never holds XML', () => {
    const state = stateAfter([savedEvent({ body: Buffer.from('<secret/>') })]);
    expect(JSON.stringify([...state.instances.values()])).not.toContain('secret');
  });

  it('has no gap: an event that does not follow is refused, once more or too late', () => {
    const state = stateAfter(tree);
    for (const revision of [0, 1, 3]) expect(() => evolve(state, placed(savedEvent(), revision))).toThrow(RangeError);
    expect(() => evolve(emptyDataSet(workspaceId, root), placed(savedEvent(), 1))).toThrow('revision 1 cannot follow -1');
  });

  it('does not guess what an event means that it does not know', () => {
    const melted = { ...savedEvent(), type: 'InstanceMelted' };
    expect(() => stateAfter([melted])).toThrow('a data set does not know the event InstanceMelted');
  });

  it('refuses a first save that nobody may see, and an instance without a parent', () => {
    expect(() => stateAfter([savedEvent({ dataVersion: 2 })])).toThrow('who may see it');
    const orphan = savedEvent();
    expect(() => stateAfter([{ ...orphan, context: { ...orphan.context, parentId: null } }])).toThrow('has a parent');
  });

  it('knows in which data set its own id lives', () => {
    expect(stateAfter([idClaimed(savedEvent().context, { dataSetId: other })])).toMatchObject({ claimedFor: other, revision: 0 });
    expect(stateAfter([]).claimedFor).toBeNull();
  });

  it('only counts the events that make no row of it', () => {
    const state = stateAfter([savedEvent(), { ...savedEvent(), type: 'UserJoined', facts: { profileId: other } }]);
    expect([state.revision, state.instances.size, state.commands.size]).toEqual([1, 1, 1]);
  });
});

describe('what the state knows of deletions', () => {
  it('is the tree that each one took; its names are free and its instances no longer live', () => {
    const state = stateAfter([...tree, wholeTree]);
    expect(state.deletions.get(deletionId)).toEqual({ deletionId, rootId: root, revision: 2, ids: [root, child] });
    expect([liveInstance(state, root), liveInstance(state, child)]).toEqual([undefined, undefined]);
    expect(state.instances.size).toBe(2);
    expect(state.siblings.has(siblingKey({ parentId: workspaceId, conceptId: policy, name: 'Policy 1' }))).toBe(false);
  });

  it('comes back whole: a restored tree lives as before, but for the name that the restore gave', () => {
    const state = stateAfter([...tree, wholeTree, restoredEvent('Policy 2')]);
    const before = stateAfter(tree);
    expect(state.instances.get(child)).toEqual({ ...before.instances.get(child), revision: 3 });
    expect(state.instances.get(root)).toEqual({ ...before.instances.get(root), name: 'Policy 2', revision: 3 });
    expect(liveTree(state, state.instances.get(root)!).map(({ instanceId }) => instanceId)).toEqual([root, child]);
    expect([state.deletions.size, state.siblings.size]).toEqual([0, 2]);
    expect(state.siblings.get(siblingKey({ parentId: workspaceId, conceptId: policy, name: 'Policy 2' }))).toBe(root);
  });

  it('leaves out what an earlier deletion took', () => {
    const [first, second] = [guidNumber(501), guidNumber(502)];
    const state = stateAfter([
      ...tree,
      deletedEvent([child], { under: [root], conceptId: coverage, previousRevision: 1, deletionId: first }),
      deletedEvent([root], { previousRevision: 0, deletionId: second }),
    ]);
    expect([...state.deletions.values()].map(({ ids }) => ids)).toEqual([[child], [root]]);
  });

  it('is refused when the event took another number of instances, or what does not live', () => {
    expect(() => stateAfter([...tree, deletedEvent([root], { previousRevision: 0 })])).toThrow(
      'concerned 1 instances, here are 2',
    );
    expect(() => stateAfter([...tree, wholeTree, wholeTree])).toThrow('nothing lives');
    expect(() => stateAfter([...tree, wholeTree, restoredEvent('A'), restoredEvent('B')])).toThrow('no deletion');
  });

  it('counts the same digest for the same set in any order', () => {
    expect(digestOf([root, child])).toBe(digestOf([child, root]));
    expect(digestOf([root])).not.toBe(digestOf([root, child]));
  });
});

describe('what the state knows of ended claims', () => {
  const ended = (claimStream: string, claimRevision: number) =>
    claimEnded({ ...commandOf(), workspaceId, instanceId: root, conceptId: policy }, { claimStream, claimRevision });

  it('is the highest ended revision of each claim stream, in whatever order they came', () => {
    const state = stateAfter([ended('rootname-a', 4), ended('rootname-a', 2), ended('rootname-b', 0)]);
    expect([...state.endedClaims]).toEqual([
      ['rootname-a', 4],
      ['rootname-b', 0],
    ]);
  });

  it('is no answer to the command that fenced', () => {
    expect(stateAfter([ended('rootname-a', 4)]).commands.size).toBe(0);
  });
});

describe('the commands that a state remembers', () => {
  const commandId = (number: number) => guidNumber<CommandId>(5_000_000 + number);

  it('each stand at the revision of their first event', () => {
    const twice = { command: { commandId: commandId(1) } };
    const state = stateAfter([
      savedEvent(),
      savedEvent({ ...coverageBelowRoot, ...twice }),
      savedEvent({ ...twice, dataVersion: 2, previousRevision: 0 }),
    ]);
    expect(state.commands.get(commandId(1))).toBe(1);
  });

  it('are the last 10,000: the oldest is forgotten, and the estimate of bytes stays', () => {
    const events = Array.from({ length: limits.rememberedCommandsMax }, (_, index) =>
      savedEvent({ dataVersion: index + 1, access: [me], command: { commandId: commandId(index) } }),
    );
    const state = stateAfter(events);
    const { bytes } = state;
    expect([state.commands.size, state.commands.get(commandId(0))]).toEqual([10_000, 0]);

    evolve(state, placed(savedEvent({ dataVersion: 10_001, command: { commandId: commandId(10_000) } }), 10_000));
    expect([state.commands.size, state.commands.has(commandId(0)), state.commands.get(commandId(1))]).toEqual([10_000, false, 1]);
    expect(state.commands.get(commandId(10_000))).toBe(10_000);
    expect(state.bytes).toBe(bytes);
  });
});

describe('the estimate of bytes', () => {
  it('grows with instances, access rows, commands, deletions and ended claims, and not with versions', () => {
    const commandId = guidNumber<CommandId>(77);
    const bytesAfter = (...events: DraftEvent[]) => stateAfter(events).bytes;
    const one = savedEvent({ command: { commandId } });
    expect(bytesAfter(one)).toBeGreaterThan(bytesAfter());
    expect(bytesAfter(savedEvent({ access: [me, colleague], command: { commandId } }))).toBeGreaterThan(bytesAfter(one));
    expect(bytesAfter(one, savedEvent({ dataVersion: 2, command: { commandId } }))).toBe(bytesAfter(one));
    expect(bytesAfter(...tree, wholeTree, restoredEvent('Policy 1'))).toBeLessThan(bytesAfter(...tree, wholeTree) + 200);
  });
});
