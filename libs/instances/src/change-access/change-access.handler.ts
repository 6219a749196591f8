import { commandContextOf, Freshness, Gate } from '@datakeep/access';
import { EVENT_STORE, type EventStore } from '@datakeep/event-store';
import { NamingKey, systemConcepts, type InstanceId } from '@datakeep/kernel';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { answeredBy } from '../command-answer.js';
import { DataSets } from '../data-sets.js';
import type { InstanceRefusal } from '../instance.refusals.js';
import { Locator } from '../locator.js';
import { refusedPrincipals } from '../unknown-principals.js';
import { ChangeAccessCommand } from './change-access.command.js';
import { decideAccess } from './change-access.decide.js';

export interface ChangedAccess {
  readonly commandId: string;
  readonly instanceId: InstanceId;
  readonly dataVersion: number;
  /** Instances whose access rows became others. */
  readonly changed: number;
  readonly place: number;
}

export type AccessOutcome = ChangedAccess | InstanceRefusal;

@CommandHandler(ChangeAccessCommand)
export class ChangeAccessHandler implements ICommandHandler<ChangeAccessCommand, AccessOutcome> {
  constructor(
    @Inject(EVENT_STORE) private readonly events: EventStore,
    @Inject(NamingKey) private readonly namingKey: NamingKey,
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Freshness) private readonly freshness: Freshness,
    @Inject(DataSets) private readonly dataSets: DataSets,
    @Inject(Locator) private readonly locator: Locator,
  ) {}

  async execute(command: ChangeAccessCommand): Promise<AccessOutcome> {
    return this.freshness.proved(await this.decided(command));
  }

  private async decided({ sender, kind, request }: ChangeAccessCommand): Promise<AccessOutcome> {
    const { workspaceId, principals } = sender.caller;
    const { instanceId } = request;
    // Whoever is no user any more, or never was, can lose rows and not be given any.
    const given = kind === 'grant' ? request.principals : [];
    const unknown = await refusedPrincipals(this.gate, workspaceId, { field: 'principals', principals: given });
    if (unknown !== undefined) return unknown;
    const conceptId = systemConcepts.workspace;
    if (instanceId === workspaceId) return { refused: 'forbidden', command: `${kind}-access`, concept: conceptId };
    const dataSetId = await this.locator.findAtHead({ workspaceId, instanceId });
    if (dataSetId === undefined) return { refused: 'not-found' };
    const context = commandContextOf(this.namingKey, sender);
    const command = { ...request, kind, context };
    const key = { workspaceId, dataSetId };
    const outcome = await this.dataSets.submit(key, (state) => decideAccess(state, command, { principals }));
    if ('needs' in outcome) throw new TypeError('a change of access names nothing');
    const event = await answeredBy(this.events, key, outcome, context.requestHash);
    if ('refused' in event) return event;
    this.freshness.acknowledge(event.place);
    const { commandId, dataVersion, count } = event.header;
    if (count === null) throw new TypeError('a change of access says how many instances it concerned');
    return { commandId, instanceId, dataVersion, changed: count, place: event.place };
  }
}
