import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EntryViewDeclaration, ViewChange, ViewDeclaration } from '@datakeep/view-store';
import { accessSetOf } from '@datakeep/view-store';
import { dumpViews, openSqliteViewWriter } from './index.js';

const log = { logId: '00ff00ff00ff00ff', head: Number.MAX_SAFE_INTEGER };

const papers = {
  kind: 'entries',
  name: 'papers',
  audience: 'rows',
  key: ['paper'],
  fields: { paper: { type: 'text' }, bytes: { type: 'bytes' } },
} as const satisfies EntryViewDeclaration;

const key = { workspaceId: 'w1', instanceId: 'i' };
const others: readonly ViewDeclaration[] = [
  { kind: 'rows', name: 'rows', fields: {}, indexes: [] },
  { kind: 'events', name: 'events', of: 'rows' },
  { kind: 'times', name: 'times' },
];

const put = (paper: string, bytes: string): ViewChange => {
  return { change: 'put-entry', view: 'papers', entry: { paper, bytes: Buffer.from(bytes) } };
};
const members: ViewChange = { change: 'define-access-set', acl: accessSetOf('w1', ['staff']), principals: ['staff'] };

describe('a dump of the views', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'datakeep-dump-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function dumpAfter(name: string, batches: readonly (readonly ViewChange[])[]): Promise<readonly string[]> {
    const file = join(folder, name);
    const writer = await openSqliteViewWriter({ file, declarations: [papers, ...others], log });
    for (const changes of batches) {
      const { epoch, position } = await writer.hold();
      await writer.apply({ epoch, from: position, to: position + 1, changes });
    }
    await writer.close();
    return dumpViews(file);
  }

  it('has each row of each table as one line, with its bytes', async () => {
    expect(await dumpAfter('a', [[put('p', 'ab'), members]])).toEqual([
      expect.stringMatching(/^acl_members \{"acl":"[0-9a-f]{32}","principal":"staff"\}$/),
      'papers {"paper":"p","bytes":"6162"}',
    ]);
  });

  it('has the events and the times, and what became of sets on the way is no part of it', async () => {
    const row: ViewChange = {
      change: 'open-row',
      view: 'rows',
      row: { ...key, openedAt: 1, fromPosition: 1, dataSetId: 'i', hierarchy: '/w1/', acl: accessSetOf('w1', ['staff']) },
    };
    const said = { workspaceId: 'w1', dataSetId: 'i', instanceId: 'i', at: 2, openedAt: 2 };
    const granted: ViewChange = {
      change: 'change-access',
      view: 'rows',
      ...said,
      scope: 'tree',
      grant: ['b'],
      revoke: [],
      seenBy: ['staff'],
    };
    const noted: ViewChange = {
      change: 'note-event',
      view: 'events',
      ...said,
      hierarchy: '/w1/',
      revision: 2,
      place: 2,
      timeMs: 20,
    };
    const time: ViewChange = { change: 'note-time', view: 'times', place: 2, timeMs: 20 };
    const life = [members, row, granted, noted, time];
    const dump = await dumpAfter('a', [life]);
    expect([...new Set(dump.map((line) => line.split(' ')[0]))]).toEqual(['acl_members', 'events', 'rows', 'times']);
    expect(dump).toContain('times {"timeMs":20,"place":2}');
    expect(dump.filter((line) => line.startsWith('rows '))).toHaveLength(2);
    expect(await dumpAfter('b', [...life.map((change) => [change]), life])).toEqual(dump);
  });

  it('is the same however the changes came in batches and however often the hold was taken', async () => {
    const one = await dumpAfter('one', [[members, put('p', 'ab'), put('q', 'cd')]]);
    expect(await dumpAfter('many', [[put('q', 'cd')], [], [put('p', 'ab')], [members]])).toEqual(one);
  });

  it('tells two files apart that differ in one byte', async () => {
    const one = await dumpAfter('one', [[put('p', 'ab')]]);
    expect(await dumpAfter('other', [[put('p', 'ac')]])).not.toEqual(one);
  });
});
