import { describe, expect, it } from '@jest/globals';
import { claimEnded } from '@datakeep/workspaces';
import { accessSetOf, limits, systemConcepts, type CommandId, type InstanceId } from '@datakeep/kernel';
import type { Expectation } from '../version.refusals.js';
import { idClaimed } from '../instance.events.js';
import {
  child,
  claimOn,
  colleague,
  commandOf,
  coverage,
  deletedEvent,
  given,
  givenState,
  guidNumber,
  me,
  other,
  policy,
  root,
  savedEvent,
  stateAfter,
  stranger,
  workspaceId,
  xml,
} from '../test-support.js';
import type { SaveInstance } from './save-instance.command.js';
import { decideSave } from './save-instance.decide.js';

type State = Parameters<typeof decideSave>[0];
type Ground = Parameters<typeof decideSave>[2];

/** A save by me, over the root, of whatever is there, unless it says otherwise; it holds the claim on its name. */
const save = (asked: Partial<SaveInstance> = {}, ground: Partial<Ground> = {}) => {
  const command = { instanceId: root, expected: { kind: 'any' }, xml: xml(), context: commandOf(), ...asked } as const;
  const claim = claimOn(asked.instanceName ?? 'Policy 1', asked.conceptId ?? policy);
  return (state: State) => decideSave(state, command, { principals: [me], claim, ...ground });
};

const newRoot = { instanceName: 'Policy 1', conceptId: policy };
const newChild = { instanceId: child, parentId: root, instanceName: 'Coverage 1', conceptId: coverage };
const coverageBelowRoot = { instanceId: child, under: [root], conceptId: coverage, facts: { name: 'Coverage 1' } };

describe('a save of what is not there', () => {
  it('creates the root of a data set, seen by its creator alone', () => {
    const context = commandOf({ requestHash: 'hash of the request' });
    given()
      .when(save({ ...newRoot, context, xml: xml('<new/>') }))
      .then([
        {
          type: 'InstanceSaved',
          context: {
            ...context,
            workspaceId,
            dataSetId: root,
            instanceId: root,
            conceptId: policy,
            parentId: workspaceId,
            hierarchy: `/${workspaceId}/`,
            dataVersion: 1,
            previousRevision: null,
            change: 'created',
            judgedBy: [],
          },
          facts: { name: 'Policy 1', status: 'Active', acl: accessSetOf(workspaceId, [me]), access: [me] },
          body: xml('<new/>'),
        },
      ]);
  });

  it('creates a child under its parent, seen by whoever sees the parent', () => {
    given(savedEvent({ access: [colleague, me] }))
      .when(save(newChild))
      .then([
        {
          type: 'InstanceSaved',
          context: {
            instanceId: child,
            dataSetId: root,
            parentId: root,
            hierarchy: `/${workspaceId}/${root}/`,
            dataVersion: 1,
            change: 'created',
          },
          facts: {
            name: 'Coverage 1',
            status: 'Active',
            acl: accessSetOf(workspaceId, [me, colleague]),
            access: [me, colleague],
          },
          body: xml(),
        },
      ]);
  });

  it('gives the new instance to those whom the save names, each once', () => {
    given(savedEvent())
      .when(save({ ...newChild, access: [stranger, colleague, stranger] }))
      .then([
        {
          type: 'InstanceSaved',
          context: { instanceId: child },
          facts: {
            name: 'Coverage 1',
            status: 'Active',
            acl: accessSetOf(workspaceId, [colleague, stranger]),
            access: [colleague, stranger],
          },
          body: xml(),
        },
      ]);
  });

  it('keeps the status and the reason that it names', () => {
    const seen = { acl: accessSetOf(workspaceId, [me]), access: [me] };
    given()
      .when(save({ ...newRoot, status: 'Locked', reason: 'Why not' }))
      .then([
        {
          type: 'InstanceSaved',
          context: {},
          facts: { name: 'Policy 1', status: 'Locked', ...seen, reason: 'Why not' },
          body: xml(),
        },
      ]);
  });

  it('takes the workspace as the parent of a root, said or not', () => {
    expect(save({ ...newRoot, parentId: workspaceId })(stateAfter([]))).toHaveProperty('accepted');
  });

  it.each<Expectation>([{ kind: 'any' }, { kind: 'absent' }, { kind: 'not-stated' }])(
    'is free to anyone who expects %j',
    (expected) => {
      expect(save({ ...newRoot, expected })(stateAfter([]))).toHaveProperty('accepted');
    },
  );

  it('finds nothing when it means to follow a version', () => {
    given()
      .when(save({ ...newRoot, expected: { kind: 'version', version: 1 } }))
      .then({ refused: 'not-found' });
  });

  it('needs a name and a concept, and is told which of them is missing', () => {
    const detail = 'is required to create an instance';
    const [name, concept] = [
      { pointer: '/instanceName', detail },
      { pointer: '/conceptId', detail },
    ];
    given()
      .when(save())
      .then({ refused: 'invalid-request', errors: [name, concept] });
    given()
      .when(save({ conceptId: policy }))
      .then({ refused: 'invalid-request', errors: [name] });
    given()
      .when(save({ instanceName: 'Policy 1' }))
      .then({ refused: 'invalid-request', errors: [concept] });
  });

  it('does not make a user, a group or anything else that the repository itself stands on', () => {
    for (const conceptId of Object.values(systemConcepts)) {
      given()
        .when(save({ ...newRoot, conceptId }))
        .then({ refused: 'forbidden', command: 'save-instance', concept: conceptId });
    }
  });

  it('finds the id taken when it lives in another data set', () => {
    given(idClaimed(savedEvent().context, { dataSetId: other }))
      .when(save(newRoot))
      .then({ refused: 'id-taken', instanceId: root });
  });

  it('finds no parent that is absent, and none that the caller cannot see, alike', () => {
    const hidden = savedEvent({ access: [stranger] });
    given(savedEvent())
      .when(save({ ...newChild, parentId: other }))
      .then({ refused: 'parent-not-found', parentId: other });
    given(hidden).when(save(newChild)).then({ refused: 'parent-not-found', parentId: root });
  });

  it('makes no second root of a data set', () => {
    given(savedEvent())
      .when(save({ ...newChild, parentId: workspaceId }))
      .then({ refused: 'parent-not-found', parentId: workspaceId });
  });
});

