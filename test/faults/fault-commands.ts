import { claimOnly } from '../support/claims.js';
import { deleteTree, restore } from '../support/deletions-api.js';
import { coverage, policy, xmlOf, type Answer, type WorkspaceApi } from '../support/index.js';
import type { MemoryRepository, ServedProcess } from '../support/memory-repository.js';

export interface FaultCommand {
  readonly title: string;
  /** Appends that it makes when nothing fails. */
  readonly appends: number;
  /** What the command stands on; the same events with the same ids in each repository. */
  prepare?(process: ServedProcess, repository: MemoryRepository): Promise<unknown>;
  /** The same bytes each time, under one Idempotency-Key. */
  send(process: ServedProcess): Promise<Answer>;
  /** Types of events that stand before the visible one and show nothing without it. */
  readonly unseen?: readonly string[];
  /** The name that the command takes among the roots; left out where it takes none. */
  readonly takes?: string;
}

/** Ids that are the same in every repository. */
const guid = (digit: number): string => `0000000${String(digit)}-0000-4000-8000-000000000000`;
const root = guid(1);
const child = guid(2);
const chosen = guid(3);
const dead = guid(4);
/** What the create of a child under a chosen id chooses, and where. */
export const chosenChild = { id: chosen, parent: root };
const key = { 'idempotency-key': 'the command of the test' };

const put = (workspace: WorkspaceApi, id: string, name: string, concept: string, parent?: string) =>
  workspace.put(id, xmlOf(name), { name, concept, parent }, { 'idempotency-key': `prepared ${id}` });

async function prepareRoot({ workspace }: ServedProcess): Promise<void> {
  await put(workspace, root, 'Root', policy);
}

async function prepareTree(process: ServedProcess): Promise<void> {
  await prepareRoot(process);
  await put(process.workspace, child, 'Child', coverage, root);
}

const keyedDelete = ({ workspace }: ServedProcess, id: string) =>
  workspace.command('delete-instance', { instanceId: id, expectedVersion: 1 }, { 'idempotency-key': `delete ${id}` });

const createRoot = ({ workspace }: ServedProcess, instanceName: string) =>
  workspace.save({ instanceName, conceptId: policy, xml: xmlOf('1') }, key);

const rename = ({ workspace }: ServedProcess, name: string) =>
  workspace.put(root, xmlOf('2'), { name }, { 'if-match': '"1"', ...key });

const claimed = (repository: MemoryRepository, name: string, holderId: string) =>
  claimOnly(repository, repository.owner, { workspaceId: repository.owner.workspaceId, conceptId: policy, name, holderId });

/** The creator's user comes before his workspace, and nobody enters by it until the workspace is there. */
const userOfWorkspace = ['InstanceSaved', 'UserJoined'];

/** Every command of the API that appends, in every form that appends something else. */
export const faultCommands: readonly FaultCommand[] = [
  { title: 'create a root whose id the server makes', appends: 2, takes: 'New', send: (process) => createRoot(process, 'New') },
  {
    title: 'create a root under a chosen id',
    appends: 2,
    takes: 'New',
    send: ({ workspace }) => workspace.put(chosen, xmlOf('1'), { name: 'New', concept: policy }, key),
  },
  {
    title: 'create a root under a name that a dead process holds',
    appends: 3,
    takes: 'Held by the dead',
    prepare: (_process, repository) => claimed(repository, 'Held by the dead', dead),
    send: (process) => createRoot(process, 'Held by the dead'),
  },
  {
    title: 'create a root under a name that its holder gave up by a rename',
    appends: 3,
    takes: 'Root',
    prepare: async (process) => {
      await prepareRoot(process);
      await process.workspace.put(root, xmlOf('2'), { name: 'Renamed' }, { 'if-match': '"1"', 'idempotency-key': 'renamed' });
    },
    send: (process) => createRoot(process, 'Root'),
  },
  {
    title: 'create a child whose id the server makes',
    appends: 1,
    prepare: prepareRoot,
    send: ({ workspace }) => workspace.save({ instanceName: 'New', conceptId: coverage, parentId: root, xml: xmlOf('1') }, key),
  },
  {
    title: 'create a child under a chosen id',
    appends: 2,
    prepare: prepareRoot,
    send: ({ workspace }) => workspace.put(chosen, xmlOf('1'), { name: 'New', concept: coverage, parent: root }, key),
  },
  {
    title: 'save a new version',
    appends: 1,
    prepare: prepareTree,
    send: ({ workspace }) => workspace.put(child, xmlOf('2'), {}, { 'if-match': '"1"', ...key }),
  },
  {
    title: 'save over whatever is there',
    appends: 1,
    prepare: prepareRoot,
    send: ({ workspace }) => workspace.put(root, xmlOf('2'), {}, { 'if-match': '*', ...key }),
  },
  { title: 'rename a root', appends: 2, takes: 'New', prepare: prepareRoot, send: (process) => rename(process, 'New') },
  {
    title: 'rename a root to a name that a dead process holds',
    appends: 3,
    takes: 'Held by the dead',
    prepare: async (process, repository) => {
      await prepareRoot(process);
      await claimed(repository, 'Held by the dead', dead);
    },
    send: (process) => rename(process, 'Held by the dead'),
  },
  {
    title: 'rename a child',
    appends: 1,
    prepare: prepareTree,
    send: ({ workspace }) => workspace.put(child, xmlOf('2'), { name: 'New' }, { 'if-match': '"1"', ...key }),
  },
  {
    title: 'delete a tree',
    appends: 1,
    prepare: prepareTree,
    send: ({ workspace }) => deleteTree(workspace, root, { expectedVersion: 1, headers: key }),
  },
  {
    title: 'delete a child',
    appends: 1,
    prepare: prepareTree,
    send: ({ workspace }) => deleteTree(workspace, child, { expectedVersion: 1, headers: key }),
  },
  {
    title: 'restore a root',
    appends: 2,
    takes: 'Root',
    prepare: async (process) => {
      await prepareTree(process);
      await keyedDelete(process, root);
    },
    send: ({ workspace }) => restore(workspace, { instanceId: child }, key),
  },
  {
    title: 'restore a root under another name',
    appends: 2,
    takes: 'New',
    prepare: async (process) => {
      await prepareTree(process);
      await keyedDelete(process, root);
    },
    send: ({ workspace }) => restore(workspace, { instanceId: root, instanceName: 'New' }, key),
  },
  {
    title: 'restore a child',
    appends: 1,
    prepare: async (process) => {
      await prepareTree(process);
      await keyedDelete(process, child);
    },
    send: ({ workspace }) => restore(workspace, { instanceId: child }, key),
  },
  {
    title: 'create a workspace whose id the server makes',
    appends: 4,
    unseen: userOfWorkspace,
    send: ({ serverOwner }) => serverOwner.command('create-workspace', { name: 'New workspace' }, key),
  },
  {
    title: 'create a workspace under a chosen id',
    appends: 5,
    unseen: userOfWorkspace,
    send: ({ serverOwner }) => serverOwner.command('create-workspace', { name: 'New workspace', workspaceId: chosen }, key),
  },
];
