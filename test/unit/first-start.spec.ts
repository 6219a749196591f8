import { beforeEach, describe, expect, it } from '@jest/globals';
import { tokenHashOf } from '@datakeep/access';
import { NamingKey, openEvent, streamOf } from '@datakeep/kernel';
import { firstStart, isStarted, ownerOf, profileIdOf, TokenLost } from '@datakeep/workspaces';
import { failsAfter, failsBefore, logOf, openScriptedStore, type ScriptedStore } from './scripted-store.js';

const namingKey = new NamingKey(new Uint8Array(32).fill(7));
const owner = ownerOf(namingKey, 'dk_first');

let store: ScriptedStore;
beforeEach(async () => {
  store = await openScriptedStore();
});

const opened = async () => (await store.bare.readAll({ afterPlace: 0, countMax: 1_000, parts: 'all' })).events.map(openEvent);

/** The log of a first start that nothing disturbed, and how many appends it took. */
async function undisturbed() {
  const quiet = await openScriptedStore();
  await firstStart(quiet, namingKey, owner);
  return { log: await logOf(quiet), appends: quiet.appended.length };
}

describe('the first start', () => {
  it('makes the owner, the Server Owner workspace and one Customer workspace', async () => {
    await firstStart(store, namingKey, owner);
    const events = await opened();
    const created = events.filter(({ type }) => type === 'WorkspaceCreated');
    expect(created.map(({ header, facts }) => [header.workspaceId, (facts as { kind: string }).kind])).toEqual([
      [owner.serverOwnerWorkspaceId, 'server-owner'],
      [owner.workspaceId, 'customer'],
    ]);
    const joined = events.filter(({ type }) => type === 'UserJoined');
    expect(joined.map(({ header, facts }) => [header.workspaceId, (facts as { profileId: string }).profileId])).toEqual([
      [owner.serverOwnerWorkspaceId, owner.profileId],
      [owner.workspaceId, owner.profileId],
    ]);
    expect(joined[1]?.header.instanceId).toBe(owner.userId);
  });

  it('names the naming key by its fingerprint in the first event of the repository, and nowhere else', async () => {
    await firstStart(store, namingKey, owner);
    const [first, ...others] = await opened();
    expect([first?.type, first?.header.namingKey]).toEqual(['ProfileRegistered', namingKey.fingerprint]);
    expect(others.filter(({ header }) => header.namingKey !== undefined)).toEqual([]);
  });

  it('keeps the hash of the token and never the token', async () => {
    await firstStart(store, namingKey, owner);
    const { events } = await store.bare.readAll({ afterPlace: 0, countMax: 1_000, parts: 'all' });
    const text = events
      .map(({ header, facts, body }) => header + Buffer.from(facts).toString() + Buffer.from(body!).toString())
      .join('\n');
    expect(text).toContain(tokenHashOf('dk_first'));
    expect(text).not.toContain('dk_first');
  });

  it('gives the place of its last event', async () => {
    expect(await firstStart(store, namingKey, owner)).toBe(await store.reachHead());
  });

  it('has come to its end only when the last workspace stands', async () => {
    const { appends } = await undisturbed();
    for (let append = 1; append <= appends; append += 1) {
      const other = await openScriptedStore();
      for (let before = 1; before < append; before += 1) other.scripts.push((forward) => forward());
      other.scripts.push(failsBefore);
      await expect(firstStart(other, namingKey, owner)).rejects.toThrow('the store is away');
      expect(await isStarted(other, namingKey)).toBe(false);
      await firstStart(other, namingKey, owner);
      expect(await isStarted(other, namingKey)).toBe(true);
    }
  });

  it.each([
    ['before', failsBefore],
    ['after', failsAfter],
  ])('goes on from wherever it was cut short: one result, when the store fails %s any append', async (_when, failing) => {
    const { log, appends } = await undisturbed();
    for (let append = 1; append <= appends; append += 1) {
      const other = await openScriptedStore();
      for (let before = 1; before < append; before += 1) other.scripts.push((forward) => forward());
      other.scripts.push(failing);
      await expect(firstStart(other, namingKey, owner)).rejects.toThrow(/away|lost/);
      await firstStart(other, namingKey, owner);
      expect((await logOf(other)).filter((line) => !line.startsWith('rootname-'))).toEqual(
        log.filter((line) => !line.startsWith('rootname-')),
      );
    }
  });

  it('changes nothing when it is done again', async () => {
    const place = await firstStart(store, namingKey, owner);
    const log = await logOf(store);
    expect(await firstStart(store, namingKey, owner)).toBe(place);
    expect(await logOf(store)).toEqual(log);
  });

  it('does not go on with another token than it began with', async () => {
    store.scripts.push(failsAfter);
    await expect(firstStart(store, namingKey, owner)).rejects.toThrow('lost');
    await expect(firstStart(store, namingKey, ownerOf(namingKey, 'dk_second'))).rejects.toThrow(TokenLost);
    expect(await logOf(store)).toEqual([
      `${streamOf.profile(owner.profileId)} 0 ProfileRegistered`,
      `${streamOf.profile(owner.profileId)} 1 ApiKeyIssued`,
    ]);
  });
});

describe('the owner', () => {
  it('has the same ids under the same naming key, and others under another one', () => {
    expect(ownerOf(namingKey, 'other token')).toEqual({ ...owner, token: 'other token' });
    const elsewhere = ownerOf(new NamingKey(new Uint8Array(32).fill(8)), 'dk_first');
    for (const id of ['serverOwnerWorkspaceId', 'workspaceId', 'userId'] as const) expect(elsewhere[id]).not.toBe(owner[id]);
  });

  it('has a profile whose id is the UUIDv5 of issuer and subject', () => {
    // Python: uuid5(uuid5(NAMESPACE_URL, 'urn:datakeep:first-start'), 'owner')
    expect(profileIdOf({ issuer: 'urn:datakeep:first-start', subject: 'owner' })).toBe('e1d8e256-737c-564c-b5b1-b64ed0e89117');
    expect(owner.profileId).toBe('e1d8e256-737c-564c-b5b1-b64ed0e89117');
    expect(profileIdOf({ issuer: 'a', subject: 'b' })).not.toBe(profileIdOf({ issuer: 'b', subject: 'a' }));
  });
});
