import { guidOf, uuidV5, type ConceptId, type Guid } from './guid.js';

/** Namespace of the ids below: UUIDv5 of `urn:datakeep:concept:1` in the URL namespace of RFC 9562. */
const namespace: Guid = uuidV5(guidOf('6ba7b811-9dad-11d1-80b4-00c04fd430c8'), 'urn:datakeep:concept:1');

const named = (name: string): ConceptId => uuidV5<ConceptId>(namespace, name);

/** The concepts that the repository itself stands on; their ids are the same everywhere (design, section 3). */
export const systemConcepts = {
  workspace: named('Workspace'),
  profile: named('Profile'),
  user: named('User'),
  group: named('Group'),
  team: named('Team'),
  application: named('Application'),
  role: named('Role'),
  invitationTemplate: named('InvitationTemplate'),
  presentationModel: named('PresentationModel'),
  stylesheet: named('Stylesheet'),
} as const;

const ids: ReadonlySet<string> = new Set(Object.values(systemConcepts));

/** True for a concept of the repository itself, which save-instance does not take. */
export function isSystemConcept(conceptId: ConceptId): boolean {
  return ids.has(conceptId);
}
