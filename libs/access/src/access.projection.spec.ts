import { describe, expect, it } from '@jest/globals';
import { openEvent, sealEvent, systemConcepts, type DraftEvent, type EventContext, type ProfileId } from '@datakeep/kernel';
import { apiKeyIssued, profileRegistered, userJoined } from './access.events.js';
import { projectAccess } from './access.projection.js';
import { guidNumber } from './test-support.js';

const profileId = guidNumber<ProfileId>(5);
const context: EventContext = {
  workspaceId: guidNumber(1),
  dataSetId: null,
  instanceId: profileId,
  conceptId: systemConcepts.profile,
  parentId: null,
  hierarchy: '/',
  dataVersion: 1,
  previousRevision: null,
  change: 'registered',
  deletionId: null,
  count: null,
  digest: null,
  userId: guidNumber(4),
  profileId,
  commandId: guidNumber(6),
  requestHash: null,
  correlationId: 'correlation',
  causationId: guidNumber(6),
  authorityRevision: null,
  judgedBy: [],
};
const recorded = (draft: DraftEvent) =>
  openEvent({ ...sealEvent(draft, null), stream: 'profile-5', revision: 0, place: 1, timeMs: 2 });

describe('the projection of access', () => {
  it('lists a profile', () => {
    const facts = { issuer: 'urn:issuer', subject: 'subject', displayName: 'Ann' };
    expect(projectAccess(recorded(profileRegistered(context, facts)))).toEqual([
      { change: 'put-entry', view: 'profiles', entry: { profileId, ...facts } },
    ]);
  });

  it('finds a profile by the hash of its token', () => {
    expect(projectAccess(recorded(apiKeyIssued(context, { label: 'owner', tokenHash: 'hash' })))).toEqual([
      { change: 'put-entry', view: 'api_keys', entry: { tokenHash: 'hash', profileId, label: 'owner' } },
    ]);
  });

  it('lists a user, and finds him by his profile, in his workspace', () => {
    const joined = userJoined({ ...context, instanceId: guidNumber(7), dataSetId: guidNumber(7) }, { profileId });
    const entry = { workspaceId: guidNumber(1), userId: guidNumber(7), profileId };
    expect(projectAccess(recorded(joined))).toEqual([
      { change: 'put-entry', view: 'users', entry },
      { change: 'put-entry', view: 'memberships', entry },
    ]);
  });

  it('makes nothing of other events', () => {
    expect(projectAccess(recorded({ type: 'InstanceSaved', context, facts: {}, body: null }))).toEqual([]);
  });
});
