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
import { refusedDepth } from '../hierarchy-depth.state.js';
import { refusedVersion } from '../version.refusals.js';
import { plainEvent, reasonOf } from '../instance.events.js';
import type { Decision, InstanceRefusal, RootNameClaim } from '../instance.refusals.js';
import {
  hierarchyBelow,
  hierarchyOf,
  isVisible,
  liveInstance,
  siblingKey,
  type DataSetState,
  type InstanceState,
} from '../instance.state.js';
import { needsRootName } from '../root-name.state.js';
import type { SaveInstance } from './save-instance.command.js';

/** What a decision rests on beside the state. */
export interface SaveGround {
  readonly principals: readonly string[];
  readonly claim: RootNameClaim | undefined;
}

const firstStatus = 'Active';

/** What one save does to a data set, in the order of checks of http.md: replay, 404, 403, 428, 412, 409. Pure. */
export function decideSave(state: DataSetState, command: SaveInstance, ground: SaveGround): Decision<InstanceSaved> {
  const before = state.commands.get(command.context.commandId);
  if (before !== undefined) return { remembered: before };
  const { instanceId, expected } = command;
  const existing = liveInstance(state, instanceId);
  if (existing !== undefined && isVisible(existing, ground.principals)) return decideChange(state, command, existing, ground);
  if (expected.kind === 'version') return { refused: 'not-found' };
  if (state.instances.has(instanceId)) return { refused: 'id-taken', instanceId };
  return decideCreate(state, command, ground);
}

function decideCreate(state: DataSetState, command: SaveInstance, ground: SaveGround): Decision<InstanceSaved> {
  const { instanceId, conceptId, instanceName: name } = command;
  const parentId = command.parentId ?? state.workspaceId;
  if (conceptId === undefined || name === undefined) return missing({ instanceName: name, conceptId });
  if (isSystemConcept(conceptId)) return { refused: 'forbidden', command: 'save-instance', concept: conceptId };
  if (state.claimedFor !== null) return { refused: 'id-taken', instanceId };
  const parent = parentOf(state, { instanceId, parentId, principals: ground.principals });
  if (parent === undefined) return { refused: 'parent-not-found', parentId };
  if (parent.conceptId !== undefined && isSystemConcept(parent.conceptId)) {
    return { refused: 'forbidden', command: 'save-instance', concept: parent.conceptId };
  }
  const refused = refusedLimit(state, parent.hierarchy);
  if (refused !== undefined) return refused;
  const named = refusedName(state, { instanceId, parentId, conceptId, name }, ground);
  if (named !== undefined) return named;
  const access = [...new Set(command.access ?? parent.access ?? [command.context.userId])].sort();
  const facts = {
    name,
    status: command.status ?? firstStatus,
    acl: accessSetOf(state.workspaceId, access),
    access,
    ...reasonOf(command),
  };
  const place = { parentId, hierarchy: parent.hierarchy, conceptId, dataVersion: 1, previousRevision: null };
  return { accepted: [instanceSaved(contextOf(state, command, { ...place, change: 'created' }), facts, command.xml)] };
}

function decideChange(
  state: DataSetState,
  command: SaveInstance,
  existing: InstanceState,
  ground: SaveGround,
): Decision<InstanceSaved> {
  const { instanceId, conceptId, parentId, dataVersion, revision: previousRevision } = existing;
  if (isSystemConcept(conceptId)) return { refused: 'forbidden', command: 'save-instance', concept: conceptId };
  const moved = refusedVersion(command.expected, dataVersion);
  if (moved !== undefined) return moved;
  if (command.conceptId !== undefined && command.conceptId !== conceptId) return { refused: 'concept-is-fixed', conceptId };
  if (command.parentId !== undefined && command.parentId !== parentId) return { refused: 'use-move-instance', parentId };
  const name = command.instanceName ?? existing.name;
  const named = name === existing.name ? undefined : refusedName(state, { instanceId, parentId, conceptId, name }, ground);
  if (named !== undefined) return named;
  const access = command.access === undefined ? undefined : [...new Set(command.access)].sort();
  const facts = {
    name,
    status: command.status ?? existing.status,
    acl: access === undefined ? existing.acl : accessSetOf(state.workspaceId, access),
    ...(access === undefined ? {} : { access }),
    ...reasonOf(command),
  };
  const hierarchy = hierarchyOf(state, existing);
  const place = { parentId, hierarchy, conceptId, dataVersion: dataVersion + 1, previousRevision };
  return { accepted: [instanceSaved(contextOf(state, command, { ...place, change: 'saved' }), facts, command.xml)] };
}

/** Siblings below a parent are known here; a root's name must be claimed. */
function refusedName(
  state: DataSetState,
  of: Pick<InstanceState, 'instanceId' | 'parentId' | 'conceptId' | 'name'>,
  { claim }: SaveGround,
): Decision<never> | undefined {
  if (of.instanceId === state.dataSetId) return needsRootName(state, claim, of);
  return state.siblings.has(siblingKey(of)) ? { refused: 'name-taken', instanceName: of.name } : undefined;
}

function parentOf(
  state: DataSetState,
  of: { instanceId: InstanceId; parentId: InstanceId; principals: readonly string[] },
): { hierarchy: string; access?: readonly string[]; conceptId?: ConceptId } | undefined {
  if (of.parentId === state.workspaceId) {
    return of.instanceId === state.dataSetId ? { hierarchy: `/${state.workspaceId}/` } : undefined;
  }
  const parent = liveInstance(state, of.parentId);
  if (parent === undefined || !isVisible(parent, of.principals)) return undefined;
  return { hierarchy: hierarchyBelow(state, parent), access: parent.access, conceptId: parent.conceptId };
}

function refusedLimit(state: DataSetState, hierarchy: string): InstanceRefusal | undefined {
  // Deleted instances count: they are kept for ever and can come back.
  if (state.instances.size >= limits.instancesInDataSetMax) {
    return { refused: 'limit-exceeded', limit: 'instances-in-data-set', max: limits.instancesInDataSetMax };
  }
  return refusedDepth(hierarchy, 0);
}

type Place = Pick<EventContext, 'parentId' | 'hierarchy' | 'conceptId' | 'dataVersion' | 'previousRevision' | 'change'>;

function contextOf({ workspaceId, dataSetId }: DataSetState, { instanceId, context }: SaveInstance, place: Place): EventContext {
  return { ...plainEvent, ...context, ...place, workspaceId, dataSetId, instanceId };
}

function missing(fields: Readonly<Record<'instanceName' | 'conceptId', string | undefined>>): InstanceRefusal {
  const errors = Object.entries(fields)
    .filter(([, value]) => value === undefined)
    .map(([field]) => ({ pointer: `/${field}`, detail: 'is required to create an instance' }));
  return { refused: 'invalid-request', errors };
}