describe('a name', () => {
  it('is taken by a sibling of the same concept', () => {
    given(savedEvent(), savedEvent(coverageBelowRoot))
      .when(save({ ...newChild, instanceId: other }))
      .then({ refused: 'name-taken', instanceName: 'Coverage 1' });
  });

  it('is taken by a sibling that the caller cannot see', () => {
    given(savedEvent(), savedEvent({ ...coverageBelowRoot, access: [stranger] }))
      .when(save({ ...newChild, instanceId: other }))
      .then({ refused: 'name-taken', instanceName: 'Coverage 1' });
  });

  it.each([
    ['a sibling of another concept', { conceptId: policy }],
    ['an instance below another parent', { parentId: child }],
    ['a sibling whose name is written in another case', { instanceName: 'COVERAGE 1' }],
  ])('is free although %s has it', (_who, asked) => {
    const state = stateAfter([savedEvent(), savedEvent(coverageBelowRoot)]);
    expect(save({ ...newChild, instanceId: other, ...asked })(state)).toHaveProperty('accepted');
  });

  it('is freed by a rename, and the new one is taken by it', () => {
    const renamed = savedEvent({ ...coverageBelowRoot, dataVersion: 2, previousRevision: 1, facts: { name: 'Coverage 2' } });
    const state = stateAfter([savedEvent(), savedEvent(coverageBelowRoot), renamed]);
    const another = { ...newChild, instanceId: other };
    expect(save(another)(state)).toHaveProperty('accepted');
    givenState(state)
      .when(save({ ...another, instanceName: 'Coverage 2' }))
      .then({ refused: 'name-taken', instanceName: 'Coverage 2' });
  });

  it('cannot be renamed to while a sibling has it', () => {
    const second = savedEvent({ ...coverageBelowRoot, instanceId: other, facts: { name: 'Coverage 2' } });
    given(savedEvent(), savedEvent(coverageBelowRoot), second)
      .when(save({ instanceId: other, instanceName: 'Coverage 1' }))
      .then({ refused: 'name-taken', instanceName: 'Coverage 1' });
  });

  it('may be said again by the one who has it', () => {
    const state = stateAfter([savedEvent(), savedEvent(coverageBelowRoot)]);
    expect(save({ instanceName: 'Policy 1' }, { claim: undefined })(state)).toHaveProperty('accepted');
    expect(save({ instanceId: child, instanceName: 'Coverage 1' }, { claim: undefined })(state)).toHaveProperty('accepted');
  });
});

