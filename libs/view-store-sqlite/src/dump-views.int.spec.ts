import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EntryViewDeclaration, ViewChange } from '@datakeep/view-store';
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
    const writer = await openSqliteViewWriter({ file, declarations: [papers], log });
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

  it('is the same however the changes came in batches and however often the hold was taken', async () => {
    const one = await dumpAfter('one', [[members, put('p', 'ab'), put('q', 'cd')]]);
    expect(await dumpAfter('many', [[put('q', 'cd')], [], [put('p', 'ab')], [members]])).toEqual(one);
  });

  it('tells two files apart that differ in one byte', async () => {
    const one = await dumpAfter('one', [[put('p', 'ab')]]);
    expect(await dumpAfter('other', [[put('p', 'ac')]])).not.toEqual(one);
  });
});
