import { Cursors, Gate, type Caller } from '@datakeep/access';
import { pageLimit, type ChildrenParameters, type InstanceMetadata } from '@datakeep/contract';
import type { InstanceId } from '@datakeep/kernel';
import type { Row } from '@datakeep/view-store';
import { xmlText } from '@datakeep/xml';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { metadataOf, xmlOf } from '../instance.metadata.js';
import type { InstanceRefusal } from '../instance.refusals.js';
import { instanceViews } from '../instance.views.js';
import { nextMark, readMark, type Page } from '../page.js';

export class ListChildrenQuery {
  constructor(
    readonly caller: Caller,
    readonly instanceId: InstanceId,
    readonly parameters: ChildrenParameters,
  ) {}
}

export type ChildrenAnswer = Page<InstanceMetadata & { readonly xml?: string }> | InstanceRefusal;

/**
 * The visible children of a visible instance, or the visible roots of the workspace, by (name, id). All pages behind one
 * first page are read as of its position, so that they stay whole under writes.
 */
@QueryHandler(ListChildrenQuery)
export class ListChildrenHandler implements IQueryHandler<ListChildrenQuery, ChildrenAnswer> {
  constructor(
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  async execute({ caller, instanceId, parameters }: ListChildrenQuery): Promise<ChildrenAnswer> {
    const { concept, status, include, cursor } = parameters;
    const question = `children ${JSON.stringify([instanceId, concept, status, include])}`;
    const list = { cursors: this.cursors, caller, question };
    const mark = readMark(list, cursor);
    if (mark !== undefined && 'refused' in mark) return mark;
    const { reader } = await this.gate.reader(caller);
    const view = instanceViews.rows.name;
    // A page behind the first one is of the same moment, its parent too.
    const at = mark?.at ?? 'now';
    if (instanceId !== caller.workspaceId && (await reader.get({ view, instanceId, at })) === undefined) {
      return { refused: 'not-found' };
    }
    const found = await reader.find({
      view,
      index: concept === undefined ? 'by_parent' : 'by_parent_and_concept',
      where: { parentId: instanceId, ...(concept === undefined ? {} : { conceptId: concept }) },
      ...(status === undefined ? {} : { filter: { status } }),
      ...(mark === undefined ? {} : { after: mark.after }),
      at,
      limit: parameters.limit ?? pageLimit.default,
      ...(include === undefined ? {} : { include: [include] }),
    });
    const next = nextMark(list, found, (row) => [row['name'], row.instanceId]);
    return { items: found.rows.map((row) => itemOf(row, include)), next, place: found.position };
  }
}

function itemOf(row: Row, include: 'xml' | undefined): InstanceMetadata & { readonly xml?: string } {
  return include === undefined ? metadataOf(row) : { ...metadataOf(row), xml: xmlText(xmlOf(row)) };
}
