import { describe, expect, it } from '@jest/globals';
import { digestOf, limits, type CommandId, type InstanceId } from '@datakeep/kernel';
import { claimEnded } from '@datakeep/workspaces';
import {
  child,
  claimOn,
  colleague,
  commandOf,
  coverage,
  deletedEvent,
  given,
  guidNumber,
  me,
  movedEvent,
  other,
  policy,
  root,
  savedEvent,
  stateAfter,
  stranger,
  workspaceId,
} from '../test-support.js';
import type { RestoreInstance } from './restore-instance.command.js';
import { decideRestore } from './restore-instance.decide.js';

type State = Parameters<typeof decideRestore>[0];
type Ground = Parameters<typeof decideRestore>[2];

const deletionId = guidNumber(500);
const claim = claimOn('Policy 1', policy);

/** A restore by me of the deletion, with the claim on the old name, unless it says otherwise. */
const restore = (asked: Partial<RestoreInstance> = { deletionId }, ground: Partial<Ground> = {}) => {
  const command = { context: commandOf(), ...asked };
  return (state: State) => decideRestore(state, command, { principals: [me], claim, ...ground });
};

const coverageBelowRoot = { instanceId: child, under: [root], conceptId: coverage, facts: { name: 'Coverage 1' } };
const tree = [savedEvent(), savedEvent(coverageBelowRoot)];
const wholeTree = deletedEvent([root, child], { previousRevision: 0, deletionId });
const childAlone = deletedEvent([child], {
  under: [root],
  conceptId: coverage,
  previousRevision: 1,
  name: 'Coverage 1',
  deletionId,
});

describe('a restore', () => {
  it('puts the whole tree back with one event that names the deletion', () => {
    const context = commandOf();
    given(...tree, wholeTree)
      .when(restore({ deletionId, context, reason: 'By mistake' }))
      .then([
        {
          type: 'InstanceRestored',
          context: {
            ...context,
            workspaceId,
            dataSetId: root,
            instanceId: root,
            conceptId: policy,
            parentId: workspaceId,
            hierarchy: `/${workspaceId}/`,
            dataVersion: 1,
            previousRevision: 2,
            change: 'restored',
            deletionId,
            count: 2,
            digest: digestOf([root, child]),
          },
          facts: { name: 'Policy 1', acl: savedEvent().facts.acl, reason: 'By mistake' },
          body: null,
        },
      ]);
  });

  it.each([root, child])('finds the newest deletion by an instance that it took: %s', (instanceId) => {
    expect(restore({ instanceId })(stateAfter([...tree, wholeTree]))).toMatchObject({
      accepted: [{ context: { instanceId: root, deletionId } }],
    });
  });

  it('puts back only what its own deletion took', () => {
    const later = deletedEvent([root], { previousRevision: 0, deletionId: guidNumber(501) });
    expect(restore({ deletionId: guidNumber(501) })(stateAfter([...tree, childAlone, later]))).toMatchObject({
      accepted: [{ context: { count: 1 } }],
    });
  });

  it('finds nothing where no deletion is, where it was restored, and where the caller saw nothing, alike', () => {
    const notFound = { refused: 'not-found' };
    const [back] = acceptedBy(restore()(stateAfter([...tree, wholeTree])));
    given(...tree)
      .when(restore())
      .then(notFound);
    given(...tree)
      .when(restore({ instanceId: root }))
      .then(notFound);
    given(...tree)
      .when(restore({}))
      .then(notFound);
    given(...tree, wholeTree, back)
      .when(restore())
      .then(notFound);
    given(...tree, wholeTree)
      .when(restore({ deletionId }, { principals: [stranger] }))
      .then(notFound);
  });

  it('is not for somebody who does not see the whole tree', () => {
    const hidden = savedEvent({ ...coverageBelowRoot, access: [colleague] });
    given(savedEvent(), hidden, wholeTree)
      .when(restore())
      .then({ refused: 'forbidden', command: 'restore-instance', concept: policy });
  });

  it('finds no parent that is deleted, or that the caller cannot see', () => {
    const refusal = { refused: 'parent-not-found', parentId: root };
    const parentToo = deletedEvent([root], { previousRevision: 0, deletionId: guidNumber(501) });
    given(...tree, childAlone, parentToo)
      .when(restore())
      .then(refusal);
    given(savedEvent({ access: [colleague] }), tree[1]!, childAlone)
      .when(restore())
      .then(refusal);
  });

  it('is remembered before anything else is looked at', () => {
    const commandId = guidNumber<CommandId>(77);
    given(savedEvent({ command: { commandId } }))
      .when(restore({ deletionId, context: commandOf({ commandId }) }, { principals: [stranger] }))
      .then({ remembered: 0 });
  });
});

