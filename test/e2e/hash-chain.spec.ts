import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@datakeep/event-store';
import { newChild, newRoot, startTestServer, xmlOf, type TestServer } from '../support/index.js';

/** Written from docs/guide/auditors.md alone: nothing here is the program's own. */
const sha256 = (...parts: readonly (Uint8Array | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const eventHashOf = ({ type, header }: Pick<RecordedEvent, 'type' | 'header'>): Buffer => sha256(type, '\n', header);

function idOf(hash: Buffer): string {
  const hex = hash.subarray(0, 16).toString('hex');
  const variant = ((parseInt(hex[16] ?? '', 16) & 0x3) | 0x8).toString(16);
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`, hex.slice(20)].join('-');
}

/** What an auditor finds wrong in the events of a log. */
function findings(events: readonly RecordedEvent[]): string[] {
  const heads = new Map<string, string>();
  return events.flatMap((event) => {
    const header = JSON.parse(event.header) as { readonly dataHash: string; readonly previousEventHash: string | null };
    const length = Buffer.alloc(4);
    length.writeUInt32BE(event.facts.length);
    const hash = eventHashOf(event);
    const checks = {
      dataHash: sha256(length, event.facts, event.body ?? Buffer.alloc(0)).toString('base64url') === header.dataHash,
      previousEventHash: (heads.get(event.stream) ?? null) === header.previousEventHash,
      eventId: idOf(hash) === event.eventId,
    };
    heads.set(event.stream, hash.toString('base64url'));
    return Object.entries(checks).flatMap(([what, holds]) =>
      holds ? [] : [`${event.stream} ${String(event.revision)}: ${what}`],
    );
  });
}

describe('the chain of a stream', () => {
  let server: TestServer;
  let events: readonly RecordedEvent[];

  beforeAll(async () => {
    server = await startTestServer();
    const root = await newRoot(server.workspace, 'Audited');
    const child = await newChild(server.workspace, root, { name: 'Audited child' });
    await server.workspace.put(child, xmlOf('2'), { name: 'Renamed' }, { 'if-match': '"1"' });
    await server.workspace.command('delete-instance', { instanceId: child, expectedVersion: 2 });
    await server.workspace.command('restore-instance', { instanceId: child });
    await server.workspace.put(root, xmlOf('2'), { name: 'Claimed anew' }, { 'if-match': '"1"' });
    events = (await server.repository.events.readAll({ afterPlace: 0, countMax: 1_000, parts: 'all' })).events;
  });
  afterAll(() => server.close());

  it('is whole in every stream of a repository, as the guide for auditors describes it', () => {
    expect(new Set(events.map(({ type }) => type)).size).toBeGreaterThan(7);
    expect(findings(events)).toEqual([]);
  });

  it('breaks where an event was changed, left out or put elsewhere', () => {
    const at = events.findIndex(({ type }) => type === 'InstanceDeleted');
    const event = events[at]!;
    const forged = Buffer.from(Buffer.from(event.facts).toString().replace('Renamed', 'Removed'));
    expect(findings(events.with(at, { ...event, facts: forged }))).toHaveLength(1);
    expect(findings(events.toSpliced(at, 1))).toHaveLength(1);
    const header = event.header.replace('"count":1', '"count":2');
    expect(findings(events.with(at, { ...event, header }))).toHaveLength(2);
  });
});
