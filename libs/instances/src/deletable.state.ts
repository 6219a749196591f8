import { digestOf } from '@datakeep/kernel';
import type { Blocker } from './instance.refusals.js';
import { liveTree, seenBy, type DataSetState, type InstanceState } from './instance.state.js';

/** Blockers that one answer lists; the others are found when these are dealt with. */
const blockersListedMax = 100;

/** What a delete of a tree would meet. */
export interface Deletable {
  readonly tree: readonly InstanceState[];
  /** Instances of the tree that the caller sees. */
  readonly seen: number;
  /** At most a hundred of those that the caller sees and that forbid it. */
  readonly blockers: readonly Blocker[];
  /** How many the caller does not see; they forbid it too, and are only counted. */
  readonly hiddenBlockers: number;
  readonly isAllowed: boolean;
  /** Another text after anything that the caller sees of the tree has changed; opaque to clients (http.md, `treeRevision`). */
  readonly treeRevision: string;
}

/** A delete takes the whole tree or nothing: who or what forbids it, and the tree's revision for this caller. */
export function deletable(state: DataSetState, root: InstanceState, principals: readonly string[]): Deletable {
  const tree = liveTree(state, root);
  const seen = tree.filter(seenBy(principals));
  const locked = seen.filter(isLocked);
  const hiddenBlockers = tree.length - seen.length;
  return {
    tree,
    seen: seen.length,
    blockers: locked.slice(0, blockersListedMax).map(blockerOf),
    hiddenBlockers,
    isAllowed: locked.length + hiddenBlockers === 0,
    // Only when it is asked for: it takes longer than everything else here. What is hidden is only counted, so that its changes
    // are not told.
    get treeRevision() {
      return digestOf([...seen.map(revisionOf), `hidden ${String(hiddenBlockers)}`]);
    },
  };
}

/** Until a concept defines its own statuses, this one forbids deletion (http.md, `change-status`). */
function isLocked({ status }: InstanceState): boolean {
  return status === 'Locked';
}

function revisionOf({ instanceId, revision }: InstanceState): string {
  return `${instanceId} ${String(revision)}`;
}

function blockerOf({ instanceId, name: instanceName, conceptId, status }: InstanceState): Blocker {
  return { instanceId, instanceName, conceptId, status, reason: 'its status forbids deletion' };
}
