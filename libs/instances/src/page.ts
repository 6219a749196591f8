import type { Caller, Cursors } from '@datakeep/access';
import type { FieldValue, FindAnswer, Row } from '@datakeep/view-store';
import type { InstanceRefusal } from './instance.refusals.js';

/** What a client sees of a cursor that is forged, of another list, or of another user. */
export const notACursor = {
  refused: 'invalid-request',
  errors: [{ pointer: '/query/cursor', detail: 'is no cursor of this list; leave it out to begin again' }],
} as const satisfies InstanceRefusal;

/** A page as a query handler gives it. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly place: number;
}

/** What the cursor of a walk carries: the position of the first page, and the last row's place in the index. */
export interface Mark {
  readonly at: number;
  readonly after: readonly FieldValue[];
}

/** A list that a caller pages through: its question binds the cursors. */
export interface Paged {
  readonly cursors: Cursors;
  readonly caller: Caller;
  readonly question: string;
}

/** Where a page goes on: undefined for the first one, `notACursor` for a cursor that is none of this list. */
export function readMark({ cursors, caller, question }: Paged, cursor: string | undefined): Mark | undefined | typeof notACursor {
  return cursor === undefined ? undefined : ((cursors.read(caller, question, cursor) as Mark | undefined) ?? notACursor);
}

/** The cursor of the page behind this one; null when there is none. `placeOf` gives a row's place in the index. */
export function nextMark(
  { cursors, caller, question }: Paged,
  { rows, more, position }: FindAnswer,
  placeOf: (row: Row) => readonly (FieldValue | undefined)[],
): string | null {
  const last = rows.at(-1);
  return more && last !== undefined ? cursors.write(caller, question, { at: position, after: placeOf(last) }) : null;
}
