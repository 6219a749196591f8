import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EventStore } from '@datakeep/event-store';
import { NamingKey, openEvent } from '@datakeep/kernel';
import { StartRefused } from '../config.js';
import { logFile, viewsFile } from '../wiring/files.js';
import { readIfThere, writePrivateFile } from './private-file.js';

/**
 * The naming key of the folder, made at the first start (design, section 2). A folder whose log was written with another
 * key, or whose key is gone, refuses to start: with a new key every name could be claimed once more.
 */
export async function openNamingKey(folder: string, events: Pick<EventStore, 'readAll'>): Promise<NamingKey> {
  const path = join(folder, 'naming.key');
  const { events: first } = await events.readAll({ afterPlace: 0, countMax: 1, parts: 'facts' });
  const expected = first[0] === undefined ? undefined : openEvent(first[0]).header.namingKey;
  if (first[0] === undefined && existsSync(viewsFile(folder))) {
    throw new StartRefused(
      `the log in ${folder} is empty, and its views are not: put ${logFile(folder)} back, or remove all of the folder`,
    );
  }
  if (first[0] !== undefined && expected === undefined)
    throw new StartRefused(`the log in ${folder} names no naming key in its first event`);
  let bytes = readIfThere(path);
  if (bytes === undefined) {
    if (expected !== undefined) throw new StartRefused(`${path} is missing, and the log was written with it; put it back`);
    bytes = randomBytes(32);
    writePrivateFile(path, bytes);
  }
  if (bytes.length !== 32) throw new StartRefused(`${path} has ${String(bytes.length)} bytes; a naming key has 32`);
  const key = new NamingKey(bytes);
  if (expected !== undefined && expected !== key.fingerprint) {
    throw new StartRefused(`${path} is not the key that the log was written with (${key.fingerprint} instead of ${expected})`);
  }
  return key;
}
