import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { coverage, newId, newRoot, startTestServer, xmlOf, type Answer, type TestServer } from '../support/index.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const clients = 64;

const atOnce = (request: (client: number) => Promise<Answer>): Promise<Answer[]> =>
  Promise.all(Array.from({ length: clients }, (_, client) => request(client)));

/** How often each outcome came. */
function tally(answers: readonly Answer[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const answer of answers) {
    const outcome = [answer.status, answer.problem].join(' ').trim();
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

describe('64 creates of one sibling name at once', () => {
  const one = { '201': 1, '409 name-taken': clients - 1 };

  it('give one 201 and sixty-three 409 name-taken when the server makes the ids', async () => {
    const root = await newRoot(server.workspace);
    const request = { instanceName: 'Wanted', conceptId: coverage, parentId: root };
    const answers = await atOnce((client) => server.workspace.save({ ...request, xml: xmlOf(String(client)) }));
    expect(tally(answers)).toEqual(one);
    const winner = answers.find((answer) => answer.status === 201);
    const { items } = await server.workspace.children(root);
    expect(items.map((item) => item['instanceId'])).toEqual([winner?.json['instanceId']]);
  });

  it('give the same when each client chooses an id of its own', async () => {
    const root = await newRoot(server.workspace);
    const parameters = { name: 'Wanted', concept: coverage, parent: root };
    const answers = await atOnce((client) => server.workspace.put(newId(), xmlOf(String(client)), parameters));
    expect(tally(answers)).toEqual(one);
    expect((await server.workspace.children(root)).items).toHaveLength(1);
  });
});

describe('64 creates of one id at once', () => {
  it('give one 201; the others are told to say which version they follow', async () => {
    const id = newId();
    const root = await newRoot(server.workspace);
    const answers = await atOnce((client) =>
      server.workspace.put(id, xmlOf('1'), { name: `Name ${client}`, concept: coverage, parent: root }),
    );
    expect(tally(answers)).toEqual({ '201': 1, '428 version-required': clients - 1 });
    expect((await server.workspace.history(id)).items).toHaveLength(1);
  });

  it('give one 201 below different parents too, and leave the id in one data set', async () => {
    const id = newId();
    const roots = [await newRoot(server.workspace), await newRoot(server.workspace)];
    const answers = await atOnce((client) =>
      server.workspace.put(id, xmlOf('1'), { name: 'Somewhere', concept: coverage, parent: roots[client % 2]! }),
    );
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status >= 500)).toEqual([]);
    const children = await Promise.all(roots.map(async (root) => (await server.workspace.children(root)).items.length));
    expect(children.toSorted()).toEqual([0, 1]);
  });
});

describe('64 saves over one version at once', () => {
  it('give one 200 and sixty-three 412 version-mismatch, and one new version', async () => {
    const id = await newRoot(server.workspace);
    const answers = await atOnce((client) => server.workspace.put(id, xmlOf(`by ${client}`), {}, { 'if-match': '"1"' }));
    expect(tally(answers)).toEqual({ '200': 1, '412 version-mismatch': clients - 1 });
    const winner = answers.findIndex((answer) => answer.status === 200);
    expect((await server.workspace.read(id)).text).toBe(xmlOf(`by ${winner}`));
    expect((await server.workspace.history(id)).items).toHaveLength(2);
  });

  it('all go through with "any", each as a version of its own', async () => {
    const id = await newRoot(server.workspace);
    const answers = await atOnce((client) =>
      server.workspace.save({ instanceId: id, xml: xmlOf(`by ${client}`), expectedVersion: 'any' }),
    );
    expect(tally(answers)).toEqual({ '200': clients });
    const versions = answers.map((answer) => Number(answer.json['dataVersion'])).toSorted((a, b) => a - b);
    expect(versions).toEqual(Array.from({ length: clients }, (_, index) => index + 2));
    for (const [client, answer] of answers.entries()) {
      expect((await server.workspace.version(id, Number(answer.json['dataVersion']))).text).toBe(xmlOf(`by ${client}`));
    }
  });
});
