import {
  accessSetOf,
  instanceSaved,
  isSystemConcept,
  limits,
  type ConceptId,
  type EventContext,
  type InstanceId,
  type InstanceSaved,
} from '@datakeep/kernel';
import type { InstanceRefusal } from '../instance.refusals.js';
import { siblingKey, type DataSetState, type InstanceState } from '../instance.state.js';
import type { SaveInstance } from './save-instance.command.js';

export type SaveDecision =
  | { readonly accepted: readonly InstanceSaved[] }
  | { readonly remembered: number }
  | InstanceRefusal;

const firstStatus = 'Active';

/** What one save does to a data set, in the order of checks of http.md: replay, 404, 403, 428, 412, 409. */
export function decideSave(state: DataSetState, command: SaveInstance, principals: readonly string[]): SaveDecision {
  const before = state.commands.get(command.context.commandId);
  if (before !== undefined) return { remembered: before };
  const existing = state.instances.get(command.instanceId);
  if (existing === undefined) return decideCreate(state, command, principals);
  if (!isVisible(existing, principals)) {
    return command.expected.kind === 'version' ? { refused: 'not-found' } : { refused: 'id-taken', instanceId: existing.instanceId };
  }
  return decideChange(state, command, existing);
}

function decideCreate(state: DataSetState, command: SaveInstance, principals: readonly string[]): SaveDecision {
  const { instanceId, conceptId, instanceName: name } = command;
  const parentId = command.parentId ?? state.workspaceId;
  if (command.expected.kind === 'version') return { refused: 'not-found' };
  if (conceptId === undefined || name === undefined) return missing({ instanceName: name, conceptId });
  if (isSystemConcept(conceptId)) return { refused: 'forbidden', command: 'save-instance', conceptId };
  if (state.claimedFor !== null) return { refused: 'id-taken', instanceId };
  const parent = parentOf(state, { instanceId, parentId, principals });
  if (parent === 'absent') return { refused: 'parent-not-found', parentId };
  if (state.siblings.has(siblingKey({ parentId, conceptId, name }))) return { refused: 'name-taken', instanceName: name };
  if (state.instances.size >= limits.instancesInDataSetMax) {
    return { refused: 'limit-exceeded', limit: 'instances-in-data-set', max: limits.instancesInDataSetMax };
  }
  if (depthOf(parent.hierarchy) > limits.hierarchyDepthMax) {
    return { refused: 'limit-exceeded', limit: 'hierarchy-depth', max: limits.hierarchyDepthMax };
  }
  const access = command.access ?? parent.access ?? [command.context.userId];
  const place = { parentId, hierarchy: parent.hierarchy, conceptId, dataVersion: 1, previousRevision: null };
  const facts = {
    name,
    status: command.status ?? firstStatus,
    acl: accessSetOf(state.workspaceId, access),
    access: [...new Set(access)].sort(),
    ...reasonOf(command),
  };
  return { accepted: [instanceSaved(contextOf(state, command, { ...place, change: 'created' }), facts, command.xml)] };
}

function decideChange(state: DataSetState, command: SaveInstance, existing: InstanceState): SaveDecision {
  const { conceptId, dataVersion } = existing;
  if (isSystemConcept(conceptId)) return { refused: 'forbidden', command: 'save-instance', conceptId };
  if (command.expected.kind === 'not-stated') return { refused: 'version-required', currentVersion: dataVersion };
  if (command.expected.kind === 'absent' || (command.expected.kind === 'version' && command.expected.version !== dataVersion)) {
    return { refused: 'version-mismatch', currentVersion: dataVersion };
  }
  if (command.conceptId !== undefined && command.conceptId !== conceptId) return { refused: 'concept-is-fixed', conceptId };
  if (command.parentId !== undefined && command.parentId !== existing.parentId) {
    return { refused: 'use-move-instance', parentId: existing.parentId };
  }
  const name = command.instanceName ?? existing.name;
  const holder = state.siblings.get(siblingKey({ parentId: existing.parentId, conceptId, name }));
  if (holder !== undefined && holder !== existing.instanceId) return { refused: 'name-taken', instanceName: name };
  const { parentId, hierarchy, revision: previousRevision } = existing;
  const place = { parentId, hierarchy, conceptId, dataVersion: dataVersion + 1, previousRevision };
  const access = command.access === undefined ? undefined : [...new Set(command.access)].sort();
  const facts = {
    name,
    status: command.status ?? existing.status,
    acl: access === undefined ? existing.acl : accessSetOf(state.workspaceId, access),
    ...(access === undefined ? {} : { access }),
    ...reasonOf(command),
  };
  return { accepted: [instanceSaved(contextOf(state, command, { ...place, change: 'saved' }), facts, command.xml)] };
}

/** True when one of the instance's access rows names one of the principals (design, section 6). */
function isVisible(instance: InstanceState, principals: readonly string[]): boolean {
  return principals.some((principal) => instance.access.includes(principal));
}

function parentOf(
  state: DataSetState,
  of: { instanceId: InstanceId; parentId: InstanceId; principals: readonly string[] },
): { hierarchy: string; access?: readonly string[] } | 'absent' {
  if (of.parentId === state.workspaceId) {
    return of.instanceId === state.dataSetId ? { hierarchy: `/${state.workspaceId}/` } : 'absent';
  }
  const parent = state.instances.get(of.parentId);
  if (parent === undefined || !isVisible(parent, of.principals)) return 'absent';
  return { hierarchy: `${parent.hierarchy}${parent.instanceId}/`, access: parent.access };
}

/** How many ancestors a hierarchy names. */
function depthOf(hierarchy: string): number {
  return hierarchy.split('/').length - 2;
}

type Place = Pick<EventContext, 'parentId' | 'hierarchy' | 'conceptId' | 'dataVersion' | 'previousRevision' | 'change'>;

function contextOf(state: DataSetState, command: SaveInstance, place: Place): EventContext {
  return {
    workspaceId: state.workspaceId,
    dataSetId: state.dataSetId,
    instanceId: command.instanceId,
    ...place,
    deletionId: null,
    count: null,
    digest: null,
    ...command.context,
    authorityRevision: null,
    judgedBy: [],
  };
}

function reasonOf({ reason }: SaveInstance): { reason?: string } {
  return reason === undefined ? {} : { reason };
}

function missing(fields: { instanceName: string | undefined; conceptId: ConceptId | undefined }): InstanceRefusal {
  const errors = Object.entries(fields)
    .filter(([, value]) => value === undefined)
    .map(([field]) => ({ pointer: `/${field}`, detail: 'is required to create an instance' }));
  return { refused: 'invalid-request', errors };
}
