import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AppendRequest, EventStore } from '@datakeep/event-store';
import { openMemoryEventStore, openSqliteEventStore } from '@datakeep/event-store-sqlite';
import { NamingKey, openEvent } from '@datakeep/kernel';
import { firstStart, ownerOf, TokenLost, type Owner } from '@datakeep/workspaces';
import { makeFolder, newRoot, startTestServer, xmlOf } from '../support/index.js';

class Killed extends Error {}

/** A store whose process dies right before or right after the append with this number, counted from 1. */
function killedAt(events: EventStore, append: number, when: 'before' | 'after'): EventStore {
  let appends = 0;
  return new Proxy(events, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'append') return value.bind(target) as unknown;
      return async (request: AppendRequest) => {
        appends += 1;
        if (appends > append || (appends === append && when === 'before')) throw new Killed();
        const outcome = await target.append(request);
        if (appends === append) throw new Killed();
        return outcome;
      };
    },
  });
}

/** Everything in the log that people stand on. A name is claimed anew by every try, and a claim makes no row. */
async function logOf(events: EventStore): Promise<readonly object[]> {
  const streamPrefixes = ['profile-', 'workspace-', 'dataset-'];
  const { events: recorded } = await events.readAll({ afterPlace: 0, countMax: 1_000, parts: 'all', streamPrefixes });
  return recorded.map((event) => {
    const { header, facts } = openEvent(event);
    const body = Buffer.from(event.body ?? []).toString('utf8');
    return { stream: event.stream, revision: event.revision, type: event.type, header, facts, body };
  });
}

const key = new NamingKey(randomBytes(32));
const owner: Owner = ownerOf(key, `dk_${randomBytes(32).toString('base64url')}`);
let whole: readonly object[];
let appendsOfWhole = 0;

beforeAll(async () => {
  const events = await openMemoryEventStore();
  const counted = new Proxy(events, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (name === 'append') appendsOfWhole += 1;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  await firstStart(counted, key, owner);
  whole = await logOf(events);
  await events.close();
});

/** The appends of a first start, and a few more: killed there means not killed at all. */
const appends = Array.from({ length: 12 }, (_, index) => index + 1);
const steps = appends.flatMap((append) => (['before', 'after'] as const).map((when) => ({ append, when })));

describe('a first start', () => {
  it('has no more steps than are killed below', () => {
    expect(appendsOfWhole).toBeGreaterThanOrEqual(5);
    expect(appendsOfWhole).toBeLessThanOrEqual(appends.length);
  });

  it.each(steps)('that was killed $when append $append goes on to the same log as one that was not', async ({ append, when }) => {
    const events = await openMemoryEventStore();
    const killed = firstStart(killedAt(events, append, when), key, owner);
    if (append <= appendsOfWhole) await expect(killed).rejects.toThrow(Killed);
    else await killed;
    await firstStart(events, key, owner);
    expect(await logOf(events)).toEqual(whole);
    await firstStart(events, key, owner);
    expect(await logOf(events)).toEqual(whole);
    await events.close();
  });

  it('does not go on with another token than it began with', async () => {
    const events = await openMemoryEventStore();
    await expect(firstStart(killedAt(events, 1, 'after'), key, owner)).rejects.toThrow(Killed);
    await expect(firstStart(events, key, { ...owner, token: 'dk_another' })).rejects.toThrow(TokenLost);
    await events.close();
  });
});

describe('a server', () => {
  it.each([1, 3, 5, 7])('on a folder whose first start was killed after append %i lets its owner in', async (append) => {
    const folder = makeFolder();
    const bytes = randomBytes(32);
    const ownKey = new NamingKey(bytes);
    const ownOwner = ownerOf(ownKey, `dk_${randomBytes(32).toString('base64url')}`);
    writeFileSync(join(folder, 'naming.key'), bytes, { mode: 0o600 });
    writeFileSync(join(folder, 'owner.json'), JSON.stringify(ownOwner), { mode: 0o600 });
    const events = await openSqliteEventStore({ folder });
    const killed = firstStart(killedAt(events, append, 'after'), ownKey, ownOwner);
    if (append <= appendsOfWhole) await expect(killed).rejects.toThrow(Killed);
    else await killed;
    await events.close();

    const server = await startTestServer({ folder });
    expect(server.owner).toEqual(ownOwner);
    const root = await newRoot(server.workspace);
    expect((await server.workspace.read(root)).text).toBe(xmlOf('1'));
    expect((await server.serverOwner.command('create-workspace', { name: 'Goes on' })).status).toBe(201);
    await server.close();
  });
});
