import type { EntryViewDeclaration } from '@datakeep/view-store';

const text = { type: 'text' } as const;

/** What the server must know before it knows who is asking. None of these reaches a row of a record. */
export const accessViews = {
  profiles: {
    kind: 'entries',
    name: 'profiles',
    audience: 'system',
    key: ['profileId'],
    fields: { profileId: text, issuer: text, subject: text, displayName: text },
  },
  apiKeys: {
    kind: 'entries',
    name: 'api_keys',
    audience: 'system',
    key: ['tokenHash'],
    fields: { tokenHash: text, profileId: text, label: text },
  },
  users: {
    kind: 'entries',
    name: 'users',
    audience: 'system',
    key: ['workspaceId', 'userId'],
    fields: { workspaceId: text, userId: text, profileId: text },
  },
  memberships: {
    kind: 'entries',
    name: 'memberships',
    audience: 'system',
    key: ['workspaceId', 'profileId'],
    fields: { workspaceId: text, profileId: text, userId: text },
  },
  workspaces: {
    kind: 'entries',
    name: 'workspaces',
    audience: 'system',
    key: ['workspaceId'],
    fields: { workspaceId: text, name: text, kind: text },
  },
} as const satisfies Record<string, EntryViewDeclaration>;
