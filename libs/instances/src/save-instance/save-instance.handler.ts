import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Freshness, Gate } from '@datakeep/access';
import { Inject } from '@nestjs/common';
import { EVENT_STORE, type EventStore } from '@datakeep/event-store';
import { NamingKey, randomGuid, systemConcepts, type CommandId, type InstanceId } from '@datakeep/kernel';
import { claimId } from '../claim-id.js';
import { eventAt, type DataSetKey } from '../data-set.log.js';
import type { Outcome } from '../data-set.mailbox.js';
import { DataSets } from '../data-sets.js';
import { Locator } from '../locator.js';
import type { InstanceRefusal } from '../instance.refusals.js';
import { SaveInstanceCommand, type SaveInstance } from './save-instance.command.js';
import { decideSave } from './save-instance.decide.js';

/** What a save answers; the same again when it is asked again with its Idempotency-Key. */
export interface Saved {
  readonly saved: {
    readonly commandId: string;
    readonly instanceId: InstanceId;
    readonly dataVersion: number;
    readonly hierarchy: string;
    readonly created: boolean;
    readonly place: number;
  };
}

export type SaveOutcome = Saved | InstanceRefusal | { readonly refused: 'idempotency-key-reused' };

/** The way of one save: find the data set, claim a chosen id, decide and append, answer (ARCHITECTURE.md follows it). */
@CommandHandler(SaveInstanceCommand)
export class SaveInstanceHandler implements ICommandHandler<SaveInstanceCommand, SaveOutcome> {
  constructor(
    @Inject(EVENT_STORE) private readonly events: EventStore,
    @Inject(NamingKey) private readonly namingKey: NamingKey,
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Freshness) private readonly freshness: Freshness,
    @Inject(DataSets) private readonly dataSets: DataSets,
    @Inject(Locator) private readonly locator: Locator,
  ) {}

  async execute(ask: SaveInstanceCommand): Promise<SaveOutcome> {
    const { caller, request } = ask;
    const unknown = await this.gate.unknownPrincipals(caller.workspaceId, request.access ?? []);
    if (unknown.length > 0) {
      const detail = 'is no user of this workspace';
      const errors = unknown.map((id) => ({ pointer: `/access/${String(request.access?.indexOf(id))}`, detail }));
      return { refused: 'invalid-request', errors };
    }
    const target = await this.targetOf(ask);
    if ('refused' in target) return target;
    const { command, key } = target;
    const outcome = await this.dataSets.submit(key, (state) => decideSave(state, command, caller.principals));
    return this.answer(outcome, command, key);
  }

  /** The data set that the save goes to, and the save with its id. */
  private async targetOf(ask: SaveInstanceCommand): Promise<{ command: SaveInstance; key: DataSetKey } | InstanceRefusal> {
    const { caller, request, idempotency } = ask;
    const { workspaceId, userId, profileId } = caller;
    const commandId =
      idempotency === undefined ? randomGuid<CommandId>() : this.namingKey.commandId({ workspaceId, userId, idempotencyKey: idempotency.key });
    const context = {
      userId,
      profileId,
      commandId,
      requestHash: idempotency?.requestHash ?? null,
      correlationId: ask.correlationId,
      causationId: commandId,
    };
    const parentId = request.parentId === workspaceId ? undefined : request.parentId;
    if (request.instanceId !== undefined) return this.chosen(ask, { ...request, instanceId: request.instanceId, context }, parentId);
    const dataSetId = parentId === undefined ? undefined : await this.locator.findAtHead({ workspaceId, instanceId: parentId });
    if (parentId !== undefined && dataSetId === undefined) return { refused: 'parent-not-found', parentId };
    const instanceId = this.namingKey.instanceId({ commandId, workspaceId, dataSet: dataSetId ?? 'new' });
    return { command: { ...request, instanceId, context }, key: { workspaceId, dataSetId: dataSetId ?? instanceId } };
  }

  private async chosen(
    ask: SaveInstanceCommand,
    command: SaveInstance,
    parentId: InstanceId | undefined,
  ): Promise<{ command: SaveInstance; key: DataSetKey } | InstanceRefusal> {
    const { workspaceId, principals } = ask.caller;
    const { instanceId } = command;
    if (instanceId === workspaceId) return { refused: 'forbidden', command: 'save-instance', conceptId: systemConcepts.workspace };
    const id = { workspaceId, instanceId };
    const known = command.expected.kind === 'version' ? await this.locator.findAtHead(id) : await this.locator.findChosen(id);
    if (known !== undefined) return { command, key: { workspaceId, dataSetId: known } };
    if (parentId === undefined) return { command, key: { workspaceId, dataSetId: instanceId } };
    const dataSetId = await this.locator.findAtHead({ workspaceId, instanceId: parentId });
    if (dataSetId === undefined) return { refused: 'parent-not-found', parentId };
    // A save that would be refused must not leave a claim behind.
    const key = { workspaceId, dataSetId };
    const outlook = await this.dataSets.look(key, (state) => decideSave(state, command, principals));
    if ('refused' in outlook) return outlook;
    const first = 'appended' in outlook ? outlook.appended[0] : undefined;
    if (first !== undefined && !(await claimId(this.events, { ...id, dataSetId }, first.context))) {
      return { refused: 'id-taken', instanceId };
    }
    return { command, key };
  }

  private async answer(outcome: Outcome, command: SaveInstance, key: DataSetKey): Promise<SaveOutcome> {
    if ('refused' in outcome) return outcome;
    if ('remembered' in outcome) return this.again(command, key, outcome.remembered);
    const [event] = outcome.appended;
    if (event === undefined) throw new RangeError('a save appends an event');
    this.locator.remember({ workspaceId: key.workspaceId, instanceId: command.instanceId }, key.dataSetId);
    return this.saved(event.context, outcome.place);
  }

  /** The first answer again, rebuilt from the event itself (design, section 2, "Idempotency"). */
  private async again(command: SaveInstance, key: DataSetKey, revision: number): Promise<SaveOutcome> {
    const event = await eventAt(this.events, key, revision);
    if (event.header.requestHash !== command.context.requestHash) return { refused: 'idempotency-key-reused' };
    return this.saved(event.header, event.place);
  }

  private saved(
    event: { commandId: string; instanceId: InstanceId; dataVersion: number; hierarchy: string; change: string },
    place: number,
  ): Saved {
    this.freshness.acknowledge(place);
    const { commandId, instanceId, dataVersion, hierarchy } = event;
    return { saved: { commandId, instanceId, dataVersion, hierarchy, created: event.change === 'created', place } };
  }
}
