import type { CommandId, ConceptId, EventContext, Guid, InstanceId, WorkspaceId } from '@datakeep/kernel';

/** What the rules need to know of one instance; never its XML. */
export interface InstanceState {
  readonly instanceId: InstanceId;
  readonly conceptId: ConceptId;
  readonly parentId: InstanceId;
  readonly name: string;
  readonly status: string;
  readonly dataVersion: number;
  /** Revision of the event that opened its present row. */
  readonly revision: number;
  /** Revision of the event that holds its XML. */
  readonly xmlRevision: number;
  readonly acl: string;
  readonly access: readonly string[];
  /** The deletion that it is gone by; null while it lives. */
  readonly deletedBy: Guid | null;
}

/** One deletion that can be restored: the tree that it took, whole. */
export interface DeletionState {
  readonly deletionId: Guid;
  readonly rootId: InstanceId;
  readonly revision: number;
  readonly ids: readonly InstanceId[];
}

/**
 * The state of one data set (design, section 2). It is owned by the mailbox of its stream, which throws it away when an
 * append fails; so `evolve` changes it in place: a copy of 100,000 instances for each event would cost more than the event.
 */
export interface DataSetState {
  readonly workspaceId: WorkspaceId;
  readonly dataSetId: InstanceId;
  /** Revision of the last event; -1 before the first. */
  revision: number;
  /** Set when the stream's own id lives in another data set. */
  claimedFor: InstanceId | null;
  /** Live and deleted ones. */
  readonly instances: Map<InstanceId, InstanceState>;
  /** Ids of the live children; those of a deleted parent stand as they were when it was deleted. */
  readonly children: Map<InstanceId, Set<InstanceId>>;
  /** The principals of each access set that an instance has or had, so that equal ones are held once. */
  readonly accessSets: Map<string, readonly string[]>;
  /** Live siblings by `siblingKey`; those of a deleted parent stand as they were, as in `children`. */
  readonly siblings: Map<string, InstanceId>;
  readonly deletions: Map<Guid, DeletionState>;
  /** The highest ended revision for each stream of a claim (design, section 2, "Claims"). */
  readonly endedClaims: Map<string, number>;
  /** The last commands and the revision of the first event of each, oldest first. */
  readonly commands: Map<CommandId, number>;
  /** What it takes in memory, estimated. */
  bytes: number;
}

/** What the parts of a state take in memory, estimated. */
export const bytesOf = { dataSet: 1_000, instance: 700, command: 120, claim: 150, accessRow: 40, deleted: 60 } as const;

export function emptyDataSet(workspaceId: WorkspaceId, dataSetId: InstanceId): DataSetState {
  return {
    workspaceId,
    dataSetId,
    revision: -1,
    claimedFor: null,
    instances: new Map(),
    children: new Map(),
    accessSets: new Map(),
    siblings: new Map(),
    deletions: new Map(),
    endedClaims: new Map(),
    commands: new Map(),
    bytes: bytesOf.dataSet,
  };
}

/** What must be unique among the live children of one parent: concept and name, case kept. */
export function siblingKey(of: { parentId: InstanceId; conceptId: ConceptId; name: string }): string {
  return `${of.parentId}\n${of.conceptId}\n${of.name}`;
}

/** An instance that the state itself names, live or deleted; its absence would be a fault of `evolve`. */
export function knownInstance(state: DataSetState, instanceId: InstanceId): InstanceState {
  const instance = state.instances.get(instanceId);
  if (instance === undefined) throw new TypeError(`the state names ${instanceId} and does not hold it`);
  return instance;
}

/** A live instance by its id. */
export function liveInstance(state: DataSetState, instanceId: InstanceId): InstanceState | undefined {
  const instance = state.instances.get(instanceId);
  return instance?.deletedBy === null ? instance : undefined;
}

/** True when one of the instance's access rows names one of the principals (design, section 6). */
export function isVisible(instance: InstanceState, principals: readonly string[]): boolean {
  return principals.some((principal) => instance.access.includes(principal));
}

/** As `isVisible`, for many instances: equal access sets are looked at once. */
export function seenBy(principals: readonly string[]): (instance: InstanceState) => boolean {
  const known = new Map<string, boolean>();
  return (instance) => {
    const seen = known.get(instance.acl) ?? isVisible(instance, principals);
    known.set(instance.acl, seen);
    return seen;
  };
}

/** The `/`-separated ids of an instance's ancestors; of a deleted one those that it would stand under today. */
export function hierarchyOf(state: DataSetState, { parentId }: Pick<InstanceState, 'parentId'>): string {
  const ancestors: string[] = [];
  let id = parentId;
  while (id !== (state.workspaceId as string)) {
    if (ancestors.length > state.instances.size) throw new RangeError(`instance ${id} stands below itself`);
    ancestors.push(id);
    id = knownInstance(state, id).parentId;
  }
  return `/${[state.workspaceId, ...ancestors.reverse()].join('/')}/`;
}

/** The hierarchy of whatever stands below an instance. */
export function hierarchyBelow(state: DataSetState, instance: InstanceState): string {
  return `${hierarchyOf(state, instance)}${instance.instanceId}/`;
}

type Standing = Pick<EventContext, 'workspaceId' | 'dataSetId' | 'instanceId' | 'conceptId' | 'parentId' | 'hierarchy'>;

/** Where an instance stands, as every event about it says. */
export function placeOf(state: DataSetState, instance: InstanceState): Standing {
  const { workspaceId, dataSetId } = state;
  const { instanceId, conceptId, parentId } = instance;
  return { workspaceId, dataSetId, instanceId, conceptId, parentId, hierarchy: hierarchyOf(state, instance) };
}

/** A live instance and everything live below it, parents before their children. */
export function liveTree(state: DataSetState, root: InstanceState): readonly InstanceState[] {
  const tree = [root];
  // The walk goes on into what it appends.
  for (const { instanceId } of tree) {
    for (const child of state.children.get(instanceId) ?? []) tree.push(knownInstance(state, child));
  }
  return tree;
}
