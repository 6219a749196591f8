import type { DraftEvent, EventContext, ProfileId } from '@datakeep/kernel';

export interface ProfileRegisteredFacts {
  readonly issuer: string;
  readonly subject: string;
  readonly displayName: string;
}

/** A person or an external system became known (design, section 3, "First start"). */
export type ProfileRegistered = DraftEvent<'ProfileRegistered', ProfileRegisteredFacts>;

export interface ApiKeyIssuedFacts {
  readonly label: string;
  /** SHA-256 of the token, base64url; the token itself is nowhere in the log. */
  readonly tokenHash: string;
}

export type ApiKeyIssued = DraftEvent<'ApiKeyIssued', ApiKeyIssuedFacts>;

export interface UserJoinedFacts {
  readonly profileId: ProfileId;
}

/** A profile became a user of a workspace; it stands in the stream of the user's data set. */
export type UserJoined = DraftEvent<'UserJoined', UserJoinedFacts>;

export function profileRegistered(context: EventContext, facts: ProfileRegisteredFacts): ProfileRegistered {
  return { type: 'ProfileRegistered', context, facts, body: null };
}

export function apiKeyIssued(context: EventContext, facts: ApiKeyIssuedFacts): ApiKeyIssued {
  return { type: 'ApiKeyIssued', context, facts, body: null };
}

export function userJoined(context: EventContext, facts: UserJoinedFacts): UserJoined {
  return { type: 'UserJoined', context, facts, body: null };
}