describe('the name of a root', () => {
  const claim = claimOn('Policy 1', policy);
  const ended = (claimRevision: number) =>
    claimEnded(
      { ...commandOf(), workspaceId, instanceId: root, conceptId: policy },
      { claimStream: claim.stream, claimRevision },
    );
  const needs = { needs: 'root-name', conceptId: policy, name: 'Policy 1' };

  it('must be claimed before a root is created', () => {
    given()
      .when(save(newRoot, { claim: undefined }))
      .then(needs);
  });

  it('must be claimed before a root is renamed, and claimed anew when it is renamed back', () => {
    const renamed = savedEvent({ dataVersion: 2, previousRevision: 0, facts: { name: 'Policy 2' } });
    given(savedEvent())
      .when(save({ instanceName: 'Policy 2' }, { claim: undefined }))
      .then({ needs: 'root-name', conceptId: policy, name: 'Policy 2' });
    given(savedEvent(), renamed)
      .when(save({ instanceName: 'Policy 1' }, { claim: undefined }))
      .then(needs);
  });

  it.each([
    ['another name', claimOn('Policy 2', policy)],
    ['the name of another concept', claimOn('Policy 1', coverage)],
  ])('is not given by a claim on %s', (_what, wrong) => {
    given()
      .when(save(newRoot, { claim: wrong }))
      .then(needs);
  });

  it('is not given by a claim that was ended, or that is older than one that was', () => {
    given(ended(claim.revision)).when(save(newRoot, { claim })).then(needs);
    given(ended(claim.revision + 3), ended(claim.revision - 1))
      .when(save(newRoot, { claim }))
      .then(needs);
  });

  it('is given by a claim that is newer than the one that was ended', () => {
    expect(save(newRoot, { claim })(stateAfter([ended(claim.revision - 1)]))).toMatchObject({
      accepted: [{ context: { dataVersion: 1, previousRevision: null } }],
    });
  });

  it('needs no claim below a root', () => {
    expect(save(newChild, { claim: undefined })(stateAfter([savedEvent()]))).toHaveProperty('accepted');
  });

  it('is asked for only when nothing else stands against the save', () => {
    given(savedEvent())
      .when(save({ instanceName: 'Policy 2', expected: { kind: 'version', version: 7 } }, { claim: undefined }))
      .then({ refused: 'version-mismatch', currentVersion: 1 });
    given()
      .when(save({ ...newRoot, expected: { kind: 'version', version: 1 } }, { claim: undefined }))
      .then({ refused: 'not-found' });
  });
});

describe('a save of what was deleted', () => {
  const tree = [savedEvent(), savedEvent(coverageBelowRoot)];
  const withChildDeleted = [...tree, deletedEvent([child], { under: [root], conceptId: coverage, previousRevision: 1 })];

  it('finds nothing when it means to follow a version, and the id taken otherwise', () => {
    const asked = { ...newChild, expected: { kind: 'version', version: 1 } } as const;
    given(...withChildDeleted)
      .when(save(asked))
      .then({ refused: 'not-found' });
    given(...withChildDeleted)
      .when(save(newChild))
      .then({ refused: 'id-taken', instanceId: child });
  });

  it('may take its name for another instance', () => {
    expect(save({ ...newChild, instanceId: other })(stateAfter(withChildDeleted))).toHaveProperty('accepted');
  });

  it('finds no parent in it', () => {
    const all = deletedEvent([root, child], { previousRevision: 0 });
    given(...tree, all)
      .when(save({ ...newChild, instanceId: other }))
      .then({ refused: 'parent-not-found', parentId: root });
  });
});

