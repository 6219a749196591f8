import type { Caller } from '@datakeep/access';
import type { ChildrenParameters } from '@datakeep/contract';
import type { InstanceId } from '@datakeep/kernel';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { InstanceRefusal } from '../instance.refusals.js';
import { InstancesBelow, type ListedInstance } from '../instances-below.js';
import type { Page } from '../page.js';

export class ListChildrenQuery {
  constructor(
    readonly caller: Caller,
    readonly instanceId: InstanceId,
    readonly parameters: ChildrenParameters,
  ) {}
}

export type ChildrenAnswer = Page<ListedInstance> | InstanceRefusal;

/** The visible children of a visible instance, or the visible roots of the workspace, by (name, id). */
@QueryHandler(ListChildrenQuery)
export class ListChildrenHandler implements IQueryHandler<ListChildrenQuery, ChildrenAnswer> {
  constructor(@Inject(InstancesBelow) private readonly below: InstancesBelow) {}

  execute({ caller, instanceId, parameters }: ListChildrenQuery): Promise<ChildrenAnswer> {
    const { concept, status, ...page } = parameters;
    const along =
      concept === undefined
        ? { index: 'by_hierarchy' as const }
        : { index: 'by_hierarchy_and_concept' as const, where: { conceptId: concept } };
    const walk = { ...along, levelsMax: 1, ...(status === undefined ? {} : { filter: { status } }) };
    return this.below.page({ caller, instanceId, question: 'children', walk, page });
  }
}
