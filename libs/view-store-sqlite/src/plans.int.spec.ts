import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { treeOrder } from '@datakeep/view-store';
import { conformanceDeclarations as declarations } from '@datakeep/view-store/conformance';
import { Connection } from './connection.js';
import { openSqliteViewWriter } from './index.js';
import { walkBelow } from './below.js';
import { eventOfDataSetSql, eventsSql, newestThenSql } from './event-queries.js';
import { dataSetSql, getSql, historySql, newestSql, rowSql, stateSql } from './instance-queries.js';
import { Readers } from './readers.js';
import type { Sql } from './selection.js';
import { tablesOf, viewOf } from './tables.js';
import { walkOf } from './walk.js';

const log = { logId: '00ff00ff00ff00ff', head: Number.MAX_SAFE_INTEGER };

const asked = { workspaceId: 'w1', instanceId: 'c1', reader: 1 };
const tables = tablesOf(declarations);
const table = viewOf(tables.rows, 'instance_rows');
const values: Readonly<Record<string, string | number>> = {
  parentId: 'p',
  conceptId: 'c',
  hierarchy: '/w1/c1/',
  name: 'n',
  label: 'l',
  dataVersion: 1,
};

/** Each declared index, now and in the past, behind each number of equalities, from the beginning and behind a row. */
const walks = table.declaration.indexes.flatMap((index) =>
  (['now', 7] as const).flatMap((at) =>
    index.fields.flatMap((_, led) => {
      const where = Object.fromEntries(index.fields.slice(0, led).map((field) => [field, values[field] ?? 'x']));
      const rest = index.fields.slice(led);
      const places = [
        undefined,
        rest.map((field) => values[field] ?? 'x'),
        rest.map((field) => (field === 'label' ? null : (values[field] ?? 'x'))),
      ];
      return places.map((after) => ({ index: index.name, at, where, led, ...(after === undefined ? {} : { after }) }));
    }),
  ),
);

/** The ways to what lies below an instance, and the fields that their index is searched by first. */
const belows = (['now', 7] as const).flatMap((at) => [
  { at, index: treeOrder, after: undefined, led: ['path>? AND path<?'] },
  { at, index: treeOrder, levelsMax: 2, after: ['/w1/c1/c2/'], led: ['path>? AND path<?'] },
  { at, index: 'by_place', after: undefined, led: ['hierarchy>? AND hierarchy<?'] },
  { at, index: 'by_place', levelsMax: 1, after: undefined, led: ['hierarchy=?'] },
  {
    at,
    index: 'by_place',
    levelsMax: 2,
    after: ['/w1/c1/c2/', 'n', 'x'],
    led: ['hierarchy=? AND name=? AND instanceId>?', 'hierarchy=? AND name>?', 'hierarchy>? AND hierarchy<?'],
  },
  {
    at,
    index: 'by_place',
    levelsMax: 1,
    after: ['/w1/c1/', 'n', 'x'],
    led: ['hierarchy=? AND name=? AND instanceId>?', 'hierarchy=? AND name>?'],
  },
]);
const events = viewOf(tables.events, 'event_index');

