import { commandContextOf, Freshness, Gate } from '@datakeep/access';
import { EVENT_STORE, type EventStore } from '@datakeep/event-store';
import { NamingKey, systemConcepts, type InstanceId, type WorkspaceId } from '@datakeep/kernel';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { claimId } from '../claim-id.js';
import { answeredBy } from '../command-answer.js';
import type { DataSetKey } from '../data-set.log.js';
import { DataSets } from '../data-sets.js';
import type { InstanceRefusal } from '../instance.refusals.js';
import { emptyDataSet } from '../instance.state.js';
import { Locator } from '../locator.js';
import { RootNames } from '../root-names.js';
import { refusedPrincipals } from '../unknown-principals.js';
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

export type SaveOutcome = Saved | InstanceRefusal;

interface Target {
  readonly command: SaveInstance;
  readonly key: DataSetKey;
  /** The id was given to this data set before: it lives, lived or was claimed there. */
  readonly isBound: boolean;
}

/** The way of one save: find the data set, claim a chosen id, decide and append, answer (ARCHITECTURE.md follows it). */
@CommandHandler(SaveInstanceCommand)
export class SaveInstanceHandler implements ICommandHandler<SaveInstanceCommand, SaveOutcome> {
  constructor(
    @Inject(EVENT_STORE) private readonly events: EventStore,
    @Inject(NamingKey) private readonly namingKey: NamingKey,
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Freshness) private readonly freshness: Freshness,
    @Inject(DataSets) private readonly dataSets: DataSets,
    @Inject(RootNames) private readonly rootNames: RootNames,
    @Inject(Locator) private readonly locator: Locator,
  ) {}

  async execute(command: SaveInstanceCommand): Promise<SaveOutcome> {
    return this.freshness.proved(await this.decided(command));
  }

  private async decided({ sender, request }: SaveInstanceCommand): Promise<SaveOutcome> {
    const { workspaceId, principals } = sender.caller;
    const unknown = await refusedPrincipals(this.gate, workspaceId, { field: 'access', principals: request.access ?? [] });
    if (unknown !== undefined) return unknown;
    const context = commandContextOf(this.namingKey, sender);
    const { instanceId } = request;
    const target =
      instanceId === undefined
        ? await this.ownId({ ...request, context }, workspaceId)
        : await this.chosenId({ ...request, instanceId, context }, { workspaceId, principals });
    if ('refused' in target) return target;
    const { command, key } = target;
    const names = { ...context, workspaceId, instanceId: command.instanceId };
    const outcome = await this.rootNames.submit(key, names, (state, claim) => decideSave(state, command, { principals, claim }));
    if (target.isBound && isWithoutParent(outcome)) return { refused: 'id-taken', instanceId: command.instanceId };
    const event = await answeredBy(this.events, key, outcome, context.requestHash);
    if ('refused' in event) return event;
    this.locator.remember({ workspaceId, instanceId: command.instanceId }, key.dataSetId);
    this.freshness.acknowledge(event.place);
    const { commandId, dataVersion, hierarchy, change } = event.header;
    const created = change === 'created';
    return { saved: { commandId, instanceId: event.header.instanceId, dataVersion, hierarchy, created, place: event.place } };
  }

  /** A save under an id that the server derives; it needs no claim. */
  private async ownId(request: Omit<SaveInstance, 'instanceId'>, workspaceId: WorkspaceId): Promise<Target | InstanceRefusal> {
    const { context } = request;
    const parentId = belowAnInstance(request.parentId, workspaceId);
    const dataSetId = parentId === undefined ? undefined : await this.locator.findAtHead({ workspaceId, instanceId: parentId });
    const { commandId } = context;
    const instanceId = this.namingKey.instanceId({ commandId, workspaceId, dataSet: dataSetId ?? 'new' });
    if (parentId !== undefined && dataSetId === undefined)
      return withoutParent({ ...request, instanceId, parentId }, workspaceId);
    return { command: { ...request, instanceId }, key: { workspaceId, dataSetId: dataSetId ?? instanceId }, isBound: false };
  }

  /** A save under an id that the client chose: over what lives there, or claimed for the data set of its parent. */
  private async chosenId(
    command: SaveInstance,
    { workspaceId, principals }: { workspaceId: WorkspaceId; principals: readonly string[] },
  ): Promise<Target | InstanceRefusal> {
    const { instanceId, expected } = command;
    const parentId = belowAnInstance(command.parentId, workspaceId);
    const conceptId = systemConcepts.workspace;
    if (instanceId === workspaceId) return { refused: 'forbidden', command: 'save-instance', concept: conceptId };
    const id = { workspaceId, instanceId };
    const known = expected.kind === 'version' ? await this.locator.findAtHead(id) : await this.locator.findChosen(id);
    if (known !== undefined) return { command, key: { workspaceId, dataSetId: known }, isBound: true };
    if (parentId === undefined) return { command, key: { workspaceId, dataSetId: instanceId }, isBound: false };
    const dataSetId = await this.locator.findAtHead({ workspaceId, instanceId: parentId });
    if (dataSetId === undefined) return withoutParent({ ...command, parentId }, workspaceId);
    // A save that would be refused must not leave a claim behind.
    const key = { workspaceId, dataSetId };
    const outlook = await this.dataSets.read(key, (state) => decideSave(state, command, { principals, claim: undefined }));
    if ('refused' in outlook) return outlook;
    const first = 'accepted' in outlook ? outlook.accepted[0] : undefined;
    if (first !== undefined && !(await claimId(this.dataSets, { ...id, dataSetId }, first.context))) {
      return { refused: 'id-taken', instanceId };
    }
    return { command, key, isBound: false };
  }
}

/** A parent that is an instance; below the workspace stand the roots of data sets. */
function belowAnInstance(parentId: InstanceId | undefined, workspaceId: WorkspaceId): InstanceId | undefined {
  return parentId === workspaceId ? undefined : parentId;
}

/**
 * An id that is bound to one data set, and not saved there, cannot be saved under a parent that is not found in it: wherever
 * that parent is, hidden or absent alike, the id is taken.
 */
function isWithoutParent(outcome: object): boolean {
  return 'refused' in outcome && outcome.refused === 'parent-not-found';
}

/** The refusal of a save below a parent that is nowhere: decided like any other, so that the order of checks is the same. */
function withoutParent(command: SaveInstance & { readonly parentId: InstanceId }, workspaceId: WorkspaceId): InstanceRefusal {
  const decision = decideSave(emptyDataSet(workspaceId, command.parentId), command, { principals: [], claim: undefined });
  return 'refused' in decision ? decision : { refused: 'parent-not-found', parentId: command.parentId };
}
