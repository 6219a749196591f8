import { randomBytes } from 'node:crypto';
import { apiKeyIssued, profileRegistered, tokenHashOf, userJoined } from '@datakeep/access';
import { noStream, type EventStore } from '@datakeep/event-store';
import {
  accessSetOf,
  instanceSaved,
  randomGuid,
  sealEvent,
  streamOf,
  systemConcepts,
  type CommandId,
  type DraftEvent,
  type EventContext,
  type ProfileId,
  type UserId,
  type WorkspaceId,
} from '@datakeep/kernel';
import type { TestServer } from './test-server.js';
import { WorkspaceApi } from './workspace-api.js';

/** What a person is made with: of a test server, or of the parts of a repository. */
type Served = Pick<TestServer, 'owner' | 'api'> & { readonly repository: Pick<TestServer['repository'], 'events' | 'views'> };

export interface Person {
  readonly token: string;
  readonly profileId: ProfileId;
  readonly userId: UserId;
  /** The workspace that the person is a user of, as that person. */
  readonly workspace: WorkspaceApi;
}

/**
 * A second person: a profile with a token and a user of a workspace, the owner's when left out. Written through the port,
 * as people cannot be invited over HTTP; the events are those of a first start (design, section 3).
 */
export async function otherUser(
  server: Served,
  of: { readonly workspaceId?: string; readonly name?: string } = {},
): Promise<Person> {
  const workspaceId = (of.workspaceId ?? server.owner.workspaceId) as WorkspaceId;
  const name = of.name ?? 'Somebody else';
  const token = `dk_${randomBytes(32).toString('base64url')}`;
  const profileId = randomGuid<ProfileId>();
  const userId = randomGuid<UserId>();
  const { events, views } = server.repository;
  const place = await Promise.all([
    appendNew(events, streamOf.profile(profileId), profileOf(server, { profileId, userId, name, token })),
    appendNew(events, streamOf.dataSet(workspaceId, userId), userOf({ workspaceId, profileId, userId, name })),
  ]);
  if (!(await views.reached(Math.max(...place), { timeoutMsMax: 10_000 })))
    throw new Error('the views did not hear of the new user');
  return { token, profileId, userId, workspace: new WorkspaceApi(server.api.as(token), workspaceId) };
}

async function appendNew(events: EventStore, stream: string, drafts: readonly DraftEvent[]): Promise<number> {
  let previous: string | null = null;
  const sealed = [];
  for (const draft of drafts) {
    const event = sealEvent(draft, previous);
    previous = event.eventHash;
    sealed.push(event);
  }
  const outcome = await events.append({ stream, expectedRevision: noStream, events: sealed });
  if (outcome.outcome !== 'appended') throw new Error(`${stream} is there already`);
  return outcome.place;
}

function profileOf(
  server: Served,
  of: { readonly profileId: ProfileId; readonly userId: UserId; readonly name: string; readonly token: string },
): readonly DraftEvent[] {
  const { profileId, userId, name, token } = of;
  const context: EventContext = {
    ...contextOf({ workspaceId: server.owner.serverOwnerWorkspaceId, profileId, userId }),
    instanceId: profileId,
    conceptId: systemConcepts.profile,
    change: 'registered',
  };
  return [
    profileRegistered(context, { issuer: 'urn:datakeep:test', subject: profileId, displayName: name }),
    apiKeyIssued({ ...context, change: 'issued' }, { label: 'test', tokenHash: tokenHashOf(token) }),
  ];
}

function userOf(of: {
  readonly workspaceId: WorkspaceId;
  readonly profileId: ProfileId;
  readonly userId: UserId;
  readonly name: string;
}): readonly DraftEvent[] {
  const { workspaceId, profileId, userId, name } = of;
  const context: EventContext = {
    ...contextOf({ workspaceId, profileId, userId }),
    dataSetId: userId,
    instanceId: userId,
    conceptId: systemConcepts.user,
    parentId: workspaceId,
    hierarchy: `/${workspaceId}/`,
    change: 'created',
  };
  const facts = { name, status: 'Active', acl: accessSetOf(workspaceId, [userId]), access: [userId] };
  const xml = Buffer.from(`<user xmlns="urn:datakeep:user:1"><profile>${profileId}</profile></user>`);
  return [instanceSaved(context, facts, xml), userJoined({ ...context, change: 'joined' }, { profileId })];
}

function contextOf(of: { readonly workspaceId: WorkspaceId; readonly profileId: ProfileId; readonly userId: UserId }) {
  const commandId = randomGuid<CommandId>();
  return {
    ...of,
    dataSetId: null,
    parentId: null,
    hierarchy: '/',
    dataVersion: 1,
    previousRevision: null,
    deletionId: null,
    count: null,
    digest: null,
    commandId,
    requestHash: null,
    correlationId: commandId,
    causationId: commandId,
    authorityRevision: null,
    judgedBy: [],
  };
}