describe('a save over what is there', () => {
  it('makes the next version and leaves what it does not name as it is', () => {
    const first = savedEvent({ access: [me, colleague], facts: { status: 'Locked' } });
    given(first)
      .when(save({ xml: xml('<second/>') }))
      .then([
        {
          type: 'InstanceSaved',
          context: {
            instanceId: root,
            conceptId: policy,
            parentId: workspaceId,
            hierarchy: `/${workspaceId}/`,
            dataVersion: 2,
            previousRevision: 0,
            change: 'saved',
          },
          facts: { name: 'Policy 1', status: 'Locked', acl: first.facts.acl },
          body: xml('<second/>'),
        },
      ]);
  });

  it('follows the event that opened the present row, whatever else stands in the stream', () => {
    const decided = save({ instanceId: root })(stateAfter([savedEvent(), savedEvent(coverageBelowRoot)]));
    expect(decided).toMatchObject({ accepted: [{ context: { previousRevision: 0 } }] });
    const below = save({ instanceId: child })(stateAfter([savedEvent(), savedEvent(coverageBelowRoot)]));
    expect(below).toMatchObject({
      accepted: [{ context: { previousRevision: 1, parentId: root, hierarchy: `/${workspaceId}/${root}/` } }],
    });
  });

  it('renames, changes the status and keeps the reason', () => {
    const first = savedEvent();
    given(first)
      .when(save({ instanceName: 'Policy 2', status: 'Locked', reason: 'Because' }))
      .then([
        {
          type: 'InstanceSaved',
          context: { dataVersion: 2 },
          facts: { name: 'Policy 2', status: 'Locked', acl: first.facts.acl, reason: 'Because' },
          body: xml(),
        },
      ]);
  });

  it('gives it to others only when it names them', () => {
    given(savedEvent())
      .when(save({ access: [me, colleague, me] }))
      .then([
        {
          type: 'InstanceSaved',
          context: {},
          facts: { name: 'Policy 1', status: 'Active', acl: accessSetOf(workspaceId, [me, colleague]), access: [me, colleague] },
          body: xml(),
        },
      ]);
  });

  it('may say again where the instance stands and what it is', () => {
    const state = stateAfter([savedEvent(), savedEvent(coverageBelowRoot)]);
    expect(save({ parentId: workspaceId, conceptId: policy })(state)).toHaveProperty('accepted');
    expect(save({ instanceId: child, parentId: root, conceptId: coverage })(state)).toHaveProperty('accepted');
  });

  it('does not move it', () => {
    given(
      savedEvent(),
      savedEvent(coverageBelowRoot),
      savedEvent({ ...coverageBelowRoot, instanceId: other, facts: { name: 'Coverage 2' } }),
    )
      .when(save({ instanceId: other, parentId: child }))
      .then({ refused: 'use-move-instance', parentId: root });
  });

  it('does not make something else of it', () => {
    given(savedEvent())
      .when(save({ conceptId: coverage }))
      .then({ refused: 'concept-is-fixed', conceptId: policy });
  });

  it('does not touch what the repository itself stands on', () => {
    given(savedEvent({ conceptId: systemConcepts.user }))
      .when(save())
      .then({ refused: 'forbidden', command: 'save-instance', concept: systemConcepts.user });
  });
});

