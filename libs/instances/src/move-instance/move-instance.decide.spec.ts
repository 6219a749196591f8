import { describe, expect, it } from '@jest/globals';
import { digestOf, limits, systemConcepts, type CommandId, type InstanceId } from '@datakeep/kernel';
import { claimEnded } from '@datakeep/workspaces';
import type { Expectation } from '../version.refusals.js';
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
  other,
  policy,
  root,
  savedEvent,
  stateAfter,
  stranger,
  workspaceId,
} from '../test-support.js';
import type { MoveInstance } from './move-instance.command.js';
import { decideMove } from './move-instance.decide.js';

type State = Parameters<typeof decideMove>[0];
type Ground = Parameters<typeof decideMove>[2];

const leaf = guidNumber<InstanceId>(5);
const elsewhere = guidNumber<InstanceId>(6);

/** A move by me of the child to the other one, whatever its version, unless it says otherwise. */
const move = (asked: Partial<MoveInstance> = {}, ground: Partial<Ground> = {}) => {
  const command = { instanceId: child, parentId: other, expected: { kind: 'any' }, context: commandOf(), ...asked } as const;
  return (state: State) => decideMove(state, command, { principals: [me], claim: undefined, elsewhere: undefined, ...ground });
};

const below = (instanceId: InstanceId, under: readonly InstanceId[], name: string, changed: object = {}) =>
  savedEvent({ instanceId, under, conceptId: coverage, facts: { name }, ...changed });
const leafBelowChild = below(leaf, [root, child], 'Leaf');
/** The root with the child, which has the leaf, and the other one. */
const tree = [savedEvent(), below(child, [root], 'Child'), leafBelowChild, below(other, [root], 'Other')];

describe('a move', () => {
  it('is one version of the moved instance, and says where it stands now, where it stood, and how many came along', () => {
    const context = commandOf();
    given(...tree)
      .when(move({ context, reason: 'Belongs there' }))
      .then([
        {
          type: 'InstanceMoved',
          context: {
            ...context,
            workspaceId,
            dataSetId: root,
            instanceId: child,
            conceptId: coverage,
            parentId: other,
            hierarchy: `/${workspaceId}/${root}/${other}/`,
            dataVersion: 2,
            previousRevision: 1,
            change: 'moved',
            deletionId: null,
            count: 2,
            digest: digestOf([child, leaf]),
          },
          facts: {
            name: 'Child',
            status: 'Active',
            acl: savedEvent().facts.acl,
            fromParentId: root,
            seen: 2,
            reason: 'Belongs there',
          },
          body: null,
        },
      ]);
  });

  it('takes along what the caller does not see, and counts it apart', () => {
    const hidden = below(leaf, [root, child], 'Leaf', { access: [colleague] });
    expect(move()(stateAfter([tree[0]!, tree[1]!, hidden, tree[3]!]))).toMatchObject({
      accepted: [{ context: { count: 2, digest: digestOf([child, leaf]) }, facts: { seen: 1 } }],
    });
  });

  it('leaves behind what was deleted below it', () => {
    const gone = deletedEvent([leaf], { under: [root, child], conceptId: coverage, previousRevision: 2 });
    expect(move()(stateAfter([...tree, gone]))).toMatchObject({
      accepted: [{ context: { count: 1, digest: digestOf([child]) } }],
    });
  });

  it('to where it stands already is a version like any other, with another name too', () => {
    const parentId = root;
    expect(move({ parentId })(stateAfter(tree))).toMatchObject({
      accepted: [{ context: { dataVersion: 2, parentId }, facts: { name: 'Child' } }],
    });
    expect(move({ parentId, instanceName: 'Renamed' })(stateAfter(tree))).toMatchObject({
      accepted: [{ facts: { name: 'Renamed' } }],
    });
  });

  it('finds nothing that is absent, hidden or deleted, alike, whatever else would refuse it', () => {
    const notFound = { refused: 'not-found' };
    const expected = { kind: 'not-stated' } as const;
    given().when(move()).then(notFound);
    given(...tree)
      .when(move({ parentId: leaf, expected }, { principals: [stranger] }))
      .then(notFound);
    given(...tree, deletedEvent([child, leaf], { under: [root], conceptId: coverage, previousRevision: 1 }))
      .when(move({ expected }))
      .then(notFound);
  });

  it.each<[Expectation, object]>([
    [{ kind: 'not-stated' }, { refused: 'version-required', currentVersion: 1 }],
    [
      { kind: 'version', version: 2 },
      { refused: 'version-mismatch', currentVersion: 1 },
    ],
    [{ kind: 'absent' }, { refused: 'version-mismatch', currentVersion: 1 }],
  ])('that expects %j of version 1 is refused, before its parent is', (expected, refusal) => {
    given(...tree)
      .when(move({ expected, parentId: leaf }))
      .then(refusal);
  });

  it('does not touch what the repository itself stands on, nor puts anything below it', () => {
    const refusal = { refused: 'forbidden', command: 'move-instance', concept: systemConcepts.user };
    const expected = { kind: 'not-stated' } as const;
    given(savedEvent({ conceptId: systemConcepts.user }))
      .when(move({ instanceId: root, expected }))
      .then(refusal);
    given(...tree)
      .when(move({ parentId: elsewhere, expected }, { elsewhere: systemConcepts.user }))
      .then(refusal);
    given(savedEvent(), tree[1]!, below(other, [root], 'Model', { conceptId: systemConcepts.presentationModel }))
      .when(move({ expected }))
      .then({ ...refusal, concept: systemConcepts.presentationModel });
  });

  it('is remembered before anything else is looked at', () => {
    const commandId = guidNumber<CommandId>(77);
    given(savedEvent({ command: { commandId } }))
      .when(move({ context: commandOf({ commandId }) }, { principals: [stranger] }))
      .then({ remembered: 0 });
  });
});

