import { dataSetFragment } from '@datakeep/xml';
import { metadataOf, xmlOf } from '../instance.metadata.js';
import { NestedElements } from './nested-elements.js';
import type { ShownRow } from './shown-rows.js';

/** A piece is sent when it has so many bytes; one instance more may make it larger. */
const chunkBytesMin = 64 * 1024;

/**
 * One XML document in UTF-8, piece by piece: each row an element, inside it its content and then what is below it. Rows come in
 * tree order, the root first.
 */
export async function* dataSetDocument(rows: AsyncIterable<ShownRow>): AsyncGenerator<Uint8Array> {
  const elements = new NestedElements();
  let pieces: Uint8Array[] = [Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n')];
  let bytes = 0;
  for await (const { row, content } of rows) {
    const start = elements.start(metadataOf(row));
    const written =
      content === 'left out'
        ? [Buffer.from(`${start}\n`)]
        : [Buffer.from(`${start}<dk:content>`), dataSetFragment(xmlOf(row)), Buffer.from('</dk:content>\n')];
    pieces.push(...written);
    bytes += written.reduce((sum, { length }) => sum + length, 0);
    if (bytes < chunkBytesMin) continue;
    yield Buffer.concat(pieces);
    pieces = [];
    bytes = 0;
  }
  yield Buffer.concat([...pieces, Buffer.from(elements.end())]);
}
