import { systemConcepts, type InstanceSavedFacts, type OpenedEvent } from '@datakeep/kernel';
import { Model } from './model.js';
import type { Asker, World } from './world.js';

/** The model of a repository that has just been made: its workspace and its users, by the word of the log. */
export async function givenModel(world: World, people: readonly Asker[]): Promise<Model> {
  const { workspaceId } = world;
  const users = people.map(({ userId }) => userId);
  const model = new Model(workspaceId, users, [systemConcepts.user, systemConcepts.workspace]);
  for (const event of await world.news()) if (event.header.workspaceId === workspaceId) take(model, event);
  return model;
}

function take(model: Model, { type, header, facts, body, place, timeMs }: OpenedEvent): void {
  const { instanceId: id, hierarchy, commandId, userId: by } = header;
  if (type === 'InstanceSaved' || type === 'WorkspaceCreated') {
    const { name, status, access = [] } = facts as InstanceSavedFacts;
    const version = { change: 'created', createdBy: by, createdMs: timeMs, insertedBy: by, insertedMs: timeMs, commandId };
    const where = { id, concept: header.conceptId, parent: header.parentId ?? '', hierarchy };
    const row = { ...where, ...version, name, status, access, version: 1, xml: Buffer.from(body ?? []).toString(), reason: null };
    model.rows.set(id, [{ ...row, from: place, to: Infinity, endedBy: null }]);
    if (type === 'InstanceSaved') model.dataSets.set(id, id);
  }
  const access = model.newest(id)?.access;
  if (access !== undefined && type !== 'RootNameClaimed') {
    model.happenings.push({ type, id, hierarchy, access, place, timeMs, by, commandId, reason: null });
  }
}
