import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ViewChange, ViewDeclaration, ViewWriter } from '@datakeep/view-store';
import { accessSetOf, HoldLost, treeOrder, ViewsUnavailable } from '@datakeep/view-store';
import { conformanceDeclarations as declarations } from '@datakeep/view-store/conformance';
import { DatabaseSync } from '@photostructure/sqlite';
import { openSqliteViewStore, openSqliteViewWriter } from './index.js';

const log = { logId: '00ff00ff00ff00ff', head: Number.MAX_SAFE_INTEGER };

const acl = accessSetOf('w1', ['staff']);
const view = 'instance_rows';

function row(instanceId: string, at: number, fields: object = {}): ViewChange {
  const place = { workspaceId: 'w1', instanceId, openedAt: at, fromPosition: at, dataSetId: 'a', hierarchy: '/w1/', acl };
  const rest = {
    parentId: 'w1',
    conceptId: 'policy',
    name: `${instanceId}${String(at)}`,
    status: 'Active',
    dataVersion: at,
    createdBy: 'u1',
    xmlRevision: 1,
  };
  return { change: 'open-row', view, row: { ...place, ...rest, ...fields } };
}

function end(instanceId: string, at: number, endedBy: string): ViewChange {
  const tree = { workspaceId: 'w1', dataSetId: 'a', instanceId, hierarchy: '/w1/' };
  return { change: 'close-tree', view, ...tree, at, endedBy };
}

function close(instanceId: string, openedAt: number, at: number): ViewChange {
  return { change: 'close-row', view, key: { workspaceId: 'w1', instanceId, openedAt }, at };
}

/** `a` has two versions, `b` was deleted, restored and deleted again, `c` was deleted and restored. */
const changes: readonly ViewChange[] = [
  { change: 'define-access-set', acl, principals: ['staff'] },
  ...['a', 'b', 'c'].map((id) => row(id, 1)),
  {
    change: 'put-entry',
    view: 'instance_xml',
    entry: { workspaceId: 'w1', instanceId: 'a', revision: 1, xml: Buffer.from('<a/>') },
  },
  close('a', 1, 2),
  row('a', 2),
  ...['b', 'c'].map((id) => end(id, 3, `deletion of ${id}`)),
  ...['b', 'c'].map((id): ViewChange => ({
    ...(end(id, 4, `deletion of ${id}`) as Extract<ViewChange, { change: 'close-tree' }>),
    change: 'reopen-tree',
    openedAt: 4,
    rootFields: {},
  })),
  end('b', 5, 'second deletion of b'),
];

