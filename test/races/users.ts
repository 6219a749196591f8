import { userJoined, type Caller } from '@datakeep/access';
import { noStream, type EventStore } from '@datakeep/event-store';
import {
  accessSetOf,
  instanceSaved,
  randomGuid,
  sealEvents,
  streamOf,
  systemConcepts,
  type CommandId,
  type EventContext,
  type InstanceId,
} from '@datakeep/kernel';
import { newCaller } from './repository.js';

/** Somebody else in the caller's workspace, who is no user of it yet. */
export function colleagueOf({ workspaceId }: Caller): Caller {
  return { ...newCaller(), workspaceId };
}

/** Makes callers users of their workspace, so that they can be given access; the events are those of a first start. */
export async function join(events: EventStore, callers: readonly Caller[]): Promise<void> {
  for (const { workspaceId, userId, profileId } of callers) {
    const commandId = randomGuid<CommandId>();
    const instanceId = userId as string as InstanceId;
    const context: EventContext = {
      workspaceId,
      dataSetId: instanceId,
      instanceId,
      conceptId: systemConcepts.user,
      parentId: workspaceId as string as InstanceId,
      hierarchy: `/${workspaceId}/`,
      dataVersion: 1,
      previousRevision: null,
      change: 'created',
      deletionId: null,
      count: null,
      digest: null,
      userId,
      profileId,
      commandId,
      requestHash: null,
      correlationId: commandId,
      causationId: commandId,
      authorityRevision: null,
      judgedBy: [],
    };
    const facts = { name: userId, status: 'Active', acl: accessSetOf(workspaceId, [userId]), access: [userId] };
    const saved = instanceSaved(context, facts, Buffer.from('<user/>'));
    const drafts = [saved, userJoined({ ...context, change: 'joined' }, { profileId })];
    const stream = streamOf.dataSet(workspaceId, instanceId);
    const outcome = await events.append({ stream, expectedRevision: noStream, events: sealEvents(drafts, null) });
    if (outcome.outcome !== 'appended') throw new Error(`${stream} is there already`);
  }
}
