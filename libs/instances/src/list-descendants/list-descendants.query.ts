import type { Caller } from '@datakeep/access';
import type { DescendantsParameters } from '@datakeep/contract';
import type { InstanceId } from '@datakeep/kernel';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { InstanceRefusal } from '../instance.refusals.js';
import { InstancesBelow, type ListedInstance } from '../instances-below.js';
import type { Page } from '../page.js';

export class ListDescendantsQuery {
  constructor(
    readonly caller: Caller,
    readonly instanceId: InstanceId,
    readonly parameters: DescendantsParameters,
  ) {}
}

export type DescendantsAnswer = Page<ListedInstance> | InstanceRefusal;

/** Everything visible below a visible instance or the workspace, by (hierarchy, name, id), `depth` levels down. */
@QueryHandler(ListDescendantsQuery)
export class ListDescendantsHandler implements IQueryHandler<ListDescendantsQuery, DescendantsAnswer> {
  constructor(@Inject(InstancesBelow) private readonly below: InstancesBelow) {}

  execute({ caller, instanceId, parameters }: ListDescendantsQuery): Promise<DescendantsAnswer> {
    const { concept, depth, ...page } = parameters;
    const walk = {
      index: 'by_hierarchy' as const,
      ...(depth === undefined ? {} : { levelsMax: depth }),
      ...(concept === undefined ? {} : { filter: { conceptId: concept } }),
    };
    return this.below.page({ caller, instanceId, question: 'descendants', walk, page });
  }
}
