/**
 * A stream whose views stopped at an event that they cannot take (design, section 5: "A poison event stops its own stream only").
 * Nothing of the stream from `place` on is in the views; everything before it is, and is right.
 */
export interface ParkedStream {
  readonly stream: string;
  /** Whose rows stand still with it; both null when the stream makes no rows. */
  readonly workspaceId: string | null;
  readonly dataSetId: string | null;
  /** Where the first event stands that could not be taken. */
  readonly revision: number;
  readonly place: number;
  /** For those who run the server; holds nothing that a user wrote. */
  readonly reason: string;
  /** When the event was appended, in milliseconds since 1970. */
  readonly timeMs: number;
}

/**
 * The answer would rest on rows of a data set whose views are stopped, so there is none. Thrown to those alone who see the
 * instance that they ask about, or a row of the page.
 */
export class ViewsParked extends Error {
  override readonly name = 'ViewsParked';

  constructor(readonly dataSetId: string) {
    super(`the views of the data set ${dataSetId} are stopped at an event that they cannot take`);
  }
}

/** The views cannot take a change of the batch: nothing of it was written, and the same batch is refused again. */
export class ChangeRefused extends TypeError {
  override readonly name = 'ChangeRefused';

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
