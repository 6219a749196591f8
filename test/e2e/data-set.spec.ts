import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalRoot, readDataSet, type Nested } from '../support/xml-judge.js';
import { newTree } from '../support/trees.js';
import {
  coverage,
  expectInvalid,
  expectProblem,
  newChild,
  newId,
  newRoot,
  otherUser,
  policy,
  root as projectRoot,
  startTestServer,
  xmlOf,
  type Answer,
  type Person,
  type TestServer,
  type WorkspaceApi,
} from '../support/index.js';

let server: TestServer;
let somebody: Person;

beforeAll(async () => {
  server = await startTestServer();
  somebody = await otherUser(server);
});
afterAll(() => server.close());

type Asked = Readonly<Record<string, string | number>>;

const dataSet = (id: string, parameters: Asked = {}, workspace: WorkspaceApi = server.workspace): Promise<Answer> =>
  workspace.client.get(workspace.path(`instances/${id}/data-set`, parameters));

/** The names of a data set, each as `parent/name` by the element that it stands in, `(…)` for those without content. */
function shape(answer: Answer): readonly string[] {
  const all = readDataSet(answer.bytes);
  const nameOf = (id: string | undefined) =>
    all.find(({ attributes }) => attributes['instanceId'] === id)?.attributes['instanceName'];
  return all.map(({ attributes, inside, fragment }) => {
    const name = `${nameOf(inside) ?? ''}/${attributes['instanceName']}`;
    return fragment === undefined ? `(${name})` : name;
  });
}

const attributesOf = (all: readonly Nested[], id: string) => all.find((one) => one.attributes['instanceId'] === id)!.attributes;

