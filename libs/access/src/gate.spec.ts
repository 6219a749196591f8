import { hash } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Freshness, ViewBehind } from './freshness.js';
import { Gate, tokenHashOf } from './gate.js';
import { caller, fakeViews, guidNumber } from './test-support.js';

const head = 40;
const headReached = 'reached 40 within 5000';
const { profileId, workspaceId, userId } = caller;
const member = [
  { workspaceId, profileId },
  { workspaceId, profileId, userId },
] as const;
const known = [{ workspaceId }, { workspaceId, name: 'Customer', kind: 'customer' }] as const;

let views: ReturnType<typeof fakeViews>;
let freshness: Freshness;
let gate: Gate;
beforeEach(() => {
  views = fakeViews();
  freshness = new Freshness({ reachHead: async () => head }, views);
  gate = new Gate(views, freshness);
});

describe('a token', () => {
  const tokenHash = hash('sha256', 'dk_token', 'base64url');

  it('is known by its hash alone', () => {
    expect(tokenHashOf('dk_token')).toBe(tokenHash);
  });

  it('belongs to the profile that it was issued to', async () => {
    views.put('api_keys', { tokenHash }, { tokenHash, profileId, label: 'owner' });
    expect(await gate.authenticate('dk_token')).toBe(profileId);
    expect(views.asked).toEqual(['api_keys']);
  });

  it('that nobody was given belongs to nobody', async () => {
    expect(await gate.authenticate('dk_other')).toBeUndefined();
    expect(await gate.authenticate(tokenHash)).toBeUndefined();
  });

  it('that this process issued is known before the views have heard of it', async () => {
    freshness.acknowledge(12);
    views.later('api_keys', { tokenHash }, { tokenHash, profileId });
    expect(await gate.authenticate('dk_token')).toBe(profileId);
    expect(views.asked).toEqual(['api_keys', headReached, 'reached 12 within 1000', 'api_keys']);
  });

  it('is not refused while the views are still being built: they may not have it yet', async () => {
    views.later('api_keys', { tokenHash }, { tokenHash, profileId });
    views.reachable = false;
    await expect(gate.authenticate('dk_other')).rejects.toThrow(ViewBehind);
    views.reachable = true;
    expect(await gate.authenticate('dk_token')).toBe(profileId);
  });

  it('that nobody was given makes nobody wait for the head once the views have caught up', async () => {
    for (const token of ['dk_one', 'dk_two', 'dk_three']) expect(await gate.authenticate(token)).toBeUndefined();
    expect(views.asked.filter((question) => question === headReached)).toHaveLength(1);
  });
});

describe('who asks in a workspace', () => {
  it('is the user that the profile has there, with no other principals', async () => {
    views.put('workspaces', ...known);
    views.put('memberships', ...member);
    expect(await gate.enter(profileId, workspaceId)).toEqual(caller);
    expect(views.asked).not.toContain(headReached);
  });

  it('knows which kind of workspace it is', async () => {
    views.put('workspaces', { workspaceId }, { workspaceId, name: 'Server Owner', kind: 'server-owner' });
    views.put('memberships', ...member);
    expect((await gate.enter(profileId, workspaceId))?.workspaceKind).toBe('server-owner');
  });

  it('is nobody, after the head was reached, in a workspace that is absent, that he is no user of, or that is not whole yet, alike', async () => {
    const asked: string[][] = [];
    for (const prepare of [
      () => undefined,
      () => {
        views.put('workspaces', ...known);
      },
      () => {
        views.put('memberships', ...member);
      },
    ]) {
      views = fakeViews();
      gate = new Gate(views, new Freshness({ reachHead: async () => head }, views));
      prepare();
      expect(await gate.enter(profileId, workspaceId)).toBeUndefined();
      asked.push(views.asked);
    }
    expect(asked[0]).toEqual(['workspaces', 'memberships', headReached, 'workspaces', 'memberships']);
    expect(asked[1]).toEqual(asked[0]);
    expect(asked[2]).toEqual(asked[0]);
  });

  it('is found when the views come to the head in the meantime', async () => {
    views.put('workspaces', ...known);
    views.later('memberships', ...member);
    expect(await gate.enter(profileId, workspaceId)).toEqual(caller);
  });

  it('is not refused while the views are behind the head', async () => {
    views.reachable = false;
    await expect(gate.enter(profileId, workspaceId)).rejects.toThrow(ViewBehind);
  });
});

describe('what a caller may see', () => {
  it('is asked for with his workspace and his principals, after his own writes', async () => {
    freshness.acknowledge(12);
    await gate.reader(caller);
    expect(views.asked).toEqual(['reached 12 within 1000', `reader ${JSON.stringify({ workspaceId, principals: [userId] })}`]);
  });

  it('is what is there, when his own writes take too long', async () => {
    freshness.acknowledge(12);
    views.reachable = false;
    await expect(gate.reader(caller)).resolves.toBeDefined();
  });
});

describe('principals that a command names', () => {
  const [one, two, three] = [guidNumber(11), guidNumber(12), guidNumber(13)];
  const user = (id: string) =>
    [
      { workspaceId, userId: id },
      { workspaceId, userId: id, profileId },
    ] as const;

  it('are all known when they are users of the workspace', async () => {
    views.put('users', ...user(one));
    views.put('users', ...user(two));
    expect(await gate.unknownPrincipals(workspaceId, [one, two])).toEqual([]);
    expect(await gate.unknownPrincipals(workspaceId, [])).toEqual([]);
    expect(views.asked).not.toContain(headReached);
  });

  it('are unknown only after the head was reached, and only those that are not there then', async () => {
    views.put('users', ...user(one));
    views.later('users', ...user(two));
    expect(await gate.unknownPrincipals(workspaceId, [one, two, three])).toEqual([three]);
    expect(views.asked).toEqual(['users', 'users', 'users', headReached, 'users', 'users']);
  });

  it('are unknown when they are users of another workspace', async () => {
    views.put('users', { workspaceId: guidNumber(99), userId: one }, { userId: one });
    expect(await gate.unknownPrincipals(workspaceId, [one])).toEqual([one]);
  });
});
