import type { OpenedEvent } from '@datakeep/kernel';
import type { ViewChange } from '@datakeep/view-store';

/** A pure function from one event to changes of views; it answers an empty list for events that are none of its business. */
export type Projection = (event: OpenedEvent) => readonly ViewChange[];

/** An event that a projection cannot take: a fault of the program or of the log, never of a user. */
export class PoisonEvent extends Error {
  override readonly name = 'PoisonEvent';

  constructor(
    at: { readonly stream: string; readonly revision: number; readonly place: number; readonly type: string },
    cause: unknown,
  ) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`${at.type} at place ${String(at.place)} (${at.stream}, revision ${String(at.revision)}): ${reason}`, { cause });
  }
}
