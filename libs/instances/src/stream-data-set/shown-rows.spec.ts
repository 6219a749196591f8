import { describe, expect, it } from '@jest/globals';
import type { FindAnswer, ReaderViews, Row } from '@datakeep/view-store';
import { rowsOf, withAncestors } from './shown-rows.js';

const row = (path: string): Row => {
  const [, hierarchy, instanceId] = /^(.*\/)([^/]+)\/$/.exec(path)!;
  return { instanceId: instanceId!, hierarchy: hierarchy! } as Row;
};

async function* each(rows: readonly Row[]): AsyncGenerator<Row> {
  yield* rows;
}

async function collected<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** What is shown for rows that a filter picked, where `seen` are the ancestors that the reader sees, and which were looked up. */
async function shown(picked: readonly string[], seen: readonly string[]): Promise<{ shown: string[]; asked: string[] }> {
  const asked: string[] = [];
  const get: ReaderViews['get'] = async ({ instanceId, at }) => {
    asked.push(`${instanceId} at ${at}`);
    const path = seen.find((candidate) => candidate.endsWith(`/${instanceId}/`));
    return path === undefined ? undefined : row(path);
  };
  const of = { reader: { get } as ReaderViews, root: row('/w/r/'), at: 7 };
  const found = await collected(withAncestors(each(picked.map(row)), of));
  return { shown: found.map(({ row: { instanceId }, content }) => `${instanceId} ${content}`), asked };
}

/** How many of endless items, each there at once, were taken before the event loop had its turn; the limit if it never had. */
async function takenBeforeOthers(items: AsyncIterable<unknown>, max: number): Promise<number> {
  const others = { hadTheirTurn: false };
  setImmediate(() => (others.hadTheirTurn = true));
  let taken = 0;
  for await (const _ of items) {
    if (others.hadTheirTurn || taken === max) break;
    taken += 1;
  }
  return taken;
}

describe('rows that a filter picked from a tree', () => {
  it('stand behind those ancestors that the filter left out, each looked up once and at the same position', async () => {
    expect(await shown(['/w/r/a/b/c/', '/w/r/a/b/d/', '/w/r/a/e/'], ['/w/r/a/', '/w/r/a/b/'])).toEqual({
      shown: ['a left out', 'b left out', 'c shown', 'd shown', 'e shown'],
      asked: ['a at 7', 'b at 7'],
    });
  });

  it('need no ancestor looked up that was picked itself, and not the root', async () => {
    expect(await shown(['/w/r/a/', '/w/r/a/b/', '/w/r/c/'], [])).toEqual({
      shown: ['a shown', 'b shown', 'c shown'],
      asked: [],
    });
  });

  it('are shown without ancestors that the reader cannot see, which are not looked up again', async () => {
    expect(await shown(['/w/r/h/c/', '/w/r/h/d/'], [])).toEqual({ shown: ['c shown', 'd shown'], asked: ['h at 7'] });
  });

  it('let others have their turn among many ancestors that are looked up', async () => {
    async function* endless(): AsyncGenerator<Row> {
      for (let number = 0; ; number += 1) yield row(`/w/r/h${number}/c/`);
    }
    const reader = { get: async () => undefined } as unknown as ReaderViews;
    const rows = withAncestors(endless(), { reader, root: row('/w/r/'), at: 7 });
    expect(await takenBeforeOthers(rows, 10_000)).toBeLessThan(300);
  });
});

describe('the rows of a walk', () => {
  const page = (rows: readonly string[], more: boolean): FindAnswer => ({ rows: rows.map(row), position: 7, more });

  it('come page by page, each asked for behind the last row of the one before, as long as there are more', async () => {
    const asked: string[] = [];
    const pages = [page(['/w/r/c/'], true), page(['/w/r/d/'], false)];
    const next = async (_: FindAnswer, last: Row) => {
      asked.push(last.instanceId);
      return pages.shift()!;
    };
    const rows = await collected(rowsOf({ first: page(['/w/r/a/', '/w/r/b/'], true), next }));
    expect(rows.map(({ instanceId }) => instanceId)).toEqual(['a', 'b', 'c', 'd']);
    expect(asked).toEqual(['b', 'c']);
  });

  it('end in the fault of a page that could not be read', async () => {
    const next = () => Promise.reject(new Error('gone'));
    await expect(collected(rowsOf({ first: page(['/w/r/a/'], true), next }))).rejects.toThrow('gone');
  });

  it('let others have their turn between pages', async () => {
    const rows = rowsOf({ first: page(['/w/r/a/', '/w/r/b/'], true), next: async () => page(['/w/r/c/'], true) });
    expect(await takenBeforeOthers(rows, 1_000)).toBe(2);
  });
});