describe('the version that a save expects', () => {
  const twice = [savedEvent(), savedEvent({ dataVersion: 2, previousRevision: 0 })];
  const mismatch = { refused: 'version-mismatch', currentVersion: 2 };

  it.each<[Expectation, object]>([
    [{ kind: 'version', version: 1 }, mismatch],
    [{ kind: 'version', version: 3 }, mismatch],
    [{ kind: 'absent' }, mismatch],
    [{ kind: 'not-stated' }, { refused: 'version-required', currentVersion: 2 }],
  ])('is not %j when there are two', (expected, refusal) => {
    given(...twice)
      .when(save({ expected }))
      .then(refusal);
  });

  it.each<Expectation>([{ kind: 'version', version: 2 }, { kind: 'any' }])('may be %j when there are two', (expected) => {
    expect(save({ expected })(stateAfter(twice))).toMatchObject({
      accepted: [{ context: { dataVersion: 3, previousRevision: 1 } }],
    });
  });

  it.each<[Expectation, object]>([
    [{ kind: 'version', version: 2 }, { refused: 'not-found' }],
    [{ kind: 'any' }, { refused: 'id-taken', instanceId: root }],
    [{ kind: 'absent' }, { refused: 'id-taken', instanceId: root }],
    [{ kind: 'not-stated' }, { refused: 'id-taken', instanceId: root }],
  ])('tells nothing of a hidden instance: %j', (expected, refusal) => {
    given(...twice)
      .when(save({ ...newRoot, expected }, { principals: [stranger] }))
      .then(refusal);
  });

  it('is checked before everything that is a conflict', () => {
    const wrong = { conceptId: coverage, parentId: other, instanceName: 'Coverage 1' };
    given(...twice)
      .when(save({ ...wrong, expected: { kind: 'version', version: 1 } }))
      .then(mismatch);
    given(...twice)
      .when(save({ ...wrong, expected: { kind: 'not-stated' } }))
      .then({ refused: 'version-required', currentVersion: 2 });
  });
});

describe('a command that was done before', () => {
  const commandId = guidNumber<CommandId>(77);
  const done = [
    savedEvent(),
    savedEvent({ dataVersion: 2, previousRevision: 0, command: { commandId } }),
    savedEvent({ dataVersion: 3, previousRevision: 1 }),
  ];

  it('is remembered by the revision of its first event', () => {
    given(...done)
      .when(save({ context: commandOf({ commandId }) }))
      .then({ remembered: 1 });
  });

  it('is remembered before anything else is looked at', () => {
    const wrong = { conceptId: systemConcepts.user, parentId: other, expected: { kind: 'version', version: 9 } } as const;
    given(...done)
      .when(save({ ...wrong, context: commandOf({ commandId }) }, { principals: [stranger] }))
      .then({ remembered: 1 });
  });
});

describe('the limits of a data set', () => {
  /** A state in which `count` instances stand below the root, without their events. */
  const crowded = (count: number): State => {
    const state = stateAfter([savedEvent()]);
    const one = [...state.instances.values()][0]!;
    for (let number = 1; number < count; number += 1) {
      const instanceId = guidNumber<InstanceId>(1_000_000 + number);
      state.instances.set(instanceId, { ...one, instanceId, parentId: root });
    }
    return state;
  };

  it('are 100,000 instances: the last one is taken, and no more', () => {
    expect(save(newChild)(crowded(99_999))).toHaveProperty('accepted');
    givenState(crowded(100_000))
      .when(save(newChild))
      .then({ refused: 'limit-exceeded', limit: 'instances-in-data-set', max: 100_000 });
  });

  it('leave a full data set open for new versions', () => {
    expect(save()(crowded(100_000))).toHaveProperty('accepted');
  });

  it('are 64 ancestors: the 64th is taken, and no more', () => {
    const ids = Array.from({ length: limits.hierarchyDepthMax }, (_, level) =>
      level === 0 ? root : guidNumber<InstanceId>(2_000 + level),
    );
    const chain = ids.map((instanceId, level) =>
      savedEvent({ instanceId, under: ids.slice(0, level), facts: { name: String(level) } }),
    );
    const deepest = save({ ...newChild, parentId: ids.at(-2)! })(stateAfter(chain.slice(0, -1)));
    expect(deepest).toHaveProperty('accepted');
    given(...chain)
      .when(save({ ...newChild, parentId: ids.at(-1)! }))
      .then({ refused: 'limit-exceeded', limit: 'hierarchy-depth', max: 64 });
  });
});

describe('deciding', () => {
  it('changes nothing of the state that it looks at', () => {
    const state = stateAfter([savedEvent(), savedEvent(coverageBelowRoot)]);
    const before = structuredClone(state);
    save({ instanceName: 'Policy 2', access: [colleague] })(state);
    save({ ...newChild, instanceId: other, instanceName: 'Coverage 2' })(state);
    expect(state).toEqual(before);
  });

  it('takes the time and the ids from its arguments: asked twice, it says the same', () => {
    const asked = save({ ...newRoot, context: commandOf() });
    expect(asked(stateAfter([]))).toEqual(asked(stateAfter([])));
  });
});
