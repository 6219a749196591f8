import { commandContextOf, Freshness } from '@datakeep/access';
import { EVENT_STORE, type EventStore } from '@datakeep/event-store';
import { NamingKey, systemConcepts, type ConceptId, type InstanceId } from '@datakeep/kernel';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { answeredBy } from '../command-answer.js';
import type { DataSetKey } from '../data-set.log.js';
import { DataSets } from '../data-sets.js';
import type { InstanceMovedFacts } from '../instance.events.js';
import type { InstanceRefusal } from '../instance.refusals.js';
import { isVisible, liveInstance } from '../instance.state.js';
import { Locator } from '../locator.js';
import { RootNames } from '../root-names.js';
import { MoveInstanceCommand } from './move-instance.command.js';
import { decideMove } from './move-instance.decide.js';

export interface Moved {
  readonly commandId: string;
  readonly instanceId: InstanceId;
  readonly dataVersion: number;
  readonly hierarchy: string;
  /** Instances that came along and that the caller saw then, the moved one included. */
  readonly moved: number;
  readonly place: number;
}

export type MoveOutcome = Moved | InstanceRefusal;

@CommandHandler(MoveInstanceCommand)
export class MoveInstanceHandler implements ICommandHandler<MoveInstanceCommand, MoveOutcome> {
  constructor(
    @Inject(EVENT_STORE) private readonly events: EventStore,
    @Inject(NamingKey) private readonly namingKey: NamingKey,
    @Inject(Freshness) private readonly freshness: Freshness,
    @Inject(DataSets) private readonly dataSets: DataSets,
    @Inject(RootNames) private readonly rootNames: RootNames,
    @Inject(Locator) private readonly locator: Locator,
  ) {}

  async execute(command: MoveInstanceCommand): Promise<MoveOutcome> {
    return this.freshness.proved(await this.decided(command));
  }

  private async decided({ sender, request }: MoveInstanceCommand): Promise<MoveOutcome> {
    const { workspaceId, principals } = sender.caller;
    const { instanceId, parentId } = request;
    if (instanceId === workspaceId) return { refused: 'forbidden', command: 'move-instance', concept: systemConcepts.workspace };
    const dataSetId = await this.locator.findAtHead({ workspaceId, instanceId });
    if (dataSetId === undefined) return { refused: 'not-found' };
    const key = { workspaceId, dataSetId };
    const elsewhere = await this.parentElsewhere(key, { parentId, principals });
    const context = commandContextOf(this.namingKey, sender);
    const command = { ...request, context };
    const names = { ...context, workspaceId, instanceId: dataSetId };
    const outcome = await this.rootNames.submit(key, names, (state, claim) =>
      decideMove(state, command, { principals, claim, elsewhere }),
    );
    const event = await answeredBy(this.events, key, outcome, context.requestHash);
    if ('refused' in event) return event;
    this.freshness.acknowledge(event.place);
    const { commandId, dataVersion, hierarchy } = event.header;
    const { seen: moved } = event.facts as InstanceMovedFacts;
    return { commandId, instanceId, dataVersion, hierarchy, moved, place: event.place };
  }

  /**
   * The concept of the new parent, when that is a live instance of another data set and the caller sees it: the state of its
   * own data set tells. Undefined for one that is hidden and for one that is nowhere, alike.
   */
  private async parentElsewhere(
    { workspaceId, dataSetId }: DataSetKey,
    { parentId, principals }: { readonly parentId: InstanceId; readonly principals: readonly string[] },
  ): Promise<ConceptId | undefined> {
    if (parentId === workspaceId) return undefined;
    const parentsDataSetId = await this.locator.findAtHead({ workspaceId, instanceId: parentId });
    if (parentsDataSetId === undefined || parentsDataSetId === dataSetId) return undefined;
    return this.dataSets.read({ workspaceId, dataSetId: parentsDataSetId }, (state) => {
      const parent = liveInstance(state, parentId);
      return parent !== undefined && isVisible(parent, principals) ? parent.conceptId : undefined;
    });
  }
}
