import { describe, expect, it } from '@jest/globals';
import { accessSetOf, digestOf, limits, systemConcepts, type CommandId, type InstanceId } from '@datakeep/kernel';
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
import type { ChangeAccess } from './change-access.command.js';
import { decideAccess } from './change-access.decide.js';

type State = Parameters<typeof decideAccess>[0];

/** A grant to the colleague, or a revoke from him, by me on the root alone, unless it says otherwise. */
const change = (kind: 'grant' | 'revoke', asked: Partial<ChangeAccess> = {}, principals: readonly string[] = [me]) => {
  const named = { instanceId: root, principals: [colleague], expected: { kind: 'not-stated' } as const };
  const command = { kind, context: commandOf(), ...named, ...asked };
  return (state: State) => decideAccess(state, command, { principals });
};

const below = (instanceId: InstanceId, name: string, access: readonly string[]) =>
  savedEvent({ instanceId, under: [root], conceptId: coverage, facts: { name }, access });
/** I see the root and the child; the other one is the stranger's alone. */
const tree = [savedEvent(), below(child, 'Child', [me, colleague]), below(other, 'Other', [stranger])];
const withDescendants = true;

describe('a grant', () => {
  it('makes no version, and says who was given rows, of what, and who saw it', () => {
    const context = commandOf();
    given(...tree)
      .when(change('grant', { context, principals: [stranger, colleague, stranger], reason: 'Takes over' }))
      .then([
        {
          type: 'AccessGranted',
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
            change: 'granted',
            deletionId: null,
            count: 1,
            digest: digestOf([root]),
          },
          facts: {
            name: 'Policy 1',
            acl: accessSetOf(workspaceId, [me, colleague, stranger]),
            principals: [colleague, stranger],
            scope: 'instance',
            seenBy: [me],
            reason: 'Takes over',
          },
          body: null,
        },
      ]);
  });

  it('on a tree concerns what the caller sees and what becomes another, so that nobody gives himself what is hidden', () => {
    const digest = digestOf([root]);
    expect(change('grant', { withDescendants })(stateAfter(tree))).toMatchObject({
      accepted: [{ context: { count: 1, digest }, facts: { scope: 'tree' } }],
    });
    expect(change('grant', { withDescendants, principals: [me] })(stateAfter(tree))).toMatchObject({
      accepted: [{ context: { count: 0, digest: digestOf([]) } }],
    });
  });

  it('that changes nothing is an event all the same, so that its key stays bound', () => {
    expect(change('grant', { principals: [me] })(stateAfter(tree))).toMatchObject({
      accepted: [{ context: { count: 0, dataVersion: 1, previousRevision: 0 }, facts: { acl: savedEvent().facts.acl } }],
    });
  });

  it('gives no more rows than the limit allows, or none at all', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => guidNumber(10_000_000 + index));
    const full = many(limits.accessRowsMax - 1);
    expect(change('grant', { principals: full })(stateAfter(tree))).toHaveProperty('accepted');
    given(savedEvent(), below(child, 'Child', [me, colleague]))
      .when(change('grant', { principals: full, withDescendants }))
      .then({ refused: 'limit-exceeded', limit: 'access-rows', max: limits.accessRowsMax });
  });
});

describe('a revoke', () => {
  it('takes rows away where there are some, and makes no version', () => {
    expect(change('revoke', { withDescendants })(stateAfter(tree))).toMatchObject({
      accepted: [
        {
          type: 'AccessRevoked',
          context: { instanceId: root, dataVersion: 1, change: 'revoked', count: 1, digest: digestOf([child]) },
          facts: { acl: savedEvent().facts.acl, principals: [colleague], scope: 'tree', seenBy: [me] },
        },
      ],
    });
  });

  it('takes his own row away from whoever sends it, when somebody is left', () => {
    expect(change('revoke', { instanceId: child, principals: [me] })(stateAfter(tree))).toMatchObject({
      accepted: [{ context: { count: 1 }, facts: { acl: accessSetOf(workspaceId, [colleague]) } }],
    });
  });

  it('leaves nothing without anybody: it is refused whole, and names the first one', () => {
    const refusal = { refused: 'access-would-be-empty' };
    given(...tree)
      .when(change('revoke', { principals: [me], withDescendants }))
      .then({ ...refusal, instanceId: root, count: 1 });
    given(...tree)
      .when(change('revoke', { principals: [me, colleague], withDescendants }))
      .then({ ...refusal, instanceId: root, count: 2 });
    given(savedEvent({ access: [me, colleague] }), below(child, 'Child', [me]), tree[2]!)
      .when(change('revoke', { principals: [me], withDescendants }))
      .then({ ...refusal, instanceId: child, count: 1 });
  });

  it('knows nothing of what the caller does not see', () => {
    expect(change('revoke', { principals: [stranger], withDescendants })(stateAfter(tree))).toMatchObject({
      accepted: [{ context: { count: 0 } }],
    });
  });
});

describe.each(['grant', 'revoke'] as const)('a %s', (kind) => {
  it('finds nothing that is absent, hidden or deleted, alike', () => {
    const notFound = { refused: 'not-found' };
    const expected = { kind: 'version', version: 9 } as const;
    given().when(change(kind)).then(notFound);
    given(...tree)
      .when(change(kind, { expected }, [stranger]))
      .then(notFound);
    given(savedEvent(), deletedEvent([root], { previousRevision: 0 }))
      .when(change(kind, { expected }))
      .then(notFound);
  });

  it('needs no version, and keeps to one that is stated', () => {
    for (const expected of [{ kind: 'any' }, { kind: 'version', version: 1 }] as const) {
      expect(change(kind, { expected })(stateAfter(tree))).toHaveProperty('accepted');
    }
    for (const expected of [{ kind: 'absent' }, { kind: 'version', version: 2 }] as const) {
      given(...tree)
        .when(change(kind, { expected }))
        .then({ refused: 'version-mismatch', currentVersion: 1 });
    }
  });

  it('does not touch what the repository itself stands on', () => {
    given(savedEvent({ conceptId: systemConcepts.user }))
      .when(change(kind, { expected: { kind: 'version', version: 9 } }))
      .then({ refused: 'forbidden', command: `${kind}-access`, concept: systemConcepts.user });
  });

  it('is remembered before anything else is looked at', () => {
    const commandId = guidNumber<CommandId>(77);
    given(savedEvent({ command: { commandId } }))
      .when(change(kind, { context: commandOf({ commandId }) }, [stranger]))
      .then({ remembered: 0 });
  });
});
