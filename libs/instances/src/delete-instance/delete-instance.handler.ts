import { commandContextOf, Freshness } from '@datakeep/access';
import { EVENT_STORE, type EventStore } from '@datakeep/event-store';
import { NamingKey, systemConcepts, type Guid, type InstanceId } from '@datakeep/kernel';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { answeredBy, treeOf } from '../command-answer.js';
import { DataSets } from '../data-sets.js';
import type { InstanceRefusal } from '../instance.refusals.js';
import { Locator } from '../locator.js';
import { DeleteInstanceCommand } from './delete-instance.command.js';
import { decideDelete } from './delete-instance.decide.js';

export interface Deleted {
  readonly commandId: string;
  readonly instanceId: InstanceId;
  readonly dataVersion: number;
  readonly deletionId: Guid;
  /** Instances that the deletion took. */
  readonly deleted: number;
  readonly place: number;
}

export type DeleteOutcome = Deleted | InstanceRefusal;

@CommandHandler(DeleteInstanceCommand)
export class DeleteInstanceHandler implements ICommandHandler<DeleteInstanceCommand, DeleteOutcome> {
  constructor(
    @Inject(EVENT_STORE) private readonly events: EventStore,
    @Inject(NamingKey) private readonly namingKey: NamingKey,
    @Inject(Freshness) private readonly freshness: Freshness,
    @Inject(DataSets) private readonly dataSets: DataSets,
    @Inject(Locator) private readonly locator: Locator,
  ) {}

  async execute(command: DeleteInstanceCommand): Promise<DeleteOutcome> {
    return this.freshness.proved(await this.decided(command));
  }

  private async decided({ sender, request }: DeleteInstanceCommand): Promise<DeleteOutcome> {
    const { workspaceId, principals } = sender.caller;
    const { instanceId } = request;
    if (instanceId === workspaceId)
      return { refused: 'forbidden', command: 'delete-instance', concept: systemConcepts.workspace };
    const dataSetId = await this.locator.findAtHead({ workspaceId, instanceId });
    if (dataSetId === undefined) return { refused: 'not-found' };
    const context = commandContextOf(this.namingKey, sender);
    const command = { ...request, context };
    const key = { workspaceId, dataSetId };
    const deletionIdAt = (revision: number) => this.namingKey.deletionId({ ...key, revision });
    const outcome = await this.dataSets.submit(key, (state) => decideDelete(state, command, { principals, deletionIdAt }));
    if ('needs' in outcome) throw new TypeError('a delete names nothing');
    const event = await answeredBy(this.events, key, outcome, context.requestHash);
    if ('refused' in event) return event;
    this.freshness.acknowledge(event.place);
    const { commandId, dataVersion } = event.header;
    const { count: deleted, ...tree } = treeOf(event);
    return { commandId, instanceId: event.header.instanceId, dataVersion, ...tree, deleted, place: event.place };
  }
}
