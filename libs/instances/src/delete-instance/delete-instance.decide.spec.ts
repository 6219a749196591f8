import { describe, expect, it } from '@jest/globals';
import { digestOf, systemConcepts, type CommandId, type InstanceId } from '@datakeep/kernel';
import type { Expectation } from '../version.refusals.js';
import {
  child,
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
import type { DeleteInstance } from './delete-instance.command.js';
import { decideDelete } from './delete-instance.decide.js';

type State = Parameters<typeof decideDelete>[0];

const deletionId = guidNumber(500);

/** A delete by me of the whole data set, whatever its version, unless it says otherwise. */
const remove = (asked: Partial<DeleteInstance> = {}, principals: readonly string[] = [me]) => {
  const command = { instanceId: root, expected: { kind: 'any' }, context: commandOf(), ...asked } as const;
  return (state: State) => decideDelete(state, command, { principals, deletionIdAt: () => deletionId });
};

const below = (instanceId: InstanceId, name: string, changed: object = {}) =>
  savedEvent({ instanceId, under: [root], conceptId: coverage, facts: { name }, ...changed });
const tree = [savedEvent(), below(child, 'Coverage 1'), below(other, 'Coverage 2')];

describe('a delete', () => {
  it('takes the whole tree with one event, which says how many and which', () => {
    const context = commandOf();
    given(...tree)
      .when(remove({ context, reason: 'Cancelled' }))
      .then([
        {
          type: 'InstanceDeleted',
          context: {
            ...context,
            workspaceId,
            dataSetId: root,
            instanceId: root,
            conceptId: policy,
            parentId: workspaceId,
            hierarchy: `/${workspaceId}/`,
            dataVersion: 1,
            previousRevision: 0,
            change: 'deleted',
            deletionId,
            count: 3,
            digest: digestOf([other, root, child]),
          },
          facts: { name: 'Policy 1', acl: savedEvent().facts.acl, reason: 'Cancelled' },
          body: null,
        },
      ]);
  });

  it('takes a child alone when nothing is below it', () => {
    expect(remove({ instanceId: child })(stateAfter(tree))).toMatchObject({
      accepted: [{ context: { instanceId: child, parentId: root, previousRevision: 1, count: 1, digest: digestOf([child]) } }],
    });
  });

  it('does not take again what an earlier delete took', () => {
    const earlier = deletedEvent([child], {
      under: [root],
      conceptId: coverage,
      previousRevision: 1,
      deletionId: guidNumber(501),
    });
    expect(remove()(stateAfter([...tree, earlier]))).toMatchObject({
      accepted: [{ context: { count: 2, digest: digestOf([root, other]) } }],
    });
  });

  it('has an id that belongs to the revision it will stand at, so that a key which was forgotten names no deletion twice', () => {
    const asked: number[] = [];
    const command = { instanceId: root, expected: { kind: 'any' }, context: commandOf() } as const;
    decideDelete(stateAfter(tree), command, { principals: [me], deletionIdAt: (revision) => (asked.push(revision), deletionId) });
    expect(asked).toEqual([3]);
  });

  it('finds nothing that is absent, hidden or deleted, alike', () => {
    const notFound = { refused: 'not-found' };
    given().when(remove()).then(notFound);
    given(...tree)
      .when(remove({}, [stranger]))
      .then(notFound);
    given(...tree, deletedEvent([root, child, other], { previousRevision: 0 }))
      .when(remove())
      .then(notFound);
  });

  it.each<[Expectation, object]>([
    [{ kind: 'not-stated' }, { refused: 'version-required', currentVersion: 1 }],
    [
      { kind: 'version', version: 2 },
      { refused: 'version-mismatch', currentVersion: 1 },
    ],
    [{ kind: 'absent' }, { refused: 'version-mismatch', currentVersion: 1 }],
  ])('is refused when it expects %j of version 1', (expected, refusal) => {
    given(...tree)
      .when(remove({ expected }))
      .then(refusal);
  });

  it('follows the version of the instance itself, not of what is below it', () => {
    const changed = below(child, 'Coverage 1', { dataVersion: 2, previousRevision: 1 });
    expect(remove({ expected: { kind: 'version', version: 1 } })(stateAfter([...tree, changed]))).toHaveProperty('accepted');
  });

  it('is blocked by each status that forbids it, and names who has it', () => {
    const locked = below(child, 'Coverage 1', { facts: { name: 'Coverage 1', status: 'Locked' } });
    const blocker = { instanceId: child, instanceName: 'Coverage 1', conceptId: coverage, status: 'Locked' };
    given(savedEvent(), locked)
      .when(remove())
      .then({
        refused: 'deletion-blocked',
        blockers: [{ ...blocker, reason: 'its status forbids deletion' }],
        hiddenBlockers: 0,
      });
  });

  it('is blocked by what the caller cannot see, and only counts it, locked or not', () => {
    const hidden = below(child, 'Secret', { access: [colleague], facts: { name: 'Secret', status: 'Locked' } });
    given(savedEvent(), hidden, below(other, 'Secret too', { access: [colleague] }))
      .when(remove())
      .then({ refused: 'deletion-blocked', blockers: [], hiddenBlockers: 2 });
  });

  it('lists 100 blockers at most', () => {
    const locked = Array.from({ length: 120 }, (_, index) =>
      below(guidNumber(3_000 + index), `Coverage ${String(index)}`, {
        facts: { name: `Coverage ${String(index)}`, status: 'Locked' },
      }),
    );
    const decided = remove()(stateAfter([savedEvent(), ...locked]));
    expect('refused' in decided && decided.refused === 'deletion-blocked' ? decided.blockers.length : decided).toBe(100);
  });

  it('does not take what the repository itself stands on', () => {
    given(savedEvent({ conceptId: systemConcepts.user }))
      .when(remove())
      .then({ refused: 'forbidden', command: 'delete-instance', concept: systemConcepts.user });
  });

  it('is remembered before anything else is looked at', () => {
    const commandId = guidNumber<CommandId>(77);
    given(savedEvent({ command: { commandId } }))
      .when(remove({ context: commandOf({ commandId }) }, [stranger]))
      .then({ remembered: 0 });
  });
});
