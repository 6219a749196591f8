import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { tokenHashOf } from '@datakeep/access';
import type { EventStore } from '@datakeep/event-store';
import { openMemoryEventStore } from '@datakeep/event-store-sqlite';
import { openEvent } from '@datakeep/kernel';
import { ownerOf, type Owner } from '@datakeep/workspaces';
import { StartRefused } from '../config.js';
import { temporaryFolders } from '../test-support.js';
import { openNamingKey } from './naming-key.file.js';
import { ensureFirstStart, ownerFile } from './owner.file.js';

const newFolder = temporaryFolders();
let folder: string;
let events: EventStore;
beforeEach(async () => {
  folder = newFolder();
  events = await openMemoryEventStore();
});

const start = async (): Promise<void> => ensureFirstStart(folder, events, await openNamingKey(folder, events));
/** The same log, to which this process appends in another way. */
const withAppend = (append: EventStore['append']) =>
  ({ append, readStream: (request) => events.readStream(request) }) as EventStore;
const keyFile = () => join(folder, 'naming.key');
const owner = () => JSON.parse(readFileSync(ownerFile(folder), 'utf8')) as Owner;
const eventCount = async () => (await events.readAll({ afterPlace: 0, countMax: 1_000, parts: 'facts' })).events.length;

describe('the naming key of a folder', () => {
  it('is made once, of 32 bytes, for its owner alone, and never again', async () => {
    const made = await openNamingKey(folder, events);
    expect([statSync(keyFile()).size, statSync(keyFile()).mode & 0o777]).toEqual([32, 0o600]);
    expect((await openNamingKey(folder, events)).fingerprint).toBe(made.fingerprint);
    expect((await openNamingKey(newFolder(), events)).fingerprint).not.toBe(made.fingerprint);
  });

  it('is the one that the log was written with, or the start is refused', async () => {
    await start();
    await expect(openNamingKey(folder, events)).resolves.toBeDefined();
    writeFileSync(keyFile(), Buffer.alloc(32, 1));
    await expect(openNamingKey(folder, events)).rejects.toThrow(StartRefused);
    await expect(openNamingKey(folder, events)).rejects.toThrow('is not the key that the log was written with');
  });

  it('is missed when it is gone, and no new one is made in its place', async () => {
    await start();
    rmSync(keyFile());
    await expect(openNamingKey(folder, events)).rejects.toThrow('naming.key is missing');
    expect(() => statSync(keyFile())).toThrow('ENOENT');
  });

  it.each([0, 31, 33])('is none with %i bytes', async (bytes) => {
    writeFileSync(keyFile(), Buffer.alloc(bytes));
    await expect(openNamingKey(folder, events)).rejects.toThrow(`has ${String(bytes)} bytes; a naming key has 32`);
  });
});

describe('owner.json', () => {
  it('holds the token and the four ids, for its owner alone', async () => {
    await start();
    const key = await openNamingKey(folder, events);
    expect(owner()).toEqual(ownerOf(key, owner().token));
    expect(Object.keys(owner())).toEqual(['token', 'serverOwnerWorkspaceId', 'workspaceId', 'profileId', 'userId']);
    expect(statSync(ownerFile(folder)).mode & 0o777).toBe(0o600);
  });

  it('holds the token whose hash is in the log', async () => {
    await start();
    const { events: recorded } = await events.readAll({ afterPlace: 0, countMax: 10, parts: 'facts' });
    const issued = recorded.map(openEvent).find(({ type }) => type === 'ApiKeyIssued');
    expect(issued?.facts).toEqual({ label: 'owner', tokenHash: tokenHashOf(owner().token) });
    // 256 bits in base64url.
    expect(owner().token).toMatch(/^dk_[A-Za-z0-9_-]{43}$/);
  });

  it('is not touched by later starts, and is not needed by them', async () => {
    await start();
    const [text, count] = [readFileSync(ownerFile(folder), 'utf8'), await eventCount()];
    await start();
    expect([readFileSync(ownerFile(folder), 'utf8'), await eventCount()]).toEqual([text, count]);
    rmSync(ownerFile(folder));
    await start();
    expect(() => statSync(ownerFile(folder))).toThrow('ENOENT');
  });

  it('gives the same token again to a start that was killed before the log heard of it', async () => {
    const dead = withAppend(() => Promise.reject(new Error('killed')));
    const key = await openNamingKey(folder, events);
    await expect(ensureFirstStart(folder, dead, key)).rejects.toThrow('killed');
    const { token } = owner();
    await start();
    expect(owner().token).toBe(token);
  });

  it('that was lost or changed in the middle of the first start is asked for in one clear line', async () => {
    let appends = 0;
    const dying = withAppend((request) => {
      appends += 1;
      return appends > 1 ? Promise.reject(new Error('killed')) : events.append(request);
    });
    const key = await openNamingKey(folder, events);
    await expect(ensureFirstStart(folder, dying, key)).rejects.toThrow('killed');
    rmSync(ownerFile(folder));
    await expect(start()).rejects.toThrow(StartRefused);
    await expect(start()).rejects.toThrow('does not hold the token that the first start began with');
  });

  it.each(['', 'null', '{}', '{"token":""}', '{"token":7}', '{"tok'])('that holds %j is refused', async (text) => {
    writeFileSync(ownerFile(folder), text);
    await expect(start()).rejects.toThrow(StartRefused);
    expect(await eventCount()).toBe(0);
  });
});
