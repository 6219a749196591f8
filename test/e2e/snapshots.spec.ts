import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { guidOf, streamOf } from '@datakeep/kernel';
import { Program } from '../crash/built-server.js';
import {
  coverage,
  makeFolder,
  newChild,
  newId,
  newRoot,
  otherUser,
  removeFolder,
  startTestServer,
  xmlOf,
  type TestServer,
  type WorkspaceApi,
} from '../support/index.js';

/** A command with its key: the same bytes as often as it is sent. */
type Command = readonly [key: string, name: string, request: object];
type Sent = readonly { readonly command: Command; readonly answer: object; readonly status: number }[];

const savesMin = 520;
const snapshotsOf = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('snapshots.sqlite'));

/** A data set long enough for a snapshot, with commands behind it that were sent with keys. */
interface Book {
  readonly folder: string;
  readonly root: string;
  readonly first: string;
  readonly second: string;
  readonly friend: string;
  readonly sent: Sent;
}

const ids = { chosen: newId(), unknown: newId() };
/** Statuses of the commands below: a delete meets a status that forbids it, and a restore a parent that is gone. */
const statuses = [200, 201, 200, 200, 200, 200, 200, 409, 200, 200, 200, 200, 200, 409, 200, 200, 200];

/** Every kind of command there is, on the same tree; each fits when those before it were done. */
const commandsOn = ({ root, first, second, friend }: Omit<Book, 'folder' | 'sent'>, run: string, version: number): Command[] => {
  const commands: readonly (readonly [string, object])[] = [
    ['save-instance', { instanceId: first, xml: xmlOf(`2 of ${run}`), expectedVersion: version }],
    ['save-instance', { instanceName: `Made in ${run}`, conceptId: coverage, parentId: first, xml: xmlOf('1') }],
    ['save-instance', { instanceId: second, instanceName: `Second in ${run}`, xml: xmlOf('2'), expectedVersion: 'any' }],
    [
      'patch-instance',
      { instanceId: first, expectedVersion: version + 1, changes: [{ xpath: '/policy/@number', replace: run }] },
    ],
    ['revert-instance', { instanceId: first, toVersion: 1, expectedVersion: version + 2 }],
    ['move-instance', { instanceId: second, parentId: first, expectedVersion: 'any' }],
    ['change-status', { instanceId: second, status: 'Locked', expectedVersion: 'any' }],
    ['delete-instance', { instanceId: first, expectedVersion: version + 3 }],
    ['change-status', { instanceId: second, status: 'Active', expectedVersion: 'any' }],
    ['grant-access', { instanceId: first, principals: [friend], withDescendants: true }],
    ['revoke-access', { instanceId: second, principals: [friend] }],
    ['delete-instance', { instanceId: second, expectedVersion: 'any' }],
    ['delete-instance', { instanceId: first, expectedVersion: 'any', reason: run }],
    ['restore-instance', { instanceId: second }],
    ['restore-instance', { instanceId: first }],
    ['restore-instance', { instanceId: second }],
    ['move-instance', { instanceId: second, parentId: root, expectedVersion: 'any' }],
  ];
  return commands.map(([name, request], at) => [`${run} ${String(at)}`, name, request]);
};

async function sendAll(workspace: WorkspaceApi, commands: readonly Command[]): Promise<Sent> {
  const sent = [];
  for (const command of commands) {
    const [key, name, request] = command;
    const answer = await workspace.command(name, request, { 'idempotency-key': key });
    const { status, text } = answer;
    sent.push({ command, answer: { key, name, status, position: answer.header('datakeep-position'), text }, status });
  }
  return sent;
}

