import { commandContextOf, Freshness } from '@datakeep/access';
import { EVENT_STORE, type EventStore } from '@datakeep/event-store';
import { NamingKey, systemConcepts, type InstanceId } from '@datakeep/kernel';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { answeredBy } from '../command-answer.js';
import { DataSets } from '../data-sets.js';
import type { InstanceStatusChangedFacts } from '../instance.events.js';
import type { InstanceRefusal } from '../instance.refusals.js';
import { Locator } from '../locator.js';
import { ChangeStatusCommand } from './change-status.command.js';
import { decideStatus } from './change-status.decide.js';

export interface StatusChanged {
  readonly commandId: string;
  readonly instanceId: InstanceId;
  readonly dataVersion: number;
  readonly status: string;
  readonly place: number;
}

export type StatusOutcome = StatusChanged | InstanceRefusal;

@CommandHandler(ChangeStatusCommand)
export class ChangeStatusHandler implements ICommandHandler<ChangeStatusCommand, StatusOutcome> {
  constructor(
    @Inject(EVENT_STORE) private readonly events: EventStore,
    @Inject(NamingKey) private readonly namingKey: NamingKey,
    @Inject(Freshness) private readonly freshness: Freshness,
    @Inject(DataSets) private readonly dataSets: DataSets,
    @Inject(Locator) private readonly locator: Locator,
  ) {}

  async execute(command: ChangeStatusCommand): Promise<StatusOutcome> {
    return this.freshness.proved(await this.decided(command));
  }

  private async decided({ sender, request }: ChangeStatusCommand): Promise<StatusOutcome> {
    const { workspaceId, principals } = sender.caller;
    const { instanceId } = request;
    if (instanceId === workspaceId) return { refused: 'forbidden', command: 'change-status', concept: systemConcepts.workspace };
    const dataSetId = await this.locator.findAtHead({ workspaceId, instanceId });
    if (dataSetId === undefined) return { refused: 'not-found' };
    const context = commandContextOf(this.namingKey, sender);
    const command = { ...request, context };
    const key = { workspaceId, dataSetId };
    const outcome = await this.dataSets.submit(key, (state) => decideStatus(state, command, { principals }));
    if ('needs' in outcome) throw new TypeError('a change of status names nothing');
    const event = await answeredBy(this.events, key, outcome, context.requestHash);
    if ('refused' in event) return event;
    this.freshness.acknowledge(event.place);
    const { commandId, dataVersion } = event.header;
    const { status } = event.facts as InstanceStatusChangedFacts;
    return { commandId, instanceId, dataVersion, status, place: event.place };
  }
}
