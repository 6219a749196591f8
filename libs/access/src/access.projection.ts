import type { OpenedEvent } from '@datakeep/kernel';
import type { ViewChange } from '@datakeep/view-store';
import type { ApiKeyIssuedFacts, ProfileRegisteredFacts, UserJoinedFacts } from './access.events.js';

/** Profiles, API keys, users and memberships from their events. */
export function projectAccess(event: OpenedEvent): readonly ViewChange[] {
  const { header } = event;
  switch (event.type) {
    case 'ProfileRegistered': {
      const facts = event.facts as ProfileRegisteredFacts;
      return [{ change: 'put-entry', view: 'profiles', entry: { profileId: header.instanceId, ...facts } }];
    }
    case 'ApiKeyIssued': {
      const { label, tokenHash } = event.facts as ApiKeyIssuedFacts;
      return [{ change: 'put-entry', view: 'api_keys', entry: { tokenHash, profileId: header.instanceId, label } }];
    }
    case 'UserJoined': {
      const { profileId } = event.facts as UserJoinedFacts;
      const entry = { workspaceId: header.workspaceId, userId: header.instanceId, profileId };
      return [
        { change: 'put-entry', view: 'users', entry },
        { change: 'put-entry', view: 'memberships', entry },
      ];
    }
    default:
      return [];
  }
}
