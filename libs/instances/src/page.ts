import type { InstanceRefusal } from './instance.refusals.js';

/** What a client sees of a cursor that is forged, of another list, or of another user. */
export const notACursor: InstanceRefusal = {
  refused: 'invalid-request',
  errors: [{ pointer: '/query/cursor', detail: 'is no cursor of this list; leave it out to begin again' }],
};

/** A page as a query handler gives it. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly place: number;
}
