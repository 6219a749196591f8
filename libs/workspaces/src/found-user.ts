import { userJoined } from '@datakeep/access';
import { instanceSaved, systemConcepts, type DraftEvent, type EventContext } from '@datakeep/kernel';
import { foundingContext, seenBy, type Founding } from './founding.events.js';

/** The creator's user, a data set of its own: one append, before the workspace (design, section 2, "Several streams"). */
export function userOfWorkspace(founding: Founding): readonly DraftEvent[] {
  const { workspaceId, userId, profileId } = founding;
  const context: EventContext = {
    ...foundingContext(founding),
    dataSetId: userId,
    instanceId: userId,
    conceptId: systemConcepts.user,
    parentId: workspaceId,
    hierarchy: `/${workspaceId}/`,
  };
  const xml = Buffer.from(`<user xmlns="urn:datakeep:user:1"><profile>${profileId}</profile></user>`);
  return [
    instanceSaved(context, { name: founding.displayName, ...seenBy(founding) }, xml),
    userJoined({ ...context, change: 'joined' }, { profileId }),
  ];
}
