/**
 * How far into the log something reaches (design, section 1): format version, then log id and place.
 * Clients treat the text as opaque.
 */
export interface Position {
  readonly logId: string;
  /** Counts the events of one log from 1; 0 is before the first. */
  readonly place: number;
}

const positionPattern = /^1\.([0-9a-f]{16})\.(0|[1-9][0-9]{0,15})$/;

/** The token of a position: `1.<log id>.<place>`. */
export function formatPosition({ logId, place }: Position): string {
  return `1.${logId}.${String(place)}`;
}

/** The position in a token; undefined when the text is none. Whether it is of this log is the caller's question. */
export function parsePosition(token: string): Position | undefined {
  const match = positionPattern.exec(token);
  if (match === null) return undefined;
  const place = Number(match[2]);
  return Number.isSafeInteger(place) ? { logId: match[1]!, place } : undefined;
}
