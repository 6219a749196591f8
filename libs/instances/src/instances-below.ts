import { Cursors, Gate, type Caller } from '@datakeep/access';
import { pageLimit, type DescendantsParameters, type InstanceMetadata } from '@datakeep/contract';
import type { InstanceId } from '@datakeep/kernel';
import type { FindBelowRequest, Row } from '@datakeep/view-store';
import { xmlText } from '@datakeep/xml';
import { Inject, Injectable } from '@nestjs/common';
import { AsOf } from './as-of.js';
import { metadataOf, xmlOf } from './instance.metadata.js';
import type { InstanceRefusal } from './instance.refusals.js';
import { instanceViews } from './instance.views.js';
import { nextMark, readMark, type Page } from './page.js';

export type ListedInstance = InstanceMetadata & { readonly xml?: string };

/** A list of what is below an instance: where it is walked, and what binds its cursors. */
interface ListBelow {
  readonly caller: Caller;
  readonly instanceId: InstanceId;
  /** Names the list and everything that it was narrowed by. */
  readonly question: string;
  readonly walk: Pick<FindBelowRequest, 'levelsMax' | 'where' | 'filter'> & { readonly index: keyof typeof walkedFields };
  readonly page: Pick<DescendantsParameters, 'asOf' | 'include' | 'limit' | 'cursor'>;
}

/** What tells where a row stands in each index that a list can walk. */
const walkedFields = {
  by_hierarchy: ['hierarchy', 'name', 'instanceId'],
  by_hierarchy_and_concept: ['hierarchy', 'conceptId', 'name', 'instanceId'],
} as const;

/**
 * Pages of the visible instances below a visible instance or the workspace, each by one call to the views. All pages behind
 * one first page are read as of its position, so that they stay whole under writes; the instance itself is looked up there too.
 */
@Injectable()
export class InstancesBelow {
  constructor(
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Cursors) private readonly cursors: Cursors,
    @Inject(AsOf) private readonly asOf: AsOf,
  ) {}

  async page({ caller, instanceId, question, walk, page }: ListBelow): Promise<Page<ListedInstance> | InstanceRefusal> {
    const { asOf, include, limit, cursor } = page;
    const list = { cursors: this.cursors, caller, question: JSON.stringify([question, instanceId, walk, asOf, include]) };
    const mark = readMark(list, cursor);
    if (mark !== undefined && 'refused' in mark) return mark;
    const at = mark?.at ?? (await this.asOf.at(asOf));
    if (typeof at === 'object') return at;
    const { reader } = await this.gate.reader(caller);
    const found = await reader.findBelow({
      view: instanceViews.rows.name,
      instanceId,
      ...walk,
      ...(mark === undefined ? {} : { after: mark.after }),
      at,
      limit: limit ?? pageLimit.default,
      ...(include === undefined ? {} : { include: [include] }),
    });
    if (found === undefined) return { refused: 'not-found' };
    const next = nextMark(list, found, (row) => walkedFields[walk.index].map((field) => row[field]));
    return { items: found.rows.map((row) => listed(row, include)), next, place: found.position };
  }
}

function listed(row: Row, include: 'xml' | undefined): ListedInstance {
  return include === undefined ? metadataOf(row) : { ...metadataOf(row), xml: xmlText(xmlOf(row)) };
}
