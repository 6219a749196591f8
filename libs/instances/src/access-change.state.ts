import { accessSetOf } from '@datakeep/kernel';
import { liveTree, seenBy, type DataSetState, type InstanceState } from './instance.state.js';

/** Whose rows are added or taken away, and where. */
export interface AccessChange {
  readonly kind: 'grant' | 'revoke';
  readonly principals: readonly string[];
  readonly scope: 'instance' | 'tree';
  readonly seenBy: readonly string[];
}

/** One instance whose access set becomes another. */
export interface AccessChanged {
  readonly instance: InstanceState;
  readonly acl: string;
  readonly access: readonly string[];
}

/**
 * What a change of access does below (and at) a live instance: only what its sender sees, and only where the set becomes
 * another. Those left out keep their rows. The same rule as `change-access` of the view store.
 */
export function accessChanges(state: DataSetState, root: InstanceState, change: AccessChange): readonly AccessChanged[] {
  const sees = seenBy(change.seenBy);
  const after = new Map<string, Pick<AccessChanged, 'acl' | 'access'>>();
  const changed: AccessChanged[] = [];
  for (const instance of change.scope === 'tree' ? liveTree(state, root) : [root]) {
    if (!sees(instance)) continue;
    const set = after.get(instance.acl) ?? setAfter(state, instance.access, change);
    after.set(instance.acl, set);
    if (set.acl !== instance.acl) changed.push({ instance, ...set });
  }
  return changed;
}

function setAfter(state: DataSetState, before: readonly string[], { kind, principals }: AccessChange) {
  const named = new Set(principals);
  const access = (kind === 'grant' ? [...new Set([...before, ...named])] : before.filter((one) => !named.has(one))).sort();
  return { acl: accessSetOf(state.workspaceId, access), access };
}