describe('the plan of a query', () => {
  const folder = mkdtempSync(join(tmpdir(), 'datakeep-views-'));
  const file = join(folder, 'views.sqlite');
  let connection: Connection;

  beforeAll(async () => {
    await (await openSqliteViewWriter({ file, declarations, log })).close();
    connection = Connection.open(file, 'write', []);
    new Readers(connection);
  });
  afterAll(() => {
    connection.close();
    rmSync(folder, { recursive: true });
  });

  function planOf({ text, values: bound }: Sql): string[] {
    const limit = text.includes('LIMIT ?') ? [10] : [];
    const steps = connection.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...bound, ...limit) as { detail: string }[];
    return steps.map((step) => step.detail);
  }

  /** The members of a row's set by their key, each looked up among the reader's principals: in this order. */
  function expectProbes(plan: readonly string[]): void {
    const probes = plan.filter((step) => /^SEARCH [mp] /.test(step));
    expect(probes.length).toBeGreaterThan(0);
    for (const [nth, step] of probes.entries()) {
      const members = 'SEARCH m USING PRIMARY KEY (acl=?)';
      expect(step).toBe(nth % 2 === 0 ? members : 'SEARCH p USING PRIMARY KEY (reader=? AND principal=?)');
    }
  }

  function expectNoScan(plan: readonly string[]): void {
    const steps = plan.filter((step) => !step.startsWith('SCAN (subquery'));
    expect(steps.filter((step) => /SCAN|TEMP B-TREE|AUTOMATIC/.test(step))).toEqual([]);
  }

  it.each(walks)('follows $index at $at behind $led equalities, going on behind $after', ({ led: _led, ...request }) => {
    const names = request.at === 'now' ? ['open'] : ['open', 'past'];
    const { rows, count } = walkOf(table, 'w1', 1, { ...request, filter: { status: 'Active' }, include: ['xml'] });
    for (const sql of [...rows, count]) {
      const plan = planOf(sql);
      expectNoScan(plan);
      expectProbes(plan);
      const walked = plan.filter((step) => step.startsWith('SEARCH r '));
      expect(walked).toHaveLength(names.length);
      const equalities = ['workspaceId', ...Object.keys(request.where)].map((field) => `${field}=?`).join(' AND ');
      for (const [nth, name] of names.entries()) {
        const along = `instance_rows_${request.index}_${name} \\(${equalities.replaceAll('?', '\\?')}`;
        expect(walked[nth]).toMatch(new RegExp(`^SEARCH r USING (COVERING )?INDEX ${along}`));
      }
    }
  });

  it.each(belows)('walks below an instance along $index at $at, going on behind $after', ({ led, after, ...asked }) => {
    const request = { view: table.name, instanceId: 'c1', limit: 10, filter: { status: 'Active' }, include: ['xml'], ...asked };
    const behind = after === undefined ? {} : { after };
    const plans = walkBelow(table, { workspaceId: 'w1', path: '/w1/c1/' }, 1, { ...request, ...behind }).map(planOf);
    for (const plan of plans) {
      expectNoScan(plan);
      expectProbes(plan);
    }
    const names = asked.at === 'now' ? ['open'] : ['open', 'past'];
    const walked = plans.flatMap((plan) => plan.filter((step) => step.startsWith('SEARCH r ')));
    const along = (name: string) => `SEARCH r USING INDEX instance_rows_${asked.index}_${name}`;
    expect(walked).toEqual(led.flatMap((fields) => names.map((name) => `${along(name)} (workspaceId=? AND ${fields})`)));
  });

  it.each([
    [
      'of a workspace',
      eventsSql(events, table, { ...asked, instanceId: undefined }, 3),
      'of_workspace (workspaceId=? AND rowid>?)',
    ],
    ['of an instance', eventsSql(events, table, asked, 3), 'of_instance (workspaceId=? AND instanceId=? AND rowid>?)'],
    ['newest then', newestThenSql(events, asked, 'p', 3), 'of_data_set (workspaceId=? AND dataSetId=? AND rowid<?)'],
  ])('walks events in the order of their places: %s', (_what, sql, along) => {
    const plan = planOf(sql);
    expectNoScan(plan);
    expectProbes(plan);
    expect(plan[0]).toBe(`SEARCH r USING INDEX event_index_${along}`);
  });

  it('uses, behind a row, a range of each field in turn', () => {
    const request = { index: 'by_name', where: { parentId: 'p' }, after: ['n', 'c1'], at: 'now' } as const;
    const walked = walkOf(table, 'w1', 1, request).rows.map((sql) => planOf(sql).find((step) => step.startsWith('SEARCH r ')));
    const index = 'SEARCH r USING INDEX instance_rows_by_name_open';
    expect(walked).toEqual([
      `${index} (workspaceId=? AND parentId=? AND name=? AND instanceId>?)`,
      `${index} (workspaceId=? AND parentId=? AND name>?)`,
    ]);
  });

  it.each([
    ['a row that is open now', getSql(table, asked, 'now', ['xml'])],
    ['a row of the past', getSql(table, asked, 7, ['xml'])],
    ['the state of an instance', stateSql(table, asked)],
    ['the history of an instance', historySql(table, asked, 9)],
    ['the newest event', newestSql(viewOf(tables.newest, 'last_updated'), asked)],
    ['an event of a data set', eventOfDataSetSql(events, table, asked, 'p')],
  ])('finds by a key, and probes its set: %s', (_what, sql) => {
    const plan = planOf(sql);
    expectNoScan(plan);
    expectProbes(plan);
  });

  it('finds the data set of an id by its key', () => {
    expect(planOf(dataSetSql(table, asked))).toEqual(['SEARCH n USING INDEX instance_rows_key (workspaceId=? AND instanceId=?)']);
  });

  it('finds a version by its key', () => {
    const plan = planOf(rowSql(table, asked, 3, ['xml']));
    expectNoScan(plan);
    expect(plan[0]).toBe('SEARCH r USING INDEX instance_rows_key (workspaceId=? AND instanceId=? AND openedAt=?)');
  });
});
