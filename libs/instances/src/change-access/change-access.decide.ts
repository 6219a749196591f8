import { digestOf, isSystemConcept, limits } from '@datakeep/kernel';
import { accessChanges, type AccessChanged } from '../access-change.state.js';
import {
  accessGranted,
  accessRevoked,
  plainEvent,
  reasonOf,
  type AccessGranted,
  type AccessRevoked,
} from '../instance.events.js';
import type { Decision, InstanceRefusal } from '../instance.refusals.js';
import { isVisible, liveInstance, placeOf, type DataSetState } from '../instance.state.js';
import { refusedVersion } from '../version.refusals.js';
import type { ChangeAccess } from './change-access.command.js';

/**
 * A grant adds access rows to an instance, or to what the caller sees of its tree, and a revoke takes them away; nobody gives
 * himself what he does not see (http.md, `grant-access`, `revoke-access`). It makes no version, and an event even when nothing
 * changes, so that its key stays bound to its answer. Pure.
 */
export function decideAccess(
  state: DataSetState,
  command: ChangeAccess,
  { principals: callers }: { readonly principals: readonly string[] },
): Decision<AccessGranted | AccessRevoked> {
  const { kind, expected } = command;
  const before = state.commands.get(command.context.commandId);
  if (before !== undefined) return { remembered: before };
  const root = liveInstance(state, command.instanceId);
  if (root === undefined || !isVisible(root, callers)) return { refused: 'not-found' };
  const { conceptId, dataVersion, name } = root;
  if (isSystemConcept(conceptId)) return { refused: 'forbidden', command: `${kind}-access`, concept: conceptId };
  const stale = expected.kind === 'not-stated' ? undefined : refusedVersion(expected, dataVersion);
  if (stale !== undefined) return stale;
  const principals = [...new Set(command.principals)].sort();
  const scope = command.withDescendants === true ? 'tree' : 'instance';
  const changed = accessChanges(state, root, { kind, principals, scope, seenBy: callers });
  const refused = refusedSets(changed);
  if (refused !== undefined) return refused;
  const context = {
    ...plainEvent,
    ...command.context,
    ...placeOf(state, root),
    dataVersion,
    previousRevision: root.revision,
    change: kind === 'grant' ? 'granted' : 'revoked',
    count: changed.length,
    digest: digestOf(changed.map(({ instance }) => instance.instanceId)),
  } as const;
  const { acl } = changed.find(({ instance }) => instance === root) ?? root;
  const facts = { name, acl, principals, scope, seenBy: callers, ...reasonOf(command) } as const;
  return { accepted: [kind === 'grant' ? accessGranted(context, facts) : accessRevoked(context, facts)] };
}

/** A set has one row at least, or nobody could ever see its instance again, and no more than the limit allows. */
function refusedSets(changed: readonly AccessChanged[]): InstanceRefusal | undefined {
  const emptied = changed.filter(({ access }) => access.length === 0);
  if (emptied[0] !== undefined) {
    return { refused: 'access-would-be-empty', instanceId: emptied[0].instance.instanceId, count: emptied.length };
  }
  const max = limits.accessRowsMax;
  return changed.some(({ access }) => access.length > max) ? { refused: 'limit-exceeded', limit: 'access-rows', max } : undefined;
}
