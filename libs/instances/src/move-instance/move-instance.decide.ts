import { digestOf, isSystemConcept, type ConceptId } from '@datakeep/kernel';
import { levelsBelow, refusedDepth } from '../hierarchy-depth.state.js';
import { instanceMoved, plainEvent, reasonOf, type InstanceMoved } from '../instance.events.js';
import type { Decision, InstanceRefusal, RootNameClaim } from '../instance.refusals.js';
import {
  hierarchyBelow,
  isVisible,
  liveInstance,
  liveTree,
  placeOf,
  seenBy,
  siblingKey,
  type DataSetState,
  type InstanceState,
} from '../instance.state.js';
import { needsRootName } from '../root-name.state.js';
import { refusedVersion } from '../version.refusals.js';
import type { MoveInstance } from './move-instance.command.js';

/** What a move rests on beside the state. */
export interface MoveGround {
  readonly principals: readonly string[];
  readonly claim: RootNameClaim | undefined;
  /** Concept of the new parent, when that is a live instance of another data set and the caller sees it. */
  readonly elsewhere: ConceptId | undefined;
}

/**
 * A move puts an instance under another parent of its data set, or renames it where it stands; everything below comes along,
 * what the caller does not see too (http.md, `move-instance`). One version of the moved instance, none of the others. Pure.
 */
export function decideMove(state: DataSetState, command: MoveInstance, ground: MoveGround): Decision<InstanceMoved> {
  const { principals, elsewhere } = ground;
  const before = state.commands.get(command.context.commandId);
  if (before !== undefined) return { remembered: before };
  const instance = visibleInstance(state, command.instanceId, principals);
  if (instance === undefined) return { refused: 'not-found' };
  const parent = visibleInstance(state, command.parentId, principals);
  const system = [instance.conceptId, parent?.conceptId ?? elsewhere].find((id) => id !== undefined && isSystemConcept(id));
  if (system !== undefined) return { refused: 'forbidden', command: 'move-instance', concept: system };
  const stale = refusedVersion(command.expected, instance.dataVersion);
  if (stale !== undefined) return stale;
  const { parentId } = command;
  const misplaced = refusedParent(state, { instance, parent, parentId, elsewhere });
  if (misplaced !== undefined) return misplaced;
  const tree = liveTree(state, instance);
  const hierarchy = parent === undefined ? `/${state.workspaceId}/` : hierarchyBelow(state, parent);
  const deep = refusedDepth(hierarchy, levelsBelow(tree));
  if (deep !== undefined) return deep;
  const { status, acl } = instance;
  const name = command.instanceName ?? instance.name;
  const named = refusedName(state, instance, { parentId, name }, ground.claim);
  if (named !== undefined) return named;
  const context = {
    ...plainEvent,
    ...command.context,
    ...placeOf(state, instance),
    parentId,
    hierarchy,
    dataVersion: instance.dataVersion + 1,
    previousRevision: instance.revision,
    change: 'moved',
    count: tree.length,
    digest: digestOf(tree.map(({ instanceId }) => instanceId)),
  } as const;
  const seen = tree.filter(seenBy(principals)).length;
  const facts = { name, status, acl, fromParentId: instance.parentId, seen, ...reasonOf(command) };
  return { accepted: [instanceMoved(context, facts)] };
}

function visibleInstance(state: DataSetState, instanceId: InstanceState['instanceId'], principals: readonly string[]) {
  const instance = liveInstance(state, instanceId);
  return instance !== undefined && isVisible(instance, principals) ? instance : undefined;
}

function refusedParent(
  state: DataSetState,
  of: {
    readonly instance: InstanceState;
    readonly parent: InstanceState | undefined;
    readonly parentId: InstanceState['parentId'];
    readonly elsewhere: ConceptId | undefined;
  },
): InstanceRefusal | undefined {
  const { instance, parent, parentId, elsewhere } = of;
  if (parent !== undefined) {
    const isInside = hierarchyBelow(state, parent).includes(`/${instance.instanceId}/`);
    return isInside ? { refused: 'parent-inside-subtree', parentId } : undefined;
  }
  if (parentId === state.workspaceId) {
    // Under the workspace stands the root of a data set and nothing else, so anything else would be a data set of its own there.
    return instance.instanceId === state.dataSetId ? undefined : { refused: 'other-data-set', parentId };
  }
  return { refused: elsewhere === undefined ? 'parent-not-found' : 'other-data-set', parentId };
}

/** Siblings below the new parent are known here; the root of a data set claims a new name. */
function refusedName(
  state: DataSetState,
  { instanceId, conceptId, name: oldName }: InstanceState,
  { parentId, name }: Pick<InstanceState, 'parentId' | 'name'>,
  claim: RootNameClaim | undefined,
): Decision<never> | undefined {
  if (instanceId === state.dataSetId) return name === oldName ? undefined : needsRootName(state, claim, { conceptId, name });
  const holder = state.siblings.get(siblingKey({ parentId, conceptId, name }));
  return holder === undefined || holder === instanceId ? undefined : { refused: 'name-taken', instanceName: name };
}
