import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { EventStore } from '@datakeep/event-store';
import type { NamingKey } from '@datakeep/kernel';
import { firstStart, isStarted, ownerOf, TokenLost, type Owner } from '@datakeep/workspaces';
import { StartRefused } from '../config.js';
import { readIfThere, writePrivateFile } from './private-file.js';

/** Where the owner of the folder finds his token. */
export function ownerFile(folder: string): string {
  return join(folder, 'owner.json');
}

/**
 * Makes the first start whole. The token is written to `owner.json` before the log hears of it, so that a start killed
 * anywhere in between goes on with the same one.
 */
export async function ensureFirstStart(folder: string, events: EventStore, namingKey: NamingKey): Promise<void> {
  if (await isStarted(events, namingKey)) return;
  const path = ownerFile(folder);
  const written = readIfThere(path);
  const owner = written === undefined ? ownerOf(namingKey, `dk_${randomBytes(32).toString('base64url')}`) : parse(path, written);
  // Its ids belong to the naming key; a file from elsewhere lends its token only.
  const own = Buffer.from(`${JSON.stringify(ownerOf(namingKey, owner.token), null, 2)}\n`);
  if (written === undefined || !own.equals(written)) writePrivateFile(path, own);
  try {
    await firstStart(events, namingKey, ownerOf(namingKey, owner.token));
  } catch (error) {
    if (error instanceof TokenLost)
      throw new StartRefused(`${path} does not hold the token that the first start began with; put it back`);
    throw error;
  }
}

function parse(path: string, bytes: Buffer): Pick<Owner, 'token'> {
  try {
    const { token } = JSON.parse(bytes.toString('utf8')) as Partial<Owner>;
    if (typeof token === 'string' && token !== '') return { token };
  } catch {
    // Falls through to the one clear line below.
  }
  throw new StartRefused(`${path} is not what the first start wrote: it must be JSON with a token`);
}