describe('the new parent', () => {
  it('must not be the instance itself or anything below it', () => {
    for (const parentId of [child, leaf]) {
      given(...tree)
        .when(move({ parentId }))
        .then({ refused: 'parent-inside-subtree', parentId });
    }
    given(...tree)
      .when(move({ instanceId: root, parentId: leaf }))
      .then({ refused: 'parent-inside-subtree', parentId: leaf });
  });

  it('is not found when it is absent, hidden or deleted, alike, inside of the subtree too', () => {
    const absent = move({ parentId: elsewhere });
    given(...tree)
      .when(absent)
      .then({ refused: 'parent-not-found', parentId: elsewhere });
    const hidden = below(other, [root], 'Other', { access: [colleague] });
    given(...tree.slice(0, 3), hidden)
      .when(move())
      .then({ refused: 'parent-not-found', parentId: other });
    given(...tree, deletedEvent([other], { under: [root], conceptId: coverage, previousRevision: 3 }))
      .when(move())
      .then({ refused: 'parent-not-found', parentId: other });
    const hiddenLeaf = below(leaf, [root, child], 'Leaf', { access: [colleague] });
    given(tree[0]!, tree[1]!, hiddenLeaf)
      .when(move({ parentId: leaf }))
      .then({ refused: 'parent-not-found', parentId: leaf });
  });

  it('must be of the same data set: another one is named only when the caller sees the parent there', () => {
    for (const instanceId of [root, child]) {
      given(...tree)
        .when(move({ instanceId, parentId: elsewhere }, { elsewhere: policy }))
        .then({ refused: 'other-data-set', parentId: elsewhere });
    }
  });

  it('is the workspace for the root alone, which cannot stand anywhere else', () => {
    given(...tree)
      .when(move({ parentId: guidNumber<InstanceId>(1) }))
      .then({ refused: 'other-data-set', parentId: workspaceId });
    const stay = move({ instanceId: root, parentId: guidNumber<InstanceId>(1) });
    expect(stay(stateAfter(tree))).toMatchObject({
      accepted: [
        { context: { instanceId: root, parentId: workspaceId, hierarchy: `/${workspaceId}/`, dataVersion: 2, count: 4 } },
      ],
    });
  });
});

