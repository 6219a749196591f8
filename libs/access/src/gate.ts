import { hash } from 'node:crypto';
import type { ProfileId, UserId, WorkspaceId } from '@datakeep/kernel';
import type { ReaderViews, ViewStore } from '@datakeep/view-store';
import { accessViews } from './access.views.js';
import type { Caller, WorkspaceKind } from './caller.js';
import type { Freshness } from './freshness.js';
import { Recent } from './recent.js';

const rememberedMax = 10_000;

/** SHA-256 of an API token, base64url: the only form in which the repository keeps one. */
export function tokenHashOf(token: string): string {
  return hash('sha256', token, 'base64url');
}

/** The one way from a token to rows: token → profile → user of a workspace → what its principals may see (design, section 6). */
export class Gate {
  // Tokens and memberships are only ever added so far; what can narrow them must empty these.
  private readonly profiles = new Recent<ProfileId>(rememberedMax);
  private readonly callers = new Recent<Caller>(rememberedMax);

  constructor(
    private readonly views: ViewStore,
    private readonly freshness: Freshness,
  ) {}

  /** The profile that a bearer token belongs to; undefined for a token that nobody was given. */
  async authenticate(token: string): Promise<ProfileId | undefined> {
    const key = { tokenHash: tokenHashOf(token) };
    const known = this.profiles.get(key.tokenHash);
    if (known !== undefined) return known;
    let entry = await this.views.system.entry(accessViews.apiKeys.name, key);
    if (entry === undefined) {
      await this.freshness.caughtUp();
      await this.freshness.ownWrites();
      entry = await this.views.system.entry(accessViews.apiKeys.name, key);
    }
    const profileId = entry?.['profileId'] as ProfileId | undefined;
    if (profileId !== undefined) this.profiles.put(key.tokenHash, profileId);
    return profileId;
  }

  /** The caller in one workspace; undefined, alike, for a workspace that is absent and one that the profile is no user of. */
  async enter(profileId: ProfileId, workspaceId: WorkspaceId): Promise<Caller | undefined> {
    const known = this.callers.get(`${profileId}${workspaceId}`);
    if (known !== undefined) return known;
    const caller = await this.freshness.found(() => this.membership(profileId, workspaceId));
    if (caller !== undefined) this.callers.put(`${profileId}${workspaceId}`, caller);
    return caller;
  }

  /**
   * What the caller may see, at least as new as what this process acknowledged, and the place that the answer reaches: where
   * the views stood before anything was read.
   */
  async reader({ workspaceId, principals }: Caller): Promise<{ readonly reader: ReaderViews; readonly place: number }> {
    await this.freshness.ownWrites();
    const place = await this.views.position();
    return { reader: this.views.reader({ workspaceId, principals }), place };
  }

  /** Those of `principals` that are nobody in the workspace. */
  async unknownPrincipals(workspaceId: WorkspaceId, principals: readonly string[]): Promise<readonly string[]> {
    const unknown = await this.notUsers(workspaceId, principals);
    if (unknown.length === 0) return unknown;
    await this.freshness.head();
    return this.notUsers(workspaceId, unknown);
  }

  private async notUsers(workspaceId: WorkspaceId, principals: readonly string[]): Promise<readonly string[]> {
    const unknown: string[] = [];
    for (const userId of principals) {
      if ((await this.views.system.entry(accessViews.users.name, { workspaceId, userId })) === undefined) unknown.push(userId);
    }
    return unknown;
  }

  private async membership(profileId: ProfileId, workspaceId: WorkspaceId): Promise<Caller | undefined> {
    const workspace = await this.views.system.entry(accessViews.workspaces.name, { workspaceId });
    const membership = await this.views.system.entry(accessViews.memberships.name, { workspaceId, profileId });
    if (workspace === undefined || membership === undefined) return undefined;
    const userId = membership['userId'] as UserId;
    return { profileId, workspaceId, workspaceKind: workspace['kind'] as WorkspaceKind, userId, principals: [userId] };
  }
}
