import { Gate, type Caller } from '@datakeep/access';
import type { DataSetParameters } from '@datakeep/contract';
import type { InstanceId } from '@datakeep/kernel';
import { treeOrder, type FindBelowRequest, type ReaderViews, type Row } from '@datakeep/view-store';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { AsOf } from '../as-of.js';
import type { InstanceRefusal } from '../instance.refusals.js';
import { instanceViews } from '../instance.views.js';
import { dataSetDocument } from './data-set-document.js';
import { below, rowsOf, withAncestors, type ShownRow, type Walk } from './shown-rows.js';

export class StreamDataSetQuery {
  constructor(
    readonly caller: Caller,
    readonly instanceId: InstanceId,
    readonly parameters: DataSetParameters,
  ) {}
}

export interface DataSetStream {
  /** The position that all of the document is of. */
  readonly place: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Rows read at a time; a few milliseconds of the process. */
const pageRows = 256;
const include = ['xml'];
const view = instanceViews.rows.name;

/**
 * An instance and everything visible below it as one document, `depth` levels down. With `concept`, instances of other concepts
 * are left out; the root and visible ancestors of what is shown stay, without their content.
 */
@QueryHandler(StreamDataSetQuery)
export class StreamDataSetHandler implements IQueryHandler<StreamDataSetQuery, DataSetStream | InstanceRefusal> {
  constructor(
    @Inject(Gate) private readonly gate: Gate,
    @Inject(AsOf) private readonly asOf: AsOf,
  ) {}

  async execute({ caller, instanceId, parameters }: StreamDataSetQuery): Promise<DataSetStream | InstanceRefusal> {
    const { concept, depth, asOf } = parameters;
    const at = await this.asOf.at(asOf);
    if (typeof at === 'object') return at;
    const { reader } = await this.gate.reader(caller);
    const request: FindBelowRequest = {
      view,
      instanceId,
      index: treeOrder,
      ...(depth === undefined ? {} : { levelsMax: depth }),
      ...(concept === undefined ? {} : { filter: { conceptId: concept } }),
      at,
      limit: pageRows,
      include,
    };
    const first = await reader.findBelow(request);
    // The first page says which position it is of; the root and all other pages are read there too.
    const root = first && (await reader.get({ view, instanceId, at: first.position, include }));
    if (first === undefined || root === undefined) return { refused: 'not-found' };
    const next: Walk['next'] = async ({ position }, last) => {
      const page = await reader.findBelow({ ...request, at: position, after: [below(last)] });
      // A document that ended here would look whole.
      if (page === undefined) throw new Error(`${instanceId} was hidden from its reader while its data set was sent`);
      return page;
    };
    const shown = shownRows({ first, next }, { reader, root, at: first.position, concept });
    return { place: first.position, chunks: dataSetDocument(shown) };
  }
}

async function* shownRows(
  walk: Walk,
  of: { readonly reader: ReaderViews; readonly root: Row; readonly at: number; readonly concept: string | undefined },
): AsyncGenerator<ShownRow> {
  const { root, concept } = of;
  yield { row: root, content: concept === undefined || root['conceptId'] === concept ? 'shown' : 'left out' };
  if (concept !== undefined) yield* withAncestors(rowsOf(walk), of);
  else for await (const row of rowsOf(walk)) yield { row, content: 'shown' };
}
