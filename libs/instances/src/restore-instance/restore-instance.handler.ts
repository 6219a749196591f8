import { commandContextOf, Freshness } from '@datakeep/access';
import { EVENT_STORE, type EventStore } from '@datakeep/event-store';
import { NamingKey, type Guid, type InstanceId, type WorkspaceId } from '@datakeep/kernel';
import { VIEW_STORE, type ViewStore } from '@datakeep/view-store';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { answeredBy, treeOf } from '../command-answer.js';
import type { InstanceRefusal } from '../instance.refusals.js';
import { instanceViews } from '../instance.views.js';
import { Locator } from '../locator.js';
import { RootNames } from '../root-names.js';
import { RestoreInstanceCommand, type RestoreRequest } from './restore-instance.command.js';
import { decideRestore } from './restore-instance.decide.js';

export interface Restored {
  readonly commandId: string;
  /** The root of the tree that is back. */
  readonly instanceId: InstanceId;
  readonly dataVersion: number;
  readonly deletionId: Guid;
  /** Instances that came back. */
  readonly restored: number;
  readonly place: number;
}

export type RestoreOutcome = Restored | InstanceRefusal;

@CommandHandler(RestoreInstanceCommand)
export class RestoreInstanceHandler implements ICommandHandler<RestoreInstanceCommand, RestoreOutcome> {
  constructor(
    @Inject(EVENT_STORE) private readonly events: EventStore,
    @Inject(VIEW_STORE) private readonly views: ViewStore,
    @Inject(NamingKey) private readonly namingKey: NamingKey,
    @Inject(Freshness) private readonly freshness: Freshness,
    @Inject(RootNames) private readonly rootNames: RootNames,
    @Inject(Locator) private readonly locator: Locator,
  ) {}

  async execute(command: RestoreInstanceCommand): Promise<RestoreOutcome> {
    return this.freshness.proved(await this.decided(command));
  }

  private async decided({ sender, request }: RestoreInstanceCommand): Promise<RestoreOutcome> {
    const { workspaceId, principals } = sender.caller;
    const dataSetId = await this.dataSetOf(workspaceId, request);
    if (dataSetId === undefined) return { refused: 'not-found' };
    const context = commandContextOf(this.namingKey, sender);
    const command = { ...request, context };
    const key = { workspaceId, dataSetId };
    const names = { ...context, workspaceId, instanceId: dataSetId };
    const outcome = await this.rootNames.submit(key, names, (state, claim) =>
      decideRestore(state, command, { principals, claim }),
    );
    const event = await answeredBy(this.events, key, outcome, context.requestHash);
    if ('refused' in event) return event;
    this.freshness.acknowledge(event.place);
    const { commandId, instanceId, dataVersion } = event.header;
    const { deletionId, count: restored } = treeOf(event);
    return { commandId, instanceId, dataVersion, deletionId, restored, place: event.place };
  }

  /** The data set of a deletion or an instance; undefined only when everything acknowledged was looked at. */
  private async dataSetOf(workspaceId: WorkspaceId, { deletionId, instanceId }: RestoreRequest): Promise<InstanceId | undefined> {
    if (instanceId !== undefined) return this.locator.findAtHead({ workspaceId, instanceId });
    if (deletionId === undefined) return undefined;
    const deletion = { workspaceId, instanceId: deletionId };
    const find = () => this.views.system.dataSetOf(instanceViews.deletions.name, deletion) as Promise<InstanceId | undefined>;
    return this.freshness.found(find);
  }
}
