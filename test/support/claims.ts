import { noStream, type EventStore } from '@datakeep/event-store';
import {
  eventHashOf,
  randomGuid,
  sealEvent,
  streamOf,
  type CommandId,
  type ConceptId,
  type InstanceId,
  type NamingKey,
  type WorkspaceId,
} from '@datakeep/kernel';
import { rootNameClaimed, type Owner } from '@datakeep/workspaces';

interface NameOfRoot {
  readonly workspaceId: string;
  readonly conceptId: string;
  readonly name: string;
}

/**
 * Claims a name among the roots of a workspace and leaves it at that, as a process does that dies between claim and save.
 * The holder is a data set that nobody ever saves unless one is named. Gives the holder's id.
 */
export async function claimOnly(
  stores: { readonly events: EventStore; readonly namingKey: NamingKey },
  owner: Owner,
  of: NameOfRoot & { readonly holderId?: string },
): Promise<string> {
  const workspaceId = of.workspaceId as WorkspaceId;
  const conceptId = of.conceptId as ConceptId;
  const holderId = (of.holderId ?? randomGuid()) as InstanceId;
  const commandId = randomGuid<CommandId>();
  const { userId, profileId } = owner;
  const who = { userId, profileId, commandId, requestHash: null, correlationId: commandId, causationId: commandId };
  const stream = streamOf.rootName(workspaceId, stores.namingKey.rootName({ workspaceId, conceptId, name: of.name }));
  const standing = await stores.events.readStream({ stream, fromRevision: 0, countMax: 1_000, parts: 'facts' });
  const last = standing.at(-1);
  const draft = rootNameClaimed({ ...who, workspaceId, instanceId: holderId, conceptId }, { holderId });
  const event = sealEvent(draft, last === undefined ? null : eventHashOf(last.type, last.header));
  const outcome = await stores.events.append({ stream, expectedRevision: last?.revision ?? noStream, events: [event] });
  if (outcome.outcome !== 'appended') throw new Error(`the claim on ${of.name} has moved`);
  return holderId;
}
