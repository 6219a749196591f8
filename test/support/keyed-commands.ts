import type { Answer } from './answer.js';
import { deleted, deleteTree, restore } from './deletions-api.js';
import { coverage, newChild, newId, newRoot, policy, xmlOf } from './samples.js';
import { grant, move, revoke } from './trees-api.js';
import { newTree } from './trees.js';
import type { WorkspaceApi } from './workspace-api.js';

/** Where a command is sent to. */
export interface Doors {
  readonly workspace: WorkspaceApi;
  readonly serverOwner: WorkspaceApi;
}

/** One command with an Idempotency-Key, as often as it is called; every call sends the same bytes. */
export type Send = (doors: Doors) => Promise<Answer>;

export interface KeyedCommand {
  readonly title: string;
  /** Makes what the command needs, and gives the command. */
  prepare(doors: Doors, key: string): Promise<Send>;
}

const keyed = (key: string) => ({ 'idempotency-key': key });

/** Every command there is, each in each of its forms. */
export const keyedCommands: readonly KeyedCommand[] = [
  {
    title: 'a create of a root whose id the server makes',
    prepare: async (_doors, key) => {
      const request = { instanceName: `Root by ${key}`, conceptId: policy, xml: xmlOf('1'), reason: 'first' };
      return ({ workspace }) => workspace.save(request, keyed(key));
    },
  },
  {
    title: 'a create of a root under a chosen id',
    prepare: async (_doors, key) => {
      const id = newId();
      return ({ workspace }) => workspace.put(id, xmlOf('1'), { name: `Root by ${key}`, concept: policy }, keyed(key));
    },
  },
  {
    title: 'a create of a child whose id the server makes',
    prepare: async ({ workspace }, key) => {
      const parentId = await newRoot(workspace);
      const request = { instanceName: 'Child', conceptId: coverage, parentId, xml: xmlOf('1') };
      return (doors) => doors.workspace.save(request, keyed(key));
    },
  },
  {
    title: 'a create of a child under a chosen id',
    prepare: async ({ workspace }, key) => {
      const parent = await newRoot(workspace);
      const id = newId();
      return (doors) => doors.workspace.put(id, xmlOf('1'), { name: 'Child', concept: coverage, parent }, keyed(key));
    },
  },
  {
    title: 'a save by save-instance',
    prepare: async ({ workspace }, key) => {
      const instanceId = await newRoot(workspace);
      return (doors) => doors.workspace.save({ instanceId, xml: xmlOf('2'), expectedVersion: 1 }, keyed(key));
    },
  },
  {
    title: 'a save over whatever is there',
    prepare: async ({ workspace }, key) => {
      const id = await newRoot(workspace);
      return (doors) => doors.workspace.put(id, xmlOf('2'), {}, { 'if-match': '*', ...keyed(key) });
    },
  },
  {
    title: 'a rename of a root',
    prepare: async ({ workspace }, key) => {
      const id = await newRoot(workspace);
      return (doors) => doors.workspace.put(id, xmlOf('2'), { name: `Renamed by ${key}` }, { 'if-match': '"1"', ...keyed(key) });
    },
  },
  {
    title: 'a delete of a tree',
    prepare: async ({ workspace }, key) => {
      const id = await newRoot(workspace);
      await newChild(workspace, id, { name: 'Child' });
      return (doors) => deleteTree(doors.workspace, id, { expectedVersion: 1, headers: keyed(key) });
    },
  },
  {
    title: 'a restore of a root by its deletion',
    prepare: async ({ workspace }, key) => {
      const id = await newRoot(workspace);
      await newChild(workspace, id, { name: 'Child' });
      const deletionId = await deleted(workspace, id);
      return (doors) => restore(doors.workspace, { deletionId }, keyed(key));
    },
  },
  {
    title: 'a restore of a child by its id, under another name',
    prepare: async ({ workspace }, key) => {
      const instanceId = await newChild(workspace, await newRoot(workspace), { name: 'Child' });
      await deleted(workspace, instanceId);
      return (doors) => restore(doors.workspace, { instanceId, instanceName: 'Again' }, keyed(key));
    },
  },
  {
    title: 'a move of a tree, under another name',
    prepare: async ({ workspace }, key) => {
      const { first: instanceId, second: parentId } = await newTree(workspace);
      return (doors) => move(doors.workspace, { instanceId, parentId, instanceName: 'Moved', expectedVersion: 1 }, keyed(key));
    },
  },
  {
    title: 'a rename of a root by a move to where it stands',
    prepare: async ({ workspace }, key) => {
      const { root: instanceId } = await newTree(workspace);
      const request = { instanceId, parentId: workspace.workspaceId, instanceName: `Moved by ${key}` };
      return (doors) => move(doors.workspace, request, keyed(key));
    },
  },
  {
    title: 'a change of status',
    prepare: async ({ workspace }, key) => {
      const instanceId = await newRoot(workspace);
      const request = { instanceId, status: 'Locked', expectedVersion: 1 };
      return (doors) => doors.workspace.command('change-status', request, keyed(key));
    },
  },
  {
    title: 'a grant on a tree that changes nothing',
    prepare: async ({ workspace }, key) => {
      const { root: instanceId } = await newTree(workspace);
      const creator = String((await workspace.readJson(instanceId)).json['createdBy']);
      return (doors) => grant(doors.workspace, { instanceId, principals: [creator], withDescendants: true }, keyed(key));
    },
  },
  {
    title: 'a revoke from nobody',
    prepare: async ({ workspace }, key) => {
      const request = { instanceId: await newRoot(workspace), principals: [newId()], reason: 'nobody' };
      return (doors) => revoke(doors.workspace, request, keyed(key));
    },
  },
  {
    title: 'a create-workspace whose id the server makes',
    prepare: async (_doors, key) => {
      return ({ serverOwner }) => serverOwner.command('create-workspace', { name: `Workspace by ${key}` }, keyed(key));
    },
  },
  {
    title: 'a create-workspace under a chosen id',
    prepare: async (_doors, key) => {
      const request = { workspaceId: newId(), name: `Workspace by ${key}` };
      return ({ serverOwner }) => serverOwner.command('create-workspace', request, keyed(key));
    },
  },
];

/** What must be the same each time: status, body to the byte, and where the new instance is. */
export function answerOf(answer: Answer): object {
  return {
    status: answer.status,
    location: answer.header('location'),
    position: answer.header('datakeep-position'),
    body: answer.text,
  };
}