/** What is refused on the state alone, and what a look at it tells. */
async function refusalsAndLooks(workspace: WorkspaceApi, { root, first, second }: Book): Promise<object[]> {
  const child = { conceptId: coverage, xml: xmlOf('1') };
  const answers = [
    await workspace.save({ instanceId: root, xml: xmlOf('x'), expectedVersion: 7 }),
    await workspace.save({ instanceName: 'Third', parentId: root, ...child }),
    await workspace.save({ instanceId: first, xml: xmlOf('x') }),
    await workspace.save({ instanceName: 'Third', parentId: ids.unknown, ...child }),
    await workspace.command('delete-instance', { instanceId: root, expectedVersion: 'any', treeRevision: 'another' }),
    await workspace.command('move-instance', { instanceId: first, parentId: second, expectedVersion: 1 }),
    await workspace.command('restore-instance', { deletionId: ids.unknown }),
    await workspace.client.get(workspace.path(`instances/${root}/deletion-check`)),
    await workspace.client.get(workspace.path(`instances/${first}/deletion-check`)),
  ];
  return answers.map((answer) => ({ status: answer.status, body: answer.text.replaceAll(/"instance":"[^"]*"/g, '') }));
}

async function makeBook(): Promise<Book> {
  const server = await startTestServer();
  try {
    return { folder: server.folder, ...(await fillBook(server)) };
  } finally {
    await server.stop();
  }
}

async function fillBook(server: TestServer): Promise<Omit<Book, 'folder'>> {
  const { workspace } = server;
  const root = await newRoot(workspace);
  const first = await newChild(workspace, root, { name: 'First' });
  const second = await newChild(workspace, root, { name: 'Second' });
  await newChild(workspace, root, { name: 'Third' });
  await workspace.put(ids.chosen, xmlOf('1'), { name: 'Chosen', concept: coverage, parent: root });
  const friend = (await otherUser(server)).userId;
  const tree = { root, first, second, friend };
  const early = await sendAll(workspace, commandsOn(tree, 'early', 1));
  for (let saves = 0; saves < savesMin; saves += 20) {
    const some = Array.from({ length: 20 }, () => workspace.save({ instanceId: root, xml: xmlOf('n'), expectedVersion: 'any' }));
    for (const answer of await Promise.all(some)) expect(answer.status).toBe(200);
  }
  const late = await sendAll(workspace, commandsOn(tree, 'late', await versionOf(workspace, first)));
  return { ...tree, sent: [...early, ...late] };
}

const versionOf = async (workspace: WorkspaceApi, id: string) => Number((await workspace.readJson(id)).json['dataVersion']);
const answersOf = (sent: Sent) => sent.map(({ answer }) => answer);
const statusesOf = (sent: Sent) => sent.map(({ status }) => status);
/** A refusal is not remembered: what is asked again was done. */
const done = (sent: Sent) => sent.filter(({ status }) => status < 300);

async function revisionKept({ repository, owner }: TestServer, root: string): Promise<number | undefined> {
  return (await repository.snapshots.newest(streamOf.dataSet(owner.workspaceId, guidOf(root))))?.revision;
}

/** Everything that is answered on a copy of the folder, from a process that has nothing in memory. */
async function lifeOn(book: Book, prepare: (folder: string) => void | Promise<void>) {
  const folder = makeFolder();
  cpSync(book.folder, folder, { recursive: true });
  await prepare(folder);
  const server = await startTestServer({ folder });
  try {
    const kept = await revisionKept(server, book.root);
    const looks = await refusalsAndLooks(server.workspace, book);
    const asked = done(book.sent).map(({ command }) => command);
    const replayed = await sendAll(server.workspace, asked);
    const more = await sendAll(server.workspace, commandsOn(book, 'more', await versionOf(server.workspace, book.first)));
    return { kept, looks, replayed, more, afterwards: await refusalsAndLooks(server.workspace, book) };
  } finally {
    await server.close();
  }
}

describe('the snapshots of a repository', () => {
  let book: Book;
  beforeAll(async () => {
    book = await makeBook();
  });
  afterAll(() => {
    removeFolder(book.folder);
  });

  const remove = (folder: string) => {
    for (const name of snapshotsOf(folder)) rmSync(join(folder, name));
  };

  it('change no answer when all of them are deleted: refusals, looks, repeated commands and new ones', async () => {
    const withThem = await lifeOn(book, () => undefined);
    const without = await lifeOn(book, remove);
    expect(withThem.kept).toBeGreaterThanOrEqual(499);
    expect(without.kept).toBeUndefined();
    expect({ ...withThem, kept: undefined }).toEqual(without);
    expect(answersOf(withThem.replayed)).toEqual(answersOf(done(book.sent)));
    expect(statusesOf(withThem.more)).toEqual(statuses);
    expect(statusesOf(book.sent)).toEqual([...statuses, ...statuses]);
  });

  it('are left alone by a rebuild of the views', async () => {
    const rebuilt = await lifeOn(book, async (folder) => {
      const program = Program.start('rebuild.js', folder);
      await program.exited;
      expect(program.exitCode).toBe(0);
      expect(existsSync(join(folder, 'snapshots.sqlite'))).toBe(true);
    });
    expect(rebuilt.kept).toBeGreaterThanOrEqual(499);
    expect(answersOf(rebuilt.replayed)).toEqual(answersOf(done(book.sent)));
  });
});
