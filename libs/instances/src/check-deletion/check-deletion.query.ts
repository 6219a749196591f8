import { Freshness, Gate, type Caller } from '@datakeep/access';
import { isSystemConcept, systemConcepts, type ConceptId, type InstanceId } from '@datakeep/kernel';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSets } from '../data-sets.js';
import { deletable, type Deletable } from '../deletable.state.js';
import type { InstanceRefusal } from '../instance.refusals.js';
import { isVisible, liveInstance } from '../instance.state.js';
import { Locator } from '../locator.js';

/** What a delete of an instance would meet now. */
export class CheckDeletionQuery {
  constructor(
    readonly caller: Caller,
    readonly instanceId: InstanceId,
  ) {}
}

export type DeletionChecked = (Omit<Deletable, 'tree'> & { readonly place: number }) | InstanceRefusal;

/** Looks at the state that a delete would be decided on, read to its end, and not at the views: they may be behind. */
@QueryHandler(CheckDeletionQuery)
export class CheckDeletionHandler implements IQueryHandler<CheckDeletionQuery, DeletionChecked> {
  constructor(
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Freshness) private readonly freshness: Freshness,
    @Inject(DataSets) private readonly dataSets: DataSets,
    @Inject(Locator) private readonly locator: Locator,
  ) {}

  async execute(query: CheckDeletionQuery): Promise<DeletionChecked> {
    return this.freshness.proved(await this.checked(query));
  }

  private async checked({ caller, instanceId }: CheckDeletionQuery): Promise<DeletionChecked> {
    const { workspaceId, principals } = caller;
    if (instanceId === workspaceId) return forbidden(systemConcepts.workspace);
    const dataSetId = await this.locator.findAtHead({ workspaceId, instanceId });
    if (dataSetId === undefined) return { refused: 'not-found' };
    const { place } = await this.gate.reader(caller);
    return this.dataSets.read({ workspaceId, dataSetId }, (state): DeletionChecked => {
      const root = liveInstance(state, instanceId);
      if (root === undefined || !isVisible(root, principals)) return { refused: 'not-found' };
      if (isSystemConcept(root.conceptId)) return forbidden(root.conceptId);
      const { tree: _, ...found } = deletable(state, root, principals);
      return { ...found, place };
    });
  }
}

/** What a delete would answer too. */
function forbidden(conceptId: ConceptId): InstanceRefusal {
  return { refused: 'forbidden', command: 'delete-instance', concept: conceptId };
}
