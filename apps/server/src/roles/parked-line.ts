import type { ParkedEvent } from '@datakeep/projector';

/** The one line that tells those who run the server that the views of a stream stopped, where and why. */
export function parkedLine({ stream, revision, place, type, reason }: ParkedEvent): string {
  const at = `${type}, revision ${String(revision)}, place ${String(place)}`;
  return `datakeep: the views of ${stream} stopped at ${at}: ${reason}; all others go on\n`;
}
