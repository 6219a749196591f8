import type { ProblemName } from './problems.js';

/** What the page of a problem says to whoever got it. */
export interface ProblemText {
  readonly means: string;
  /** When it comes. */
  readonly when: string;
  /** The problem's own fields, beside the four of RFC 9457. */
  readonly fields?: Readonly<Record<string, string>>;
  /** What the caller should do. */
  readonly then: string;
}

const sameAgain = 'Sent again as it is, it is refused again.';
const inBody = 'Where in a JSON body it stands; absent for PUT, whose body it is.';
const retry = 'Send the same request again after the seconds of Retry-After, and wait longer each time.';
const keyed = 'With the same Idempotency-Key a command that was done after all is not done twice.';

/** One text for each problem; what a field means is said here and nowhere else. */
export const problemTexts: Readonly<Record<ProblemName, ProblemText>> = {
  'invalid-request': {
    means: 'The path, a parameter, a header or the body is not what the contract says.',
    when: 'Before anything is looked up: an unknown field or parameter, a value of the wrong form, a body that is no JSON.',
    fields: { errors: 'What is wrong: at most 100 entries of pointer (a JSON pointer to the place) and detail.' },
    then: `Correct what each entry names; /openapi.json describes every request. ${sameAgain}`,
  },
  'not-well-formed': {
    means: 'The bytes are not well-formed XML 1.0.',
    when: 'A save, before the instance is looked up.',
    fields: { pointer: inBody, line: 'The line of the first mistake, from 1.', column: 'The column in that line, from 1.' },
    then: `Correct the document at that place. ${sameAgain}`,
  },
  'doctype-not-allowed': {
    means: 'The document has a DOCTYPE, which could declare entities.',
    when: 'A save, before the instance is looked up.',
    fields: { pointer: inBody, line: 'The line of the DOCTYPE, from 1.', column: 'The column in that line, from 1.' },
    then: 'Remove the DOCTYPE, and write out the entities that it declares.',
  },
  unauthenticated: {
    means: 'The repository does not know who is asking.',
    when: 'Before everything else: the header Authorization is missing, or its token is unknown or revoked.',
    then: 'Send Authorization: Bearer, followed by a token of this repository.',
  },
  forbidden: {
    means: 'You may see the instance, and may not do this with it.',
    when: 'The function is not granted to you for that concept, or the instance belongs to the system.',
    fields: { command: 'The command that was refused.', concept: 'The concept that it was refused for.' },
    then: 'Ask whoever administers the workspace. Sending it again does not help.',
  },
  'not-found': {
    means: 'There is nothing here that you can see: what is absent and what is hidden from you answer alike.',
    when: 'The path, the workspace, the instance, the version or the deletion is not there for you.',
    then: 'Check the ids. When the instance was saved a moment ago by another process, ask with Datakeep-Min-Position.',
  },
  'not-acceptable': {
    means: 'The answer cannot be had in any of the media types of the header Accept.',
    when: 'A query; collections are JSON only.',
    fields: { available: 'The media types that it can be had in.' },
    then: 'Ask for one of them, or leave Accept out.',
  },
  'name-taken': {
    means: 'Among the siblings of one concept a name is used once, and another one has it.',
    when: 'A create, a rename, a move or a restore; names of workspaces are unique in the repository.',
    fields: { instanceName: 'The name that was asked for.' },
    then: 'Choose another name. A restore takes one in instanceName.',
  },
  'id-taken': {
    means: 'The id cannot be used for a new instance here.',
    when: 'A save without a version under an id that is hidden from you, deleted, or bound to another data set.',
    fields: { instanceId: 'The id that was asked for.' },
    then: 'Leave the id out, and the server makes one; or choose another.',
  },
  'parent-not-found': {
    means: 'There is no such parent that you can see and that this can stand under.',
    when: 'A create, a move or a restore; a parent that is hidden from you counts as absent.',
    fields: { parentId: 'The parent that was asked for.' },
    then: 'Choose a parent that you can see. Restore a deleted parent before what stood below it.',
  },
  'parent-inside-subtree': {
    means: 'The new parent is the instance itself, or stands somewhere below it.',
    when: 'move-instance.',
    fields: { parentId: 'The parent that was asked for.' },
    then: 'Choose a parent outside of the tree that moves, or move that parent out first.',
  },
  'other-data-set': {
    means: 'The new parent belongs to another data set, and instances never leave theirs.',
    when: 'move-instance.',
    fields: { parentId: 'The parent that was asked for.' },
    then: 'Save copies below the new parent, and delete the tree here.',
  },
  'access-would-be-empty': {
    means: 'An instance would be left without any row of access, so that nobody could ever see it again.',
    when: 'revoke-access, as a whole: nothing was revoked anywhere in the tree.',
    fields: {
      instanceId: 'The first instance that would be left without a row.',
      count: 'How many instances would be left without a row.',
    },
    then: 'Grant access to somebody else first, or revoke from fewer instances; delete what nobody needs.',
  },
  'use-move-instance': {
    means: 'A save over an instance names another parent than it has; saves do not move.',
    when: 'save-instance or PUT over an existing instance.',
    fields: { parentId: 'The parent that the instance has.' },
    then: 'Leave the parent out, and move with move-instance.',
  },
  'concept-is-fixed': {
    means: 'A save over an instance names another concept than it has; the concept is chosen once.',
    when: 'save-instance or PUT over an existing instance.',
    fields: { conceptId: 'The concept that the instance has.' },
    then: 'Leave the concept out, or save a new instance of the other concept.',
  },
  'deletion-blocked': {
    means: 'A tree is deleted whole or not at all, and something in it may not be deleted.',
    when: 'delete-instance: an instance of the tree has a status that forbids it, or is hidden from you.',
    fields: {
      blockers: 'Instances that keep it: instanceId, instanceName, conceptId, status and reason of each.',
      hiddenBlockers: 'How many instances of the tree are hidden from you.',
    },
    then: 'Change the status of the blockers, or move them out; what is hidden only somebody else can delete.',
  },
  'version-mismatch': {
    means: 'Somebody was faster: the instance, or its tree, is no longer at the version that the request follows.',
    when: 'A command with If-Match, If-None-Match: *, expectedVersion or treeRevision. Nothing was done.',
    fields: {
      currentVersion: 'The version that the instance has now.',
      treeRevision: 'The revision that the tree has now, where the request named one.',
    },
    then: 'Read the newest version, decide again, and send its number in If-Match.',
  },
  'limit-exceeded': {
    means: 'A named limit of the repository was reached.',
    when: 'The XML, the body, the data set, the depth of the hierarchy or the written event is too large.',
    fields: {
      limit: 'The name of the limit.',
      max: 'What it allows.',
      pointer: 'For XML, where in a JSON body it stands; absent for PUT.',
      line: 'For XML, the line where the limit was passed, from 1.',
      column: 'For XML, the column in that line, from 1.',
    },
    then: `Send less, or split it over several instances. ${sameAgain}`,
  },
  'unsupported-encoding': {
    means: 'The text is in an encoding that cannot be taken.',
    when: 'XML that declares such an encoding, JSON whose xml declares another than UTF-8, a compressed body.',
    fields: { encoding: 'The encoding that was declared.', pointer: inBody },
    then: 'Send UTF-8 without Content-Encoding.',
  },
  'unsupported-media-type': {
    means: 'The body is neither what a command nor what a PUT takes.',
    when: 'A POST that is not application/json, or a PUT that is not XML.',
    then: 'Set Content-Type to application/json for POST, and to application/xml for PUT.',
  },
  'idempotency-key-reused': {
    means: 'The key was used for another request on the same data set; nothing was done now.',
    when: 'A command with an Idempotency-Key among the last 10,000 of the data set.',
    then: 'Send the first request as it was, and its answer comes again; or use a new key for this one.',
  },
  'version-required': {
    means: 'There is an instance already, and the request does not say which version it follows.',
    when: 'A save, move, change of status or delete without If-Match and expectedVersion.',
    fields: { currentVersion: 'The version that the instance has now.' },
    then: 'Send If-Match with the version that you read, such as If-Match: "3"; If-Match: * follows whatever is there.',
  },
  'rate-limited': {
    means: 'Your profile has as many requests, or as many bytes of bodies, in flight as one profile may have.',
    when: 'Before the body is read. Nothing was done.',
    then: `${retry} Send fewer at the same time.`,
  },
  'internal-error': {
    means: 'A fault of the server, which was logged.',
    when: 'Never, as far as we know.',
    then: `Tell those who run the server, with your X-Correlation-Id. ${keyed}`,
  },
  'view-behind': {
    means: 'The views have not heard yet of what the answer needs.',
    when: 'A query with Datakeep-Min-Position, a refusal that would rest on absence, or a query on a data set whose views are stopped.',
    fields: {
      parked: 'True when the views of the data set are stopped: they go on when those who run the server built them again.',
    },
    then: `${retry} Prefer: wait=N lets a query wait for N seconds.`,
  },
  'store-unavailable': {
    means: 'The store of the events or of the views does not answer. Reads go on from the views while the log is away.',
    when: 'Whatever needs that store. A command may have been done although its answer was lost.',
    then: `${retry} ${keyed}`,
  },
  overloaded: {
    means: 'As much is in flight or waiting as one of the named limits allows.',
    when: 'Before the body is read, or while too many commands wait for one data set or for the log. Nothing was done.',
    then: `${retry} ${keyed}`,
  },
  'storage-full': {
    means: 'There is no room left for the log. Nothing was written of the command, and nothing was lost.',
    when: 'A command. Reads go on, and commands too once there is room.',
    then: 'Tell those who run the server, and send the same request again when there is room.',
  },
};
