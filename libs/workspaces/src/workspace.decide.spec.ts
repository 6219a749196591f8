import { describe, expect, it } from '@jest/globals';
import { openEvent, sealEvent, systemConcepts, type DraftEvent } from '@datakeep/kernel';
import { claimOfWorkspace, workspaceOf } from './founding.events.js';
import { claimEnded } from './name-claim.events.js';
import { foundingOf, guidNumber } from './test-support.js';
import { decideCreateWorkspace } from './workspace.decide.js';
import { emptyWorkspace, evolveWorkspace, type WorkspaceState } from './workspace.state.js';

const founding = foundingOf();
const byOther = foundingOf({ profileId: guidNumber(55) }, 66);
const claim = { stream: 'rootname-customer', revision: 5 };

/** The state after events that stand at revisions from 0 on and places from 10 on. */
function stateAfter(events: readonly DraftEvent[]): WorkspaceState {
  return events
    .map((draft, revision) =>
      openEvent({ ...sealEvent(draft, null), stream: 'workspace-1', revision, place: 10 + revision, timeMs: 1 }),
    )
    .reduce(evolveWorkspace, emptyWorkspace);
}

function given(...events: readonly DraftEvent[]) {
  return {
    when: (by = founding, on: typeof claim | undefined = claim) => ({
      then: (expected: object) => {
        expect(decideCreateWorkspace(stateAfter(events), by, on)).toEqual(expected);
      },
    }),
  };
}

const ended = (claimRevision: number, claimStream = claim.stream) => {
  const { workspaceId, userId, profileId, command } = byOther;
  const context = { ...command, workspaceId, instanceId: workspaceId, conceptId: systemConcepts.workspace, userId, profileId };
  return claimEnded(context, { claimStream, claimRevision });
};

describe('create-workspace', () => {
  it('creates the workspace on a claim to its name', () => {
    given()
      .when()
      .then({ accepted: workspaceOf(founding) });
  });

  it('goes on behind its own claim on the id', () => {
    given(claimOfWorkspace(founding))
      .when()
      .then({ accepted: workspaceOf(founding) });
  });

  it('goes on behind a claim of the same profile by another command', () => {
    given(claimOfWorkspace(foundingOf({}, 7)))
      .when()
      .then({ accepted: workspaceOf(founding) });
  });

  it('needs the name first', () => {
    expect(decideCreateWorkspace(emptyWorkspace, founding, undefined)).toEqual({ needs: 'name-claim' });
  });

  it('needs the name again when its claim was ended, or is older than one that was', () => {
    given(ended(5)).when().then({ needs: 'name-claim' });
    given(ended(7), ended(3)).when().then({ needs: 'name-claim' });
  });

  it('rests on a claim that is newer than the one that was ended, or of another name', () => {
    given(ended(4))
      .when()
      .then({ accepted: workspaceOf(founding) });
    given(ended(9, 'rootname-other'))
      .when()
      .then({ accepted: workspaceOf(founding) });
  });

  it('finds the id taken by whoever claimed it first, or created it', () => {
    given(claimOfWorkspace(byOther)).when().then({ refused: 'id-taken' });
    given(workspaceOf(byOther)).when().then({ refused: 'id-taken' });
    given(workspaceOf(foundingOf({}, 7)))
      .when()
      .then({ refused: 'id-taken' });
  });

  it('was done before by the same command, whatever became of the claim on its name', () => {
    given(workspaceOf(founding)).when().then({ done: 10 });
    given(claimOfWorkspace(founding), workspaceOf(founding), ended(9)).when().then({ done: 11 });
  });

  it('is refused when the key of the command was used for another request', () => {
    const keyed = (requestHash: string) => foundingOf({ command: { ...founding.command, requestHash } });
    given(workspaceOf(keyed('one')))
      .when(keyed('two'))
      .then({ refused: 'idempotency-key-reused' });
    given(workspaceOf(keyed('one')))
      .when(keyed('one'))
      .then({ done: 10 });
  });
});

describe('the state of a workspace', () => {
  it('knows whose its id is, by what it was created, and which claims ended', () => {
    expect(stateAfter([claimOfWorkspace(founding), ended(5), ended(3), workspaceOf(founding)])).toEqual({
      revision: 3,
      claimedBy: { profileId: founding.profileId, commandId: founding.command.commandId },
      created: { name: 'Customer', commandId: founding.command.commandId, requestHash: null, place: 13 },
      endedClaims: { [claim.stream]: 5 },
    });
  });

  it('does not guess what an event means that it does not know', () => {
    expect(() => stateAfter([{ ...workspaceOf(founding), type: 'WorkspaceMelted' }])).toThrow(
      'does not know the event WorkspaceMelted',
    );
  });

  it('is not changed by evolving it', () => {
    const before = stateAfter([claimOfWorkspace(founding), ended(5)]);
    const copy = structuredClone(before);
    const event = openEvent({ ...sealEvent(ended(8), null), stream: 'workspace-1', revision: 2, place: 12, timeMs: 1 });
    expect(evolveWorkspace(before, event)).not.toEqual(copy);
    expect(before).toEqual(copy);
  });
});
