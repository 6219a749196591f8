import { commandContextOf, Freshness, Gate, type Caller } from '@datakeep/access';
import type { Refused } from '@datakeep/contract';
import { EVENT_STORE, type EventStore } from '@datakeep/event-store';
import { NamingKey, systemConcepts } from '@datakeep/kernel';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { savedAnswer, type SavedAnswer } from '../command-answer.js';
import { saveContent } from '../content-versions.js';
import { DataSets } from '../data-sets.js';
import { xmlOf } from '../instance.metadata.js';
import { instanceViews } from '../instance.views.js';
import { Locator } from '../locator.js';
import { RevertInstanceCommand, type RevertRequest } from './revert-instance.command.js';

export type RevertOutcome = SavedAnswer | Refused;

/** Saves the XML of an older version, as the caller can see it in the history, as a new one; nothing else of it comes back. */
@CommandHandler(RevertInstanceCommand)
export class RevertInstanceHandler implements ICommandHandler<RevertInstanceCommand, RevertOutcome> {
  constructor(
    @Inject(EVENT_STORE) private readonly events: EventStore,
    @Inject(NamingKey) private readonly namingKey: NamingKey,
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Freshness) private readonly freshness: Freshness,
    @Inject(DataSets) private readonly dataSets: DataSets,
    @Inject(Locator) private readonly locator: Locator,
  ) {}

  async execute(command: RevertInstanceCommand): Promise<RevertOutcome> {
    return this.freshness.proved(await this.decided(command));
  }

  private async decided({ sender, request }: RevertInstanceCommand): Promise<RevertOutcome> {
    const { workspaceId, principals } = sender.caller;
    const { instanceId } = request;
    const command = 'revert-instance';
    if (instanceId === workspaceId) return { refused: 'forbidden', command, concept: systemConcepts.workspace } as Refused;
    const dataSetId = await this.locator.findAtHead({ workspaceId, instanceId });
    if (dataSetId === undefined) return { refused: 'not-found' };
    const asked = { command: { ...request, command, context: commandContextOf(this.namingKey, sender) }, principals } as const;
    const event = await saveContent(
      { events: this.events, dataSets: this.dataSets },
      { workspaceId, dataSetId },
      asked,
      async () => {
        const xml = await this.freshness.found(() => this.xmlOfVersion(sender.caller, request));
        return xml === undefined ? { refused: 'not-found' } : { xml };
      },
    );
    if ('refused' in event) return event;
    this.freshness.acknowledge(event.place);
    return savedAnswer(event);
  }

  private async xmlOfVersion(caller: Caller, { instanceId, toVersion }: RevertRequest): Promise<Uint8Array | undefined> {
    const { reader } = await this.gate.reader(caller);
    const below = { beforeVersion: toVersion + 1, limit: 1, include: ['xml'] };
    const [row] = await reader.versions({ view: instanceViews.rows.name, instanceId, state: 'live', ...below });
    return row?.['dataVersion'] === toVersion ? xmlOf(row) : undefined;
  }
}
