import { createHash, randomUUID } from 'node:crypto';

declare const brand: unique symbol;

/** A GUID in lower case, `8-4-4-4-12` hexadecimal digits; the brand says which kind of thing it names. */
export type Guid<Kind extends string = never> = string & { readonly [brand]: Readonly<Record<Kind, true>> };

export type WorkspaceId = Guid<'instance' | 'workspace'>;
export type InstanceId = Guid<'instance'>;
export type ConceptId = Guid<'concept'>;
export type UserId = Guid<'instance' | 'user'>;
export type ProfileId = Guid<'instance' | 'profile'>;
export type CommandId = Guid<'command'>;

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The GUID in `text`, any case in and lower case out; undefined when it is none. (http.md: ids are lower-case GUIDs out, any case in.) */
export function parseGuid<G extends Guid = Guid>(text: string): G | undefined {
  const lower = text.toLowerCase();
  return guidPattern.test(lower) ? (lower as G) : undefined;
}

/** The GUID that a constant of the program spells; throws when it is none, which is a programmer's mistake. */
export function guidOf<G extends Guid = Guid>(text: string): G {
  const guid = parseGuid<G>(text);
  if (guid === undefined) throw new TypeError(`not a GUID: ${text}`);
  return guid;
}

/** True for a GUID of version 8, the kind that the server derives for ids of its own (design, section 2). */
export function isVersion8(guid: Guid): boolean {
  return guid[14] === '8';
}

/** UUID version 5 (RFC 9562, section 5.5): SHA-1 over the bytes of the namespace and the name in UTF-8. */
export function uuidV5<G extends Guid = Guid>(namespace: Guid, name: string): G {
  const hash = createHash('sha1').update(guidBytes(namespace)).update(name, 'utf8').digest();
  return formatted<G>(hash, 0x50);
}

/** UUID version 8 (RFC 9562, section 5.8) from the first 16 bytes of a hash that the caller made. */
export function uuidV8<G extends Guid = Guid>(hash: Uint8Array): G {
  if (hash.length < 16) throw new RangeError('a UUID needs 16 bytes');
  return formatted<G>(hash, 0x80);
}

/** A random UUID version 4. */
export function randomGuid<G extends Guid = Guid>(): G {
  return randomUUID() as G;
}

function guidBytes(guid: Guid): Buffer {
  return Buffer.from(guid.replaceAll('-', ''), 'hex');
}

function formatted<G extends Guid>(hash: Uint8Array, version: number): G {
  const bytes = Buffer.from(hash.subarray(0, 16));
  bytes[6] = (bytes[6]! & 0x0f) | version;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as G;
}
