import { instanceSaved, isSystemConcept, type InstanceId, type InstanceSaved } from '@datakeep/kernel';
import type { CommandContext } from '@datakeep/access';
import { plainEvent, reasonOf } from './instance.events.js';
import type { Decision } from './instance.refusals.js';
import { isVisible, liveInstance, placeOf, type DataSetState } from './instance.state.js';
import { refusedVersion, type Expectation } from './version.refusals.js';

/** A new version whose XML is made from what is there: by a patch, or from an older version. */
export interface NewContent {
  readonly command: 'patch-instance' | 'revert-instance';
  readonly instanceId: InstanceId;
  readonly expected: Expectation;
  readonly reason?: string | undefined;
  readonly context: CommandContext;
}

/** The XML that was made, and the revision of the XML that it was made from. */
export interface MadeContent {
  readonly xml: Uint8Array;
  /** Left out when it is right whatever is there. */
  readonly madeFrom?: number;
}

/** The rules of http.md for such a version, in the order of its checks; asks for the XML when it is allowed. Pure. */
export function decideContent(
  state: DataSetState,
  { command, instanceId, expected, reason, context }: NewContent,
  { principals, content }: { readonly principals: readonly string[]; readonly content: MadeContent | undefined },
): Decision<InstanceSaved> {
  const before = state.commands.get(context.commandId);
  if (before !== undefined) return { remembered: before };
  const instance = liveInstance(state, instanceId);
  if (instance === undefined || !isVisible(instance, principals)) return { refused: 'not-found' };
  const { conceptId, dataVersion, name, status, acl, revision, xmlRevision } = instance;
  if (isSystemConcept(conceptId)) return { refused: 'forbidden', command, concept: conceptId };
  const moved = refusedVersion(expected, dataVersion);
  if (moved !== undefined) return moved;
  if (content === undefined || (content.madeFrom ?? xmlRevision) !== xmlRevision) return { needs: 'content', xmlRevision };
  const saved = {
    ...plainEvent,
    ...context,
    ...placeOf(state, instance),
    dataVersion: dataVersion + 1,
    previousRevision: revision,
    change: command === 'patch-instance' ? 'patched' : 'reverted',
  } as const;
  return { accepted: [instanceSaved(saved, { name, status, acl, ...reasonOf({ reason }) }, content.xml)] };
}
