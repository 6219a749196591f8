import { type AppendRequest, noStream } from '@datakeep/event-store';
import { LimitReached, limits } from '@datakeep/kernel';

/**
 * The encoded bytes of an append: header, facts and body of each event. Throws LimitReached above `limits.appendBytesMax`
 * (design, section 2), RangeError when it has no event, expects what cannot be, or has a header that a text column would cut.
 */
export function checkAppend({ expectedRevision, events }: AppendRequest): number {
  if (events.length === 0) throw new RangeError('an append needs an event');
  if (!Number.isSafeInteger(expectedRevision) || expectedRevision < noStream) {
    throw new RangeError(`not a revision: ${String(expectedRevision)}`);
  }
  let bytes = 0;
  for (const { header, facts, body } of events) {
    if (header.includes('\0')) throw new RangeError('a header is JSON, which has no zero character');
    bytes += Buffer.byteLength(header) + facts.length + body.length;
  }
  if (bytes > limits.appendBytesMax) throw new LimitReached('bytes in one append', limits.appendBytesMax, bytes);
  return bytes;
}
