import type { DraftEvent, EventContext } from './envelope.js';

/** Facts of `InstanceSaved`, the event that users, groups and records alike begin with. */
export interface InstanceSavedFacts {
  readonly name: string;
  readonly status: string;
  /** The access set of the instance after the save (see `accessSetOf`). */
  readonly acl: string;
  /** Its principals; only where the save set them. */
  readonly access?: readonly string[];
  readonly reason?: string;
}

export type InstanceSaved = DraftEvent<'InstanceSaved', InstanceSavedFacts>;

/** A version of an instance with its XML. */
export function instanceSaved(context: EventContext, facts: InstanceSavedFacts, xml: Uint8Array): InstanceSaved {
  return { type: 'InstanceSaved', context, facts, body: xml };
}