describe('the place of what is restored', () => {
  const [leaf, top] = [guidNumber<InstanceId>(5), guidNumber<InstanceId>(6)];
  const below = (instanceId: InstanceId, under: readonly InstanceId[]) =>
    savedEvent({ instanceId, under, conceptId: coverage, facts: { name: instanceId } });
  /** The child and its leaf, deleted, below the top, which stands under the root; and a chain of so many levels beside it. */
  const events = (levels: number) => {
    const chain = Array.from({ length: levels }, (_, at) => guidNumber<InstanceId>(2_000 + at));
    const tree = [savedEvent(), below(top, [root]), below(child, [root, top]), below(leaf, [root, top, child])];
    const gone = { under: [root, top], conceptId: coverage, previousRevision: 2, name: child, deletionId };
    const moved = { under: [root, ...chain], fromParentId: root, conceptId: coverage, previousRevision: 1, name: top };
    const standing = chain.map((id, at) => below(id, [root, ...chain.slice(0, at)]));
    return [...tree, deletedEvent([child, leaf], gone), ...standing, movedEvent([top], moved)];
  };

  it('is where its parent stands by now, as deep as the limit allows and no deeper', () => {
    // The workspace, the root, the chain, the top and the child are the ancestors of the leaf.
    const levels = limits.hierarchyDepthMax - 4;
    const restored = acceptedBy(restore()(stateAfter(events(levels))))[0];
    expect(restored.context.hierarchy.split('/').length - 2).toBe(limits.hierarchyDepthMax - 1);
    given(...events(levels + 1))
      .when(restore())
      .then({ refused: 'limit-exceeded', limit: 'hierarchy-depth', max: limits.hierarchyDepthMax });
  });
});

describe('the name of what is restored', () => {
  const namesake = savedEvent({ ...coverageBelowRoot, instanceId: other });

  it('may have been taken by a sibling in the meantime', () => {
    given(...tree, childAlone, namesake)
      .when(restore())
      .then({ refused: 'name-taken', instanceName: 'Coverage 1' });
  });

  it('may be another one, if that is free', () => {
    const events = [...tree, childAlone, namesake];
    expect(restore({ deletionId, instanceName: 'Coverage 2' })(stateAfter(events))).toMatchObject({
      accepted: [{ facts: { name: 'Coverage 2' } }],
    });
    given(...events)
      .when(restore({ deletionId, instanceName: 'Coverage 1' }))
      .then({ refused: 'name-taken', instanceName: 'Coverage 1' });
  });

  it('must be claimed anew for a root, the old one too', () => {
    const needs = { needs: 'root-name', conceptId: policy, name: 'Policy 1' };
    const { stream: claimStream, revision: claimRevision } = claim;
    const ended = claimEnded(
      { ...commandOf(), workspaceId, instanceId: root, conceptId: policy },
      { claimStream, claimRevision },
    );
    given(...tree, wholeTree)
      .when(restore({ deletionId }, { claim: undefined }))
      .then(needs);
    given(...tree, wholeTree, ended)
      .when(restore())
      .then(needs);
    given(...tree, wholeTree)
      .when(restore({ deletionId, instanceName: 'Policy 2' }))
      .then({ ...needs, name: 'Policy 2' });
  });
});

function acceptedBy(decision: ReturnType<typeof decideRestore>) {
  if ('accepted' in decision && decision.accepted[0] !== undefined) return [decision.accepted[0]] as const;
  throw new Error(`not accepted: ${JSON.stringify(decision)}`);
}
