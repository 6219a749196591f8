import { setImmediate } from 'node:timers/promises';
import type { FindAnswer, ReaderViews, Row } from '@datakeep/view-store';
import { instanceViews } from '../instance.views.js';

/** An instance of the document; without content where it stands there only for what is below it. */
export interface ShownRow {
  readonly row: Row;
  readonly content: 'shown' | 'left out';
}

/** Pages of rows in tree order; `next` reads the one behind a page. */
export interface Walk {
  readonly first: FindAnswer;
  readonly next: (page: FindAnswer, last: Row) => Promise<FindAnswer>;
}

/** Ancestors looked up before the process attends to others. */
const lookUpsWithoutPauseMax = 256;

/** The rows of a walk, page by page. Between pages the process attends to others. */
export async function* rowsOf({ first, next }: Walk): AsyncGenerator<Row> {
  let page: FindAnswer | undefined = first;
  while (page !== undefined) {
    yield* page.rows;
    const last: Row | undefined = page.rows.at(-1);
    page = page.more && last !== undefined ? await next(page, last) : undefined;
    await setImmediate();
  }
}

/**
 * Rows that were picked from a tree by a filter, each behind those of its ancestors that the filter left out and the reader can
 * see, up to `root`. Each ancestor is looked up once.
 */
export async function* withAncestors(
  rows: AsyncIterable<Row>,
  { reader, root, at }: { readonly reader: ReaderViews; readonly root: Row; readonly at: number },
): AsyncGenerator<ShownRow> {
  // Where what is below them stands: of the last row and its ancestors, hidden ones too.
  const known = [below(root)];
  let looked = 0;
  for await (const row of rows) {
    while (!row.hierarchy.startsWith(known.at(-1) ?? '')) known.pop();
    for (const instanceId of row.hierarchy.slice(known.at(-1)?.length).split('/').slice(0, -1)) {
      known.push(`${known.at(-1) ?? ''}${instanceId}/`);
      const ancestor = await reader.get({ view: instanceViews.rows.name, instanceId, at });
      if (ancestor !== undefined) yield { row: ancestor, content: 'left out' };
      looked += 1;
      if (looked % lookUpsWithoutPauseMax === 0) await setImmediate();
    }
    known.push(below(row));
    yield { row, content: 'shown' };
  }
}

/** The hierarchy of an instance's children. */
export function below({ hierarchy, instanceId }: Row): string {
  return `${hierarchy}${instanceId}/`;
}
