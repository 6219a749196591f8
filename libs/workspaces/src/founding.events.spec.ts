import { describe, expect, it } from '@jest/globals';
import { accessSetOf, openEvent, sealEvent, systemConcepts, type DraftEvent } from '@datakeep/kernel';
import { userOfWorkspace } from './found-user.js';
import { claimOfWorkspace, workspaceOf } from './founding.events.js';
import { foundingOf } from './test-support.js';
import { projectWorkspaces } from './workspace.projection.js';

const founding = foundingOf();
const { workspaceId, userId, profileId } = founding;
const seen = { acl: accessSetOf(workspaceId, [userId]), access: [userId] };
const recorded = (draft: DraftEvent) =>
  openEvent({ ...sealEvent(draft, null), stream: 'workspace-1', revision: 0, place: 1, timeMs: 2 });

describe('the founding of a workspace', () => {
  it('writes the workspace as an instance at the root, seen by its creator alone', () => {
    const { type, context, facts, body } = workspaceOf(founding);
    expect(type).toBe('WorkspaceCreated');
    expect(context).toMatchObject({
      workspaceId,
      instanceId: workspaceId,
      dataSetId: null,
      conceptId: systemConcepts.workspace,
      parentId: null,
      hierarchy: '/',
      dataVersion: 1,
      previousRevision: null,
      change: 'created',
      userId,
      profileId,
      ...founding.command,
    });
    expect(facts).toEqual({ name: 'Customer', kind: 'customer', status: 'Active', ...seen });
    expect(Buffer.from(body!).toString()).toBe('<workspace xmlns="urn:datakeep:workspace:1" kind="customer"/>');
  });

  it('writes the creator as a user: an instance of the system concept with its XML, and that the profile joined', () => {
    const [saved, joined] = userOfWorkspace(founding);
    const place = { workspaceId, dataSetId: userId, instanceId: userId, conceptId: systemConcepts.user, parentId: workspaceId };
    expect(saved).toMatchObject({
      type: 'InstanceSaved',
      context: { ...place, hierarchy: `/${workspaceId}/`, change: 'created' },
    });
    expect(saved?.facts).toEqual({ name: 'Ann', status: 'Active', ...seen });
    expect(Buffer.from(saved!.body!).toString()).toBe(`<user xmlns="urn:datakeep:user:1"><profile>${profileId}</profile></user>`);
    expect(joined).toMatchObject({
      type: 'UserJoined',
      context: { ...place, change: 'joined' },
      facts: { profileId },
      body: null,
    });
  });

  it('claims a chosen id for the profile that creates', () => {
    expect(claimOfWorkspace(founding)).toMatchObject({
      type: 'WorkspaceIdClaimed',
      context: { workspaceId, instanceId: workspaceId, change: 'claimed' },
      facts: { profileId },
      body: null,
    });
  });

  it('makes the same of the same founding', () => {
    expect([claimOfWorkspace(founding), workspaceOf(founding), userOfWorkspace(founding)]).toEqual([
      claimOfWorkspace(founding),
      workspaceOf(founding),
      userOfWorkspace(founding),
    ]);
  });
});

describe('the list of workspaces', () => {
  it('has a workspace with its kind once it is created, and not while its id is only claimed', () => {
    expect(projectWorkspaces(recorded(workspaceOf(founding)))).toEqual([
      { change: 'put-entry', view: 'workspaces', entry: { workspaceId, name: 'Customer', kind: 'customer' } },
    ]);
    expect(projectWorkspaces(recorded(claimOfWorkspace(founding)))).toEqual([]);
  });
});
