import { describe, expect, it } from '@jest/globals';
import { systemConcepts, type CommandId } from '@datakeep/kernel';
import type { Expectation } from '../version.refusals.js';
import {
  commandOf,
  deletedEvent,
  given,
  guidNumber,
  me,
  policy,
  root,
  savedEvent,
  stateAfter,
  statusEvent,
  stranger,
  workspaceId,
} from '../test-support.js';
import type { ChangeStatus } from './change-status.command.js';
import { decideStatus } from './change-status.decide.js';

type State = Parameters<typeof decideStatus>[0];

/** A lock by me of the root, whatever its version, unless it says otherwise. */
const change = (asked: Partial<ChangeStatus> = {}, principals: readonly string[] = [me]) => {
  const command = { instanceId: root, status: 'Locked', expected: { kind: 'any' }, context: commandOf(), ...asked } as const;
  return (state: State) => decideStatus(state, command, { principals });
};

describe('a change of status', () => {
  it('is a version without a body', () => {
    const context = commandOf();
    given(savedEvent())
      .when(change({ context, reason: 'Under review' }))
      .then([
        {
          type: 'InstanceStatusChanged',
          context: {
            ...context,
            workspaceId,
            dataSetId: root,
            instanceId: root,
            conceptId: policy,
            parentId: workspaceId,
            hierarchy: `/${workspaceId}/`,
            dataVersion: 2,
            previousRevision: 0,
            change: 'status-changed',
            deletionId: null,
            count: null,
            digest: null,
          },
          facts: { name: 'Policy 1', status: 'Locked', acl: savedEvent().facts.acl, reason: 'Under review' },
          body: null,
        },
      ]);
  });

  it('to the status that it has already is a version too', () => {
    const locked = statusEvent('Locked', { previousRevision: 0 });
    expect(change()(stateAfter([savedEvent(), locked]))).toMatchObject({
      accepted: [{ context: { dataVersion: 3, previousRevision: 1 }, facts: { status: 'Locked' } }],
    });
  });

  it('finds nothing that is absent, hidden or deleted, alike', () => {
    const notFound = { refused: 'not-found' };
    const expected = { kind: 'not-stated' } as const;
    given().when(change()).then(notFound);
    given(savedEvent())
      .when(change({ expected }, [stranger]))
      .then(notFound);
    given(savedEvent(), deletedEvent([root], { previousRevision: 0 }))
      .when(change({ expected }))
      .then(notFound);
  });

  it.each<[Expectation, object]>([
    [{ kind: 'not-stated' }, { refused: 'version-required', currentVersion: 1 }],
    [
      { kind: 'version', version: 2 },
      { refused: 'version-mismatch', currentVersion: 1 },
    ],
    [{ kind: 'absent' }, { refused: 'version-mismatch', currentVersion: 1 }],
  ])('that expects %j of version 1 is refused', (expected, refusal) => {
    given(savedEvent()).when(change({ expected })).then(refusal);
  });

  it('does not touch what the repository itself stands on', () => {
    given(savedEvent({ conceptId: systemConcepts.user }))
      .when(change({ expected: { kind: 'not-stated' } }))
      .then({ refused: 'forbidden', command: 'change-status', concept: systemConcepts.user });
  });

  it('is remembered before anything else is looked at', () => {
    const commandId = guidNumber<CommandId>(77);
    given(savedEvent({ command: { commandId } }))
      .when(change({ context: commandOf({ commandId }) }, [stranger]))
      .then({ remembered: 0 });
  });
});