describe('the file of the views', () => {
  let folder: string;
  let file: string;
  let writer: ViewWriter;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'datakeep-views-'));
    file = join(folder, 'views.sqlite');
    writer = await openSqliteViewWriter({ file, declarations, log });
  });
  afterEach(async () => {
    await writer.close();
    rmSync(folder, { recursive: true });
  });

  async function fill(): Promise<void> {
    const { epoch } = await writer.hold();
    await writer.apply({ epoch, from: 0, to: 5, changes });
  }

  function query(sql: string): unknown[] {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      const found = database.prepare(sql).all() as Record<string, unknown>[];
      return found.map((row) => Object.values(row));
    } finally {
      database.close();
    }
  }

  it('shows operators the names of the declarations', async () => {
    await fill();
    expect(query('SELECT name FROM instances ORDER BY name')).toEqual([['a2'], ['c1']]);
    expect(
      query("SELECT name, fromPosition, toPosition FROM instance_history WHERE instanceId <> 'b' ORDER BY instanceId, openedAt"),
    ).toEqual([
      ['a1', 1, 2],
      ['a2', 2, Number.MAX_SAFE_INTEGER],
      ['c1', 1, 3],
      ['c1', 4, Number.MAX_SAFE_INTEGER],
    ]);
    expect(query('SELECT instanceId, openedAt, endedBy, acl FROM deleted_instances')).toEqual([
      ['b', 4, 'second deletion of b', acl],
    ]);
  });

  it('shows operators who may see what lives, and who saw what is deleted', async () => {
    await fill();
    const { epoch } = await writer.hold();
    const where = { view, workspaceId: 'w1', dataSetId: 'a', instanceId: 'c', at: 6, openedAt: 6 };
    const grant = { scope: 'instance', grant: ['holder'], revoke: [], seenBy: ['staff'] } as const;
    await writer.apply({ epoch, from: 5, to: 6, changes: [{ change: 'change-access', ...where, ...grant }] });
    expect(query('SELECT workspaceId, instanceId, principalId FROM instance_access ORDER BY instanceId, principalId')).toEqual([
      ['w1', 'a', 'staff'],
      ['w1', 'c', 'holder'],
      ['w1', 'c', 'staff'],
    ]);
    expect(query('SELECT workspaceId, instanceId, principalId FROM deleted_instance_access')).toEqual([['w1', 'b', 'staff']]);
  });

  it('holds the XML once, however many rows name it', async () => {
    await fill();
    expect(query("SELECT count(*) FROM instance_rows WHERE instanceId = 'a' AND xmlRevision = 1")).toEqual([[2]]);
    expect(query('SELECT instanceId, revision FROM instance_xml')).toEqual([['a', 1]]);
  });

  it('is kept when it is opened again with the same declarations', async () => {
    await fill();
    await writer.close();
    writer = await openSqliteViewWriter({ file, declarations, log });
    expect((await writer.hold()).position).toBe(5);
    expect(query('SELECT count(*) FROM instance_rows')).toEqual([[6]]);
  });

  it('is made anew from position 0 when the declarations changed, and its old writer is shut out', async () => {
    await fill();
    const old = await writer.hold();
    const changed: readonly ViewDeclaration[] = [
      ...declarations
        .filter(({ name }) => name !== 'last_updated')
        .map((each) => (each.name === view ? ({ ...each, names: { instances: 'open' } } as const) : each) as ViewDeclaration),
      { kind: 'newest', name: 'newest_event', events: 'event_index' },
    ];
    const successor = await openSqliteViewWriter({ file, declarations: changed, log });
    try {
      expect(query('SELECT count(*) FROM instance_rows')).toEqual([[0]]);
      const names = query(
        "SELECT name FROM sqlite_schema WHERE name IN ('instances', 'instance_history', 'last_updated', 'newest_event') ORDER BY 1",
      );
      expect(names).toEqual([['instances'], ['newest_event']]);
      await expect(writer.apply({ epoch: old.epoch, from: 0, to: 9, changes: [] })).rejects.toBeInstanceOf(HoldLost);
      const hold = await successor.hold();
      expect([hold.position, hold.epoch > old.epoch]).toEqual([0, true]);
      await expect(openSqliteViewStore({ file, declarations, logId: log.logId })).rejects.toBeInstanceOf(ViewsUnavailable);
    } finally {
      await successor.close();
    }
  });

  it('is kept by a log whose head it has just reached, and made anew when it is ahead of its log', async () => {
    await fill();
    const old = await writer.hold();
    for (const [head, rows, position] of [
      [5, 6, 5],
      [4, 0, 0],
    ] as const) {
      const again = await openSqliteViewWriter({ file, declarations, log: { ...log, head } });
      try {
        const hold = await again.hold();
        expect([hold.position, hold.epoch > old.epoch]).toEqual([position, true]);
        expect(query('SELECT count(*) FROM instance_rows')).toEqual([[rows]]);
        expect(query('SELECT count(*) FROM instance_xml')).toEqual([[Math.min(rows, 1)]]);
      } finally {
        await again.close();
      }
    }
    await expect(writer.apply({ epoch: old.epoch, from: 5, to: 6, changes: [] })).rejects.toBeInstanceOf(HoldLost);
    await fill();
    expect(query('SELECT count(*) FROM instance_rows')).toEqual([[6]]);
  });

  it('is made anew for another log, and is not read as the views of that log before', async () => {
    await fill();
    const logId = 'ff00ff00ff00ff00';
    await expect(openSqliteViewStore({ file, declarations, logId })).rejects.toBeInstanceOf(ViewsUnavailable);
    expect(query('SELECT count(*) FROM instance_rows')).toEqual([[6]]);
    const successor = await openSqliteViewWriter({ file, declarations, log: { ...log, logId } });
    try {
      expect((await successor.hold()).position).toBe(0);
      expect(query('SELECT count(*) FROM instance_rows')).toEqual([[0]]);
      await expect(openSqliteViewStore({ file, declarations, logId: log.logId })).rejects.toBeInstanceOf(ViewsUnavailable);
      const store = await openSqliteViewStore({ file, declarations, logId });
      expect(await store.position()).toBe(0);
      await store.close();
    } finally {
      await successor.close();
    }
  });

  it('cannot be read before a writer made it', async () => {
    await expect(
      openSqliteViewStore({ file: join(folder, 'none.sqlite'), declarations, logId: log.logId }),
    ).rejects.toBeInstanceOf(ViewsUnavailable);
    new DatabaseSync(join(folder, 'empty.sqlite')).close();
    await expect(
      openSqliteViewStore({ file: join(folder, 'empty.sqlite'), declarations, logId: log.logId }),
    ).rejects.toBeInstanceOf(ViewsUnavailable);
    writeFileSync(join(folder, 'other.txt'), 'no file of SQLite, but long enough to be looked at');
    await expect(openSqliteViewStore({ file: join(folder, 'other.txt'), declarations, logId: log.logId })).rejects.toBeInstanceOf(
      ViewsUnavailable,
    );
  });

  it('is never written by the reading side', async () => {
    const store = await openSqliteViewStore({ file, declarations, logId: log.logId });
    await fill();
    const reader = store.reader({ workspaceId: 'w1', principals: ['staff'] });
    expect((await reader.find({ view, index: 'by_name', where: {}, at: 'now', limit: 9 })).rows).toHaveLength(2);
    await store.close();
    expect(query("SELECT name FROM sqlite_schema WHERE name = 'readers'")).toEqual([]);
  });

  it.each<[string, ViewDeclaration]>([
    ['a name with a quote', { kind: 'times', name: 'a"b' }],
    ['a name of a table of its own', { kind: 'times', name: 'checkpoint' }],
    ['a name that is there already', { kind: 'times', name: 'instances' }],
    [
      'a field with a quote',
      { kind: 'entries', name: 'e', audience: 'system', key: ['a'], fields: { a: { type: 'text' }, 'b"': { type: 'text' } } },
    ],
    [
      'two fields that differ by case',
      {
        kind: 'entries',
        name: 'e',
        audience: 'system',
        key: ['a'],
        fields: { a: { type: 'text' }, aB: { type: 'text' }, ab: { type: 'text' } },
      },
    ],
    ['a key without a field', { kind: 'entries', name: 'e', audience: 'system', key: ['b'], fields: { a: { type: 'text' } } }],
    ['a built-in field', { kind: 'rows', name: 'r', fields: { acl: { type: 'text' } }, indexes: [] }],
    [
      'an index that is no total order',
      { kind: 'rows', name: 'r', fields: { a: { type: 'text' } }, indexes: [{ name: 'i', fields: ['a'] }] },
    ],
    [
      'an inline of an unknown view',
      { kind: 'rows', name: 'r', fields: {}, indexes: [], inlines: { x: { view: 'none', by: ['workspaceId'] } } },
    ],
    ['a field of the name that the path has', { kind: 'rows', name: 'r', fields: { path: { type: 'text' } }, indexes: [] }],
    [
      'an index of the name that the tree has',
      { kind: 'rows', name: 'r', fields: {}, indexes: [{ name: treeOrder, fields: ['hierarchy', 'instanceId'] }] },
    ],
    ['events of no view of rows', { kind: 'events', name: 'e', of: 'instance_xml' }],
    ['a newest event of no view of events', { kind: 'newest', name: 'n', events: view }],
  ])('is not made from a declaration with %s', async (_what, declaration) => {
    const opening = openSqliteViewWriter({
      file: join(folder, 'other.sqlite'),
      declarations: [...declarations, declaration],
      log,
    });
    await expect(opening).rejects.toThrow(TypeError);
  });
});