describe('a data set as one document', () => {
  it('nests everything below the instance, with its metadata and its XML, and is as its schema says', async () => {
    const { root, first, second, grandchild, ids } = await newTree(server.workspace);
    const answer = await dataSet(root);
    expect([answer.status, answer.header('content-type')]).toEqual([200, 'application/xml']);
    expect(answer.text.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<dk:instance ')).toBe(true);
    const all = readDataSet(answer.bytes);
    const insides = Object.fromEntries(all.map(({ attributes, inside }) => [attributes['instanceId'], inside]));
    expect(insides).toEqual({ [root]: undefined, [first]: root, [second]: root, [grandchild]: first });
    for (const id of ids) {
      const { lastUpdated: _moved, xml, content: _sameAsXml, ...metadata } = (await server.workspace.readJson(id)).json;
      const texts = Object.entries(metadata).map(([name, value]) => [name, String(value)]);
      expect(attributesOf(all, id)).toEqual(Object.fromEntries(texts));
      const fragment = all.find((one) => one.attributes['instanceId'] === id)!.fragment;
      expect(fragment).toBe(canonicalRoot(Buffer.from(String(xml))));
    }
  });

  it('has parents before their children and siblings by their ids', async () => {
    const root = await newRoot(server.workspace);
    const children: string[] = [];
    for (const name of ['c', 'a', 'b', 'd']) children.push(await newChild(server.workspace, root, { name }));
    const below = await newChild(server.workspace, children.toSorted()[1]!, { name: 'below' });
    const ids = readDataSet((await dataSet(root)).bytes).map(({ attributes }) => attributes['instanceId']);
    expect(ids).toEqual([root, ...children.toSorted().flatMap((id, place) => (place === 1 ? [id, below] : [id]))]);
  });

  it('can be of any instance, of a leaf too, and of the workspace', async () => {
    const { first, second } = await newTree(server.workspace);
    expect(shape(await dataSet(first))).toEqual(['/First', 'First/Grandchild']);
    expect(shape(await dataSet(second))).toEqual(['/Second']);
    const workspace = shape(await dataSet(server.owner.workspaceId));
    expect(workspace.slice(0, 1)).toEqual(['/Customer']);
    expect(workspace).toContain('First/Grandchild');
  });

  it('keeps names with markup, quotes, and what else a parser would change', async () => {
    const name = `<a href="b">&amp; 'c' \u00e9\u2028\u{1F3E0}</a>`;
    const root = await newRoot(server.workspace, `${name} ${newId()}`);
    const [whole] = readDataSet((await dataSet(root)).bytes);
    expect(whole!.attributes['instanceName']).toContain(name);
  });

  it('is well-formed whatever a name holds that XML cannot have', async () => {
    const root = await newRoot(server.workspace, `Policy \uFFFF ${newId()}`);
    expect(readDataSet((await dataSet(root)).bytes)[0]!.attributes['instanceName']).toContain('Policy \uFFFD ');
  });

  it('has fragments in UTF-8 without declaration or byte order mark, and keeps comments and instructions around their root', async () => {
    const root = newId();
    const latin = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?>\n<name>Zo\u00eb</name>', 'latin1');
    const marked = Buffer.from('\uFEFF<?xml version="1.0"?><!--before--><a xmlns="urn:a"><b/></a><?after all?>');
    await server.workspace.put(root, latin, { name: `Latin ${root}`, concept: policy });
    await server.workspace.put(newId(), marked, { name: 'Marked', concept: coverage, parent: root });
    const answer = await dataSet(root);
    expect(readDataSet(answer.bytes).map(({ fragment }) => fragment)).toEqual([
      '<name>Zo\u00eb</name>',
      '<a xmlns="urn:a"><b></b></a>',
    ]);
    expect(answer.text).toContain('<dk:content><!--before--><a xmlns="urn:a"><b/></a><?after all?></dk:content>');
  });

  it('goes `depth` levels down', async () => {
    const { root } = await newTree(server.workspace);
    const names = async (depth: number) => shape(await dataSet(root, { depth })).map((name) => name.replace(/^.*\//, ''));
    expect((await names(1)).slice(1).toSorted()).toEqual(['First', 'Second']);
    expect((await names(2)).slice(1).toSorted()).toEqual(['First', 'Grandchild', 'Second']);
    expect(await names(64)).toEqual(await names(2));
  });

  it('is of one concept, where ancestors of what is shown stay without their content and others are left out', async () => {
    const root = await newRoot(server.workspace, `Root ${newId()}`);
    const save = async (parentId: string, instanceName: string, conceptId: string) =>
      String((await server.workspace.save({ instanceName, conceptId, parentId, xml: xmlOf('1') })).json['instanceId']);
    const section = await save(root, 'Section', coverage);
    const inner = await save(section, 'Inner', coverage);
    const sought = newId();
    await save(inner, 'Sought', sought);
    await save(inner, 'Other', coverage);
    await save(root, 'Empty section', coverage);
    expect((await shapeOf(sought)).map((name) => name.replace(/Root [-\w]*/, 'Root'))).toEqual([
      '(/Root)',
      '(Root/Section)',
      '(Section/Inner)',
      'Inner/Sought',
    ]);
    expect((await shapeOf(newId())).map((name) => name.replace(/Root [-\w]*/, 'Root'))).toEqual(['(/Root)']);
    expect((await shapeOf(policy)).map((name) => name.replace(/Root [-\w]*/, 'Root'))).toEqual(['/Root']);
    async function shapeOf(concept: string) {
      return shape(await dataSet(root, { concept }));
    }
  });

  it('leaves out what is hidden; what is visible below stands in the nearest ancestor that is shown', async () => {
    const shared = [server.owner.userId, somebody.userId];
    const root = newId();
    const fields = { conceptId: policy, xml: xmlOf('1'), access: shared };
    await server.workspace.save({ ...fields, instanceId: root, instanceName: `Shared ${root}` });
    const hidden = await newChild(server.workspace, root, { name: 'Hidden', access: [server.owner.userId] });
    const below = await newChild(server.workspace, hidden, { name: 'Shared below', access: shared });
    for (const parameters of [{}, { concept: coverage }]) {
      const answer = await dataSet(root, parameters, somebody.workspace);
      const all = readDataSet(answer.bytes);
      expect(all.map(({ attributes, inside }) => [attributes['instanceId'], inside])).toEqual([
        [root, undefined],
        [below, root],
      ]);
      expect(answer.text).not.toContain('"Hidden"');
      expect(attributesOf(all, below)).toMatchObject({
        parentId: hidden,
        hierarchy: `/${server.owner.workspaceId}/${root}/${hidden}/`,
      });
    }
  });

  it('is 404 for what is absent, deleted or hidden, and 406 as JSON', async () => {
    const root = await newRoot(server.workspace);
    expectProblem(await dataSet(newId()), 404, 'not-found');
    expectProblem(await dataSet(root, {}, somebody.workspace), 404, 'not-found');
    const path = server.workspace.path(`instances/${root}/data-set`);
    expectProblem(await server.api.get(path, { accept: 'application/json' }), 406, 'not-acceptable', {
      available: 'application/xml',
    });
    await server.workspace.command('delete-instance', { instanceId: root, expectedVersion: 1 });
    expectProblem(await dataSet(root), 404, 'not-found');
  });

  it.each([
    ['concept', 'policy'],
    ['depth', '0'],
    ['depth', '65'],
    ['asOf', 'yesterday'],
    ['limit', '10'],
  ])('cannot be asked for with %s=%s', async (name, value) => {
    const root = await newRoot(server.workspace);
    expectInvalid(await dataSet(root, { [name]: value }), `/query/${name}`);
  });

  it('answers HEAD with the headers alone', async () => {
    const root = await newRoot(server.workspace);
    const headers = { authorization: `Bearer ${server.owner.token}` };
    const head = await fetch(`${server.url}${server.workspace.path(`instances/${root}/data-set`)}`, { method: 'HEAD', headers });
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([200, 'application/xml', '']);
    expect(head.headers.get('datakeep-position')).not.toBeNull();
  });
});

describe('real documents', () => {
  const folder = resolve(projectRoot, process.env['DATAKEEP_TEST_DATA'] ?? '../shared/data');
  const documents = existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.xml'))
    : [];

  it('are in one data set what they were when they were saved, in canonical form', async () => {
    const root = await newRoot(server.workspace);
    const saved = new Map<string, string>();
    let parent = root;
    for (const path of documents) {
      const bytes = readFileSync(join(folder, path));
      const id = newId();
      expect((await server.workspace.put(id, bytes, { name: path, concept: coverage, parent })).status).toBe(201);
      saved.set(id, canonicalRoot(bytes));
      // Every third has the next ones below it, so that fragments stand at several depths.
      parent = saved.size % 3 === 0 && saved.size < 90 ? id : parent;
    }
    const all = readDataSet((await dataSet(root)).bytes);
    const found = all.slice(1).map(({ attributes, fragment }) => [attributes['instanceId'], fragment] as const);
    expect(found).toHaveLength(documents.length);
    expect(found.filter(([id, fragment]) => saved.get(id!) !== fragment).map(([id]) => id)).toEqual([]);
  });
});
