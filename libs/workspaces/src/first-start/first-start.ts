import { apiKeyIssued, profileRegistered, tokenHashOf, type ApiKeyIssuedFacts } from '@datakeep/access';
import type { EventStore } from '@datakeep/event-store';
import {
  guidOf,
  openEvent,
  streamOf,
  systemConcepts,
  uuidV5,
  type CommandId,
  type EventContext,
  type Guid,
  type NamingKey,
  type ProfileId,
  type UserId,
  type WorkspaceId,
} from '@datakeep/kernel';
import { appendOnce } from '../append-once.js';
import type { Founding } from '../founding.events.js';
import { readWorkspace } from '../workspace-stream.js';
import { writeWorkspace } from '../write-workspace.js';

/** What the owner of a new repository is given; `token` is nowhere else. */
export interface Owner {
  readonly token: string;
  readonly serverOwnerWorkspaceId: WorkspaceId;
  readonly workspaceId: WorkspaceId;
  readonly profileId: ProfileId;
  readonly userId: UserId;
}

/** A first start that was cut short cannot go on with another token: its profile holds the first one's hash. */
export class TokenLost extends Error {
  override readonly name = 'TokenLost';
}

const issuer = 'urn:datakeep:first-start';
const subject = 'owner';
const displayName = 'Owner';

/** The id of a profile: UUIDv5 of its subject in the namespace of its issuer (design, section 1). */
export function profileIdOf(of: { readonly issuer: string; readonly subject: string }): ProfileId {
  const url: Guid = guidOf('6ba7b811-9dad-11d1-80b4-00c04fd430c8');
  return uuidV5<ProfileId>(uuidV5(url, of.issuer), of.subject);
}

/** The owner that a repository with this naming key has; the same on each call but for the token, which is the caller's. */
export function ownerOf(namingKey: NamingKey, token: string): Owner {
  const workspaceId = namingKey.only<WorkspaceId>('workspace customer');
  return {
    token,
    serverOwnerWorkspaceId: namingKey.only<WorkspaceId>('workspace server-owner'),
    workspaceId,
    profileId: profileIdOf({ issuer, subject }),
    userId: namingKey.only<UserId>('user customer'),
  };
}

/** True when the first start has come to its end: its last step is the customer's workspace. */
export async function isStarted(events: EventStore, namingKey: NamingKey): Promise<boolean> {
  const { workspaceId } = ownerOf(namingKey, '');
  return (await readWorkspace(events, workspaceId)).state.created !== null;
}

/**
 * Writes what people later stand on (design, section 3, "First start"): the owner's profile with an API key, the Server
 * Owner workspace and one Customer workspace, each with a user for the owner. Each step is done once, however often a
 * start was killed and begun again with the same owner. Returns the place of the last step.
 */
export async function firstStart(events: EventStore, namingKey: NamingKey, owner: Owner): Promise<number> {
  const profileId = owner.profileId;
  const own = { serverOwner: namingKey.only<UserId>('user server-owner'), customer: owner.userId };
  const commandId = namingKey.only<CommandId>('command first-start');
  const command = { commandId, requestHash: null, correlationId: commandId, causationId: commandId };
  const profile: EventContext = {
    ...command,
    workspaceId: owner.serverOwnerWorkspaceId,
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
    userId: own.serverOwner,
    profileId,
    authorityRevision: null,
    judgedBy: [],
  };
  const drafts = [
    profileRegistered({ ...profile, namingKey: namingKey.fingerprint }, { issuer, subject, displayName }),
    apiKeyIssued({ ...profile, change: 'issued' }, { label: 'owner', tokenHash: tokenHashOf(owner.token) }),
  ];
  const foundings: readonly Founding[] = [
    {
      ...{ workspaceId: owner.serverOwnerWorkspaceId, name: 'Server Owner', kind: 'server-owner', userId: own.serverOwner },
      ...{ profileId, displayName, command },
    },
    { workspaceId: owner.workspaceId, name: 'Customer', kind: 'customer', userId: own.customer, profileId, displayName, command },
  ];
  const known = await appendOnce(events, { stream: streamOf.profile(profileId), drafts });
  if (known.done === 'before' && (openEvent(known.event).facts as ApiKeyIssuedFacts).tokenHash !== tokenHashOf(owner.token)) {
    throw new TokenLost('the first start began with another token');
  }
  let place = 0;
  for (const founding of foundings) {
    const plan = { foundingBy: () => founding, commandId, namesOf: owner.serverOwnerWorkspaceId, idIsChosen: false };
    const written = await writeWorkspace(events, namingKey, plan);
    if ('refused' in written) throw new Error(`the workspace ${founding.name} of the first start: ${written.refused}`);
    place = written.place;
  }
  return place;
}