describe('the name of what moves', () => {
  const namesake = below(elsewhere, [root, other], 'Child');

  it('must be free below the new parent, seen or not', () => {
    const refusal = { refused: 'name-taken', instanceName: 'Child' };
    given(...tree, namesake)
      .when(move())
      .then(refusal);
    given(...tree, { ...namesake, facts: { ...namesake.facts, access: [colleague] } })
      .when(move())
      .then(refusal);
  });

  it('may be another one, or that of a sibling of another concept', () => {
    expect(move({ instanceName: 'Child 2' })(stateAfter([...tree, namesake]))).toMatchObject({
      accepted: [{ facts: { name: 'Child 2' } }],
    });
    const ofAnotherConcept = below(elsewhere, [root, other], 'Child', { conceptId: policy });
    expect(move()(stateAfter([...tree, ofAnotherConcept]))).toHaveProperty('accepted');
  });

  it('is claimed for a root that gets another one, and not for one that keeps its own', () => {
    const renamed = { instanceId: root, parentId: guidNumber<InstanceId>(1), instanceName: 'Policy 2' };
    const needs = { needs: 'root-name', conceptId: policy, name: 'Policy 2' };
    const claim = claimOn('Policy 2', policy);
    const { stream: claimStream, revision: claimRevision } = claim;
    const ended = claimEnded(
      { ...commandOf(), workspaceId, instanceId: root, conceptId: policy },
      { claimStream, claimRevision },
    );
    given(...tree)
      .when(move(renamed))
      .then(needs);
    given(...tree, ended)
      .when(move(renamed, { claim }))
      .then(needs);
    expect(move(renamed, { claim })(stateAfter(tree))).toMatchObject({ accepted: [{ facts: { name: 'Policy 2' } }] });
  });
});

describe('the depth of a moved tree', () => {
  const deep = (level: number) => guidNumber<InstanceId>(2_000 + level);
  const atLevel = (level: number) => Array.from({ length: level }, (_, at) => deep(at));
  /** A chain below the root: the root is its level 0. */
  const chain = (levels: number) => [
    savedEvent({ instanceId: root }),
    ...Array.from({ length: levels }, (_, at) =>
      below(deep(at + 1), [root, ...atLevel(at + 1).slice(1)], `Level ${String(at + 1)}`),
    ),
  ];
  const tip = guidNumber<InstanceId>(7);
  const tipBelowLeaf = (access: readonly string[]) => below(tip, [root, child, leaf], 'Tip', { access });
  /** The child with a leaf that has a tip: two levels below the child. */
  const branch = (access: readonly string[] = [me]) => [below(child, [root], 'Child'), leafBelowChild, tipBelowLeaf(access)];

  it('is that of its deepest instance, seen or not: it may just fill the limit', () => {
    // The workspace, the root, the chain, the child and the leaf are the ancestors of the tip.
    const levels = limits.hierarchyDepthMax - 4;
    expect(move({ parentId: deep(levels) })(stateAfter([...chain(levels), ...branch()]))).toHaveProperty('accepted');
    const refusal = { refused: 'limit-exceeded', limit: 'hierarchy-depth', max: limits.hierarchyDepthMax };
    const tooDeep = { parentId: deep(levels + 1) };
    for (const access of [[me], [colleague]]) {
      given(...chain(levels + 1), ...branch(access))
        .when(move(tooDeep))
        .then(refusal);
    }
    const leafAlone = move({ instanceId: leaf, ...tooDeep });
    expect(leafAlone(stateAfter([...chain(levels + 1), ...branch()]))).toHaveProperty('accepted');
  });
});
