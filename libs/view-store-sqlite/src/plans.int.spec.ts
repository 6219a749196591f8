import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { conformanceDeclarations as declarations } from '@datakeep/view-store/conformance';
import { Connection } from './connection.js';
import { openSqliteViewWriter } from './index.js';
import { getSql, historySql, newestSql, rowSql, stateSql } from './instance-queries.js';
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
    const name = `instance_rows_${request.index}_${request.at === 'now' ? 'open' : 'past'}`;
    const { rows, count } = walkOf(table, 'w1', 1, { ...request, filter: { status: 'Active' }, include: ['xml'] });
    for (const sql of [...rows, count]) {
      const plan = planOf(sql);
      expectNoScan(plan);
      expectProbes(plan);
      const walked = plan.filter((step) => step.startsWith('SEARCH r '));
      expect(walked).toHaveLength(1);
      const equalities = ['workspaceId', ...Object.keys(request.where)].map((field) => `${field}=?`).join(' AND ');
      expect(walked[0]).toMatch(new RegExp(`^SEARCH r USING (COVERING )?INDEX ${name} \\(${equalities.replaceAll('?', '\\?')}`));
    }
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
  ])('finds by a key, and probes its set: %s', (_what, sql) => {
    const plan = planOf(sql);
    expectNoScan(plan);
    expectProbes(plan);
  });

  it('finds a version by its key', () => {
    const plan = planOf(rowSql(table, asked, 3, ['xml']));
    expectNoScan(plan);
    expect(plan[0]).toBe('SEARCH r USING INDEX instance_rows_key (workspaceId=? AND instanceId=? AND openedAt=?)');
  });
});
