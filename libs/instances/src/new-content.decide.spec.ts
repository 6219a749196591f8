import { describe, it } from '@jest/globals';
import { systemConcepts, type ConceptId } from '@datakeep/kernel';
import { decideContent, type MadeContent, type NewContent } from './new-content.decide.js';
import {
  child,
  commandOf,
  coverage,
  deletedEvent,
  given,
  me,
  policy,
  root,
  savedEvent,
  stranger,
  workspaceId,
  xml,
} from './test-support.js';

type State = Parameters<typeof decideContent>[0];

const made = { xml: xml('<made/>'), madeFrom: 1 };

/** A patch by me of the root, whatever its version, with content made from revision 1, unless it says otherwise. */
const patch =
  (asked: Partial<NewContent> = {}, ground: { content?: MadeContent | undefined; principals?: readonly string[] } = {}) =>
  (state: State) => {
    const command = {
      command: 'patch-instance',
      instanceId: root,
      expected: { kind: 'any' },
      context: commandOf(),
      ...asked,
    } as const;
    return decideContent(state, command, { principals: [me], content: made, ...ground });
  };

const versions = [
  savedEvent(),
  savedEvent({ dataVersion: 2, previousRevision: 0, facts: { name: 'Policy 2', status: 'Locked' } }),
];

describe('a version with content that is made', () => {
  it('keeps name, status, access and place, and has the content', () => {
    const context = commandOf();
    given(...versions)
      .when(patch({ context, reason: 'Corrected' }))
      .then([
        {
          type: 'InstanceSaved',
          context: {
            ...context,
            workspaceId,
            instanceId: root,
            conceptId: policy,
            hierarchy: `/${workspaceId}/`,
            dataVersion: 3,
            previousRevision: 1,
            change: 'patched',
          },
          facts: { name: 'Policy 2', status: 'Locked', acl: savedEvent().facts.acl, reason: 'Corrected' },
          body: made.xml,
        },
      ]);
  });

  it('says that it was reverted when it was', () => {
    const context = commandOf();
    given(...versions)
      .when(patch({ command: 'revert-instance', context }, { content: { xml: made.xml } }))
      .then([
        {
          type: 'InstanceSaved',
          context: { ...context, change: 'reverted', dataVersion: 3 },
          facts: { name: 'Policy 2', status: 'Locked', acl: savedEvent().facts.acl },
          body: made.xml,
        },
      ]);
  });

  it('asks for the content when there is none, and when it was made from XML that was saved over', () => {
    for (const content of [undefined, { ...made, madeFrom: 0 }]) {
      given(...versions)
        .when(patch({}, { content }))
        .then({ needs: 'content', xmlRevision: 1 });
    }
  });

  it('is refused before any content is made: absent, hidden, deleted, of a system concept, of another version', () => {
    const none = { content: undefined };
    given(...versions)
      .when(patch({ instanceId: child }, none))
      .then({ refused: 'not-found' });
    given(...versions)
      .when(patch({}, { ...none, principals: [stranger] }))
      .then({ refused: 'not-found' });
    given(...versions, deletedEvent([root], { previousRevision: 1 }))
      .when(patch({}, none))
      .then({ refused: 'not-found' });
    const user: ConceptId = systemConcepts.user;
    given(savedEvent({ conceptId: user }))
      .when(patch({}, none))
      .then({ refused: 'forbidden', command: 'patch-instance', concept: user });
    given(...versions)
      .when(patch({ expected: { kind: 'not-stated' } }, none))
      .then({ refused: 'version-required', currentVersion: 2 });
    given(...versions)
      .when(patch({ expected: { kind: 'version', version: 1 } }, none))
      .then({ refused: 'version-mismatch', currentVersion: 2 });
  });

  it('is remembered by its command', () => {
    const command = commandOf();
    given(...versions, savedEvent({ dataVersion: 3, previousRevision: 1, conceptId: coverage, command }))
      .when(patch({ context: command }, { content: undefined }))
      .then({ remembered: 2 });
  });
});
