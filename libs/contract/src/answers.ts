/** What a controller answers, free of HTTP; the server turns it into status, headers and bytes in one place. */
export type Answer = CommandDone | Representation | Collection | Resource | Streamed;

/** A command was done. `created` is the path of what it made. */
export interface CommandDone {
  readonly answer: 'done';
  readonly place: number;
  readonly created: string | undefined;
  /** The body but for `position`, which the server writes. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** One instance, as its bytes or as JSON, whichever the client prefers; the other is not made. */
export interface Representation {
  readonly answer: 'representation';
  readonly place: number;
  readonly dataVersion: number;
  /** Place of the event that opened or closed the row: with `newestPlace` it makes the weak tag. */
  readonly rowPlace: number;
  readonly xml: Uint8Array;
  readonly json: () => Promise<{ readonly body: object; readonly newestPlace: number }>;
}

/** A page of a list: JSON only. */
export interface Collection {
  readonly answer: 'collection';
  readonly place: number;
  readonly items: readonly object[];
  readonly next: string | null;
}

/** One thing that is not an instance: JSON only. */
export interface Resource {
  readonly answer: 'resource';
  readonly place: number;
  readonly body: object;
}

/** A document that is made while it is sent, as fast as the client takes it; there is no other form of it. */
export interface Streamed {
  readonly answer: 'stream';
  readonly place: number;
  readonly contentType: string;
  /** Asked for the next piece when there is room for it, and ended early when the client leaves. What it throws cuts the answer off. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Something was not done; `refused` is the name of a problem of http.md and the other fields are that problem's own. */
export interface Refused {
  readonly refused: string;
}
