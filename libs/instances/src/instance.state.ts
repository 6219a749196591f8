import { limits, type CommandId, type ConceptId, type InstanceId, type InstanceSavedFacts, type WorkspaceId } from '@datakeep/kernel';
import type { IdClaimedFacts, PlacedEvent } from './instance.events.js';

/** What the rules need to know of one instance; never its XML. */
export interface InstanceState {
  readonly instanceId: InstanceId;
  readonly conceptId: ConceptId;
  readonly parentId: InstanceId;
  readonly hierarchy: string;
  readonly name: string;
  readonly status: string;
  readonly dataVersion: number;
  /** Revision of the event that opened its present row. */
  readonly revision: number;
  readonly acl: string;
  readonly access: readonly string[];
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
  readonly instances: Map<InstanceId, InstanceState>;
  /** Live siblings by `siblingKey`. */
  readonly siblings: Map<string, InstanceId>;
  /** The last commands and the revision of the first event of each, oldest first. */
  readonly commands: Map<CommandId, number>;
  /** What it takes in memory, estimated. */
  bytes: number;
}

const bytesOfInstance = 600;
const bytesOfCommand = 120;

export function emptyDataSet(workspaceId: WorkspaceId, dataSetId: InstanceId): DataSetState {
  return {
    workspaceId,
    dataSetId,
    revision: -1,
    claimedFor: null,
    instances: new Map(),
    siblings: new Map(),
    commands: new Map(),
    bytes: 1_000,
  };
}

/** What must be unique among the live children of one parent: concept and name, case kept (issue "no two live siblings"). */
export function siblingKey(of: { parentId: InstanceId; conceptId: ConceptId; name: string }): string {
  return `${of.parentId}\n${of.conceptId}\n${of.name}`;
}

/** The state after one more event. Events that make no row of this data set change only its revision. */
export function evolve(state: DataSetState, event: PlacedEvent): DataSetState {
  if (event.revision !== state.revision + 1) {
    throw new RangeError(`revision ${String(event.revision)} cannot follow ${String(state.revision)}`);
  }
  state.revision = event.revision;
  remember(state, event);
  switch (event.type) {
    case 'InstanceSaved':
      return saved(state, event, event.facts as InstanceSavedFacts);
    case 'IdClaimed':
      state.claimedFor = (event.facts as IdClaimedFacts).dataSetId;
      return state;
    case 'UserJoined':
      return state;
    default:
      throw new TypeError(`a data set does not know the event ${event.type}`);
  }
}

function saved(state: DataSetState, { header, revision }: PlacedEvent, facts: InstanceSavedFacts): DataSetState {
  const before = state.instances.get(header.instanceId);
  if (header.parentId === null) throw new TypeError('an instance of a data set has a parent');
  const access = facts.access ?? before?.access;
  if (access === undefined) throw new TypeError('the first save of an instance says who may see it');
  const now: InstanceState = {
    instanceId: header.instanceId,
    conceptId: header.conceptId,
    parentId: header.parentId,
    hierarchy: header.hierarchy,
    name: facts.name,
    status: facts.status,
    dataVersion: header.dataVersion,
    revision,
    acl: facts.acl,
    access,
  };
  if (before !== undefined) state.siblings.delete(siblingKey(before));
  state.instances.set(now.instanceId, now);
  state.siblings.set(siblingKey(now), now.instanceId);
  state.bytes += (before === undefined ? bytesOfInstance : 0) + 2 * (now.name.length - (before?.name.length ?? 0));
  if (facts.access !== undefined) state.bytes += 40 * (access.length - (before?.access.length ?? 0));
  return state;
}

function remember(state: DataSetState, { header, revision }: PlacedEvent): void {
  if (state.commands.has(header.commandId)) return;
  state.commands.set(header.commandId, revision);
  state.bytes += bytesOfCommand;
  if (state.commands.size <= limits.rememberedCommandsMax) return;
  const oldest = state.commands.keys().next().value;
  if (oldest !== undefined) state.commands.delete(oldest);
  state.bytes -= bytesOfCommand;
}
