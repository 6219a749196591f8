/**
 * Bugs planted in the compiled project that the property test alone must catch, each within a few runs of random commands:
 * the file, the text that is there exactly once, and what stands there instead.
 *
 * @type {readonly { name: string, file: string, find: string, replace: string }[]}
 */
export const propertyMutants = [
  {
    name: 'the version that a command follows is not compared',
    file: 'libs/instances/dist/version.refusals.js',
    find: 'expected.version === currentVersion',
    replace: 'true',
  },
  {
    name: 'a cache that refuses',
    file: 'libs/instances/dist/data-set.mailbox.js',
    find: 'let round = new Round(events, key, cached ?? unreadDataSet(key), snapshots);',
    replace: 'let round = new Round(events, key, cached ?? unreadDataSet(key), snapshots); round.proved = cached !== undefined;',
  },
  {
    name: 'a claim without fence',
    file: 'libs/instances/dist/root-names.js',
    find: 'return { accepted: [claimEnded({ ...context, instanceId: holderId }, { claimStream, claimRevision })] };',
    replace: 'return { remembered: state.revision };',
  },
  {
    name: 'a decision that rests on a claim which has ended',
    file: 'libs/instances/dist/root-name.state.js',
    find: ' && (state.endedClaims.get(claim.stream) ?? -1) < claim.revision',
    replace: '',
  },
  {
    name: 'a checkpoint before its batch',
    file: 'libs/view-store-sqlite/dist/writer.js',
    find: 'for (const change of changes)',
    replace: `this.connection.prepare('COMMIT').run();
            this.connection.prepare('BEGIN IMMEDIATE').run();
            for (const change of changes)`,
  },
  {
    name: 'a row of the past is shown to who does not see its instance now',
    file: 'libs/view-store-sqlite/dist/selection.js',
    find: "all(sees(reader, 'r.acl'), seesNewest(table, reader))",
    replace: "all(sees(reader, 'r.acl'))",
  },
  {
    name: 'a grant reaches what its sender does not see',
    file: 'libs/instances/dist/access-change.state.js',
    find: 'if (!sees(instance))',
    replace: 'if (false)',
  },
  {
    name: 'commands are forgotten when a state is read again',
    file: 'libs/instances/dist/data-set.log.js',
    find: 'evolve(live.state, openEvent(event));',
    replace: 'evolve(live.state, openEvent(event)), live.state.commands.clear();',
  },
  {
    name: 'an Idempotency-Key does not bind its request',
    file: 'libs/instances/dist/command-answer.js',
    find: 'event.header.requestHash === requestHash',
    replace: 'true',
  },
  {
    name: 'what is hidden does not keep a tree from being deleted',
    file: 'libs/instances/dist/deletable.state.js',
    find: 'isAllowed: locked.length + hiddenBlockers === 0',
    replace: 'isAllowed: locked.length === 0',
  },
  {
    name: 'a tree comes back where it stood, and not where its parent stands',
    file: 'libs/view-store-sqlite/dist/tree-changes.js',
    find: 'openCopies(this.connection, this.table, concerned, change, this.#standing(instanceId, before, change));\n    }\n    /** Errors: TypeError for a root field that was not declared, and for a root that was never there. */',
    replace:
      'openCopies(this.connection, this.table, concerned, change, this.#standing(instanceId, before, { ...change, hierarchy: before.slice(0, -37) }));\n    }\n    /** Errors: none. */',
  },
  {
    name: 'deletions of a workspace at one revision have one id, whatever data set they are in',
    file: 'libs/kernel/dist/naming-key.js',
    find: "this.mac('deletion', at.workspaceId, at.dataSetId, String(at.revision))",
    replace: "this.mac('deletion', at.workspaceId, String(at.revision))",
  },
  {
    name: 'a move that does not look for its new name among the siblings',
    file: 'libs/instances/dist/move-instance/move-instance.decide.js',
    find: 'return holder === undefined || holder === instanceId ?',
    replace: 'return true ?',
  },
  {
    name: 'a move below the moved instance itself',
    file: 'libs/instances/dist/move-instance/move-instance.decide.js',
    find: "return isInside ? { refused: 'parent-inside-subtree', parentId } : undefined;",
    replace: 'return undefined;',
  },
  {
    name: 'an id is not claimed for its data set',
    file: 'libs/instances/dist/claim-id.js',
    find: 'if (state.claimedFor !== null || state.instances.size > 0)',
    replace: 'if (false)',
  },
  {
    name: 'what happens below an instance does not make it newer',
    file: 'libs/instances/dist/instance.projection.js',
    find: '[instanceId, ...ancestorsInDataSet(hierarchy)]',
    replace: '[instanceId]',
  },
  {
    name: 'a time of the past is taken for the place behind it',
    file: 'libs/view-store-sqlite/dist/system-views.js',
    find: 'SELECT place - 1 AS place',
    replace: 'SELECT place AS place',
  },
];
