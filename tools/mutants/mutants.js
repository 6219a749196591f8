/**
 * Guards taken out of the compiled project, one at a time. Each mutant names the file, the text that is there exactly once,
 * what stands there instead, and the specs that must fail then: all of them, by a failed test and not by a broken import.
 *
 * @type {readonly { name: string, file: string, find: string, replace: string, specs: readonly string[] }[]}
 */
export const mutants = [
  {
    name: 'a claim without fence',
    file: 'libs/instances/dist/root-names.js',
    find: 'return { accepted: [claimEnded({ ...context, instanceId: holderId }, { claimStream, claimRevision })] };',
    replace: 'return { remembered: state.revision };',
    specs: ['test/dist/races/claims.spec.js'],
  },
  {
    name: 'a fence without the ended revision: the decision does not look at it',
    file: 'libs/instances/dist/root-name.state.js',
    find: ' && (state.endedClaims.get(claim.stream) ?? -1) < claim.revision',
    replace: '',
    specs: ['test/dist/races/claims.spec.js'],
  },
  {
    name: 'a fence without the ended revision: the state does not keep it',
    file: 'libs/instances/dist/evolve.state.js',
    find: 'state.endedClaims.set(claimStream, Math.max(claimRevision, before ?? -1));',
    replace: '',
    specs: ['test/dist/races/claims.spec.js'],
  },
  {
    name: 'a name is taken from a holder that lives under it',
    file: 'libs/instances/dist/root-names.js',
    find: 'root?.conceptId === conceptId && root.name === name',
    replace: 'false',
    specs: ['test/dist/races/claims.spec.js'],
  },
  {
    name: 'a claim is taken over at whatever revision it has',
    file: 'libs/workspaces/dist/claim-name.js',
    find: 'const outcome = await events.append({ stream, expectedRevision, events: [event] });',
    replace: `let outcome = await events.append({ stream, expectedRevision, events: [event] });
        if (outcome.outcome === 'revision-has-moved')
            outcome = await events.append({ stream, expectedRevision: outcome.actualRevision, events: [event] });`,
    specs: ['test/dist/races/claims.spec.js'],
  },
  {
    name: 'a holder that claims again writes no new revision',
    file: 'libs/workspaces/dist/claim-name.js',
    find: 'if (holder !== holderId) {',
    replace: `if (holder === holderId) return { stream, revision: last.revision };
            if (holder !== holderId) {`,
    specs: ['test/dist/races/claims.spec.js'],
  },
  {
    name: 'a restore without a claim on its name',
    file: 'libs/instances/dist/restore-instance/restore-instance.decide.js',
    find: 'const needs = isRoot ?',
    replace: 'const needs = false ?',
    specs: ['test/dist/races/claims.spec.js'],
  },
  {
    name: 'a claim on the name of a workspace without fence',
    file: 'libs/workspaces/dist/workspace-stream.js',
    find: 'if ((await appendToWorkspace(events, read, fence)) !== undefined)',
    replace: 'if (fence !== undefined)',
    specs: ['test/dist/races/workspaces.spec.js'],
  },
  {
    name: 'a workspace is created on a claim that was ended',
    file: 'libs/workspaces/dist/workspace.decide.js',
    find: ' || (state.endedClaims[claim.stream] ?? -1) >= claim.revision',
    replace: '',
    specs: ['test/dist/races/workspaces.spec.js'],
  },
  {
    name: 'a cache that refuses',
    file: 'libs/instances/dist/data-set.mailbox.js',
    find: 'let round = new Round(events, key, cached ?? unreadDataSet(key), snapshots);',
    replace: 'let round = new Round(events, key, cached ?? unreadDataSet(key), snapshots); round.proved = cached !== undefined;',
    specs: ['test/dist/races/versions.spec.js'],
  },
  {
    name: 'an append without expected revision: the mailbox appends at whatever revision is there',
    file: 'libs/instances/dist/data-set.log.js',
    find: 'return events.append({ stream: streamOf.dataSet(key.workspaceId, key.dataSetId), ...append });',
    replace: `const request = { stream: streamOf.dataSet(key.workspaceId, key.dataSetId), ...append };
    return events.append(request).then((outcome) =>
        outcome.outcome === 'appended' ? outcome : events.append({ ...request, expectedRevision: outcome.actualRevision }));`,
    specs: ['test/dist/races/claims.spec.js', 'test/dist/races/trees.spec.js', 'test/dist/races/versions.spec.js'],
  },
  {
    name: 'an append without expected revision: the store does not compare it',
    file: 'libs/event-store-sqlite/dist/log-writer.js',
    find: 'if (actualRevision !== expectedRevision) {',
    replace: 'if (false) {',
    specs: ['libs/event-store-sqlite/dist/memory-event-store.int.spec.js', 'test/dist/races/claims.spec.js'],
  },
  {
    name: 'a checkpoint before its batch',
    file: 'libs/view-store-sqlite/dist/writer.js',
    find: 'for (const change of changes)',
    replace: `this.connection.prepare('COMMIT').run();
            this.connection.prepare('BEGIN IMMEDIATE').run();
            for (const change of changes)`,
    specs: ['libs/view-store-sqlite/dist/conformance.int.spec.js'],
  },
  {
    name: 'a batch of a projector that lost its hold',
    file: 'libs/view-store-sqlite/dist/writer.js',
    find: 'if (moved.changes !== 1)',
    replace: 'if (false)',
    specs: ['libs/view-store-sqlite/dist/conformance.int.spec.js'],
  },
  {
    name: 'commands are not remembered',
    file: 'libs/instances/dist/evolve.state.js',
    find: 'state.commands.set(header.commandId, revision);',
    replace: '',
    specs: ['test/dist/races/replays.spec.js'],
  },
  {
    name: 'an Idempotency-Key does not bind its request',
    file: 'libs/instances/dist/command-answer.js',
    find: 'event.header.requestHash === requestHash',
    replace: 'true',
    specs: ['test/dist/races/replays.spec.js'],
  },
  {
    name: 'an id is not claimed for its data set',
    file: 'libs/instances/dist/claim-id.js',
    find: 'if (state.claimedFor !== null || state.instances.size > 0)',
    replace: 'if (false)',
    specs: ['test/dist/races/ids.spec.js'],
  },
  {
    name: 'a root is made under an id that was claimed for a child',
    file: 'libs/instances/dist/save-instance/save-instance.decide.js',
    find: 'if (state.claimedFor !== null)',
    replace: 'if (false)',
    specs: ['test/dist/races/ids.spec.js'],
  },
  {
    name: 'a delete that takes only the root',
    file: 'libs/instances/dist/instance.state.js',
    find: 'tree.push(knownInstance(state, child));',
    replace: ';',
    specs: ['test/dist/races/trees.spec.js'],
  },
  {
    name: 'a restore that forgets children',
    file: 'libs/instances/dist/evolve.state.js',
    find: 'for (const id of deletion.ids) {',
    replace: 'for (const id of [deletion.rootId]) {',
    specs: ['libs/instances/dist/instance.state.spec.js'],
  },
  {
    name: 'a child below a parent that was deleted',
    file: 'libs/instances/dist/save-instance/save-instance.decide.js',
    find: 'const parent = liveInstance(state, of.parentId);',
    replace: 'const parent = state.instances.get(of.parentId);',
    specs: ['test/dist/races/trees.spec.js', 'test/dist/races/versions.spec.js'],
  },
  {
    name: 'siblings of one name below a parent',
    file: 'libs/instances/dist/save-instance/save-instance.decide.js',
    find: 'return state.siblings.has(siblingKey(of)) ?',
    replace: 'return false ?',
    specs: ['test/dist/races/one-name.spec.js', 'test/dist/races/versions.spec.js'],
  },
];
