import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, root, startTestServer, type TestServer } from '../support/index.js';

const folder = resolve(root, process.env['DATAKEEP_TEST_DATA'] ?? '../shared/data');
const concept = '5a6e8f0c-3f4e-4d5b-8a7c-2f1e0d9c8b7a';

/** Paths from the folder of all XML documents in it; none when it is not there. */
const documents = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.xml'))
      .toSorted()
  : [];

let server: TestServer;
let met = 0;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  await server.close();
  process.stdout.write(`real documents met: ${met}\n`);
  const file = process.env['DATAKEEP_DOCUMENTS_MET'];
  if (file !== undefined && file !== '') writeFileSync(file, `${met}\n`);
});

describe('real documents', () => {
  for (const path of documents) {
    it(`come back byte for byte, in two versions: ${path}`, async () => {
      const bytes = readFileSync(join(folder, path));
      const id = newId();
      expect((await server.workspace.put(id, bytes, { name: path, concept })).status).toBe(201);
      const read = await server.workspace.read(id);
      expect([read.status, read.header('etag'), read.bytes.equals(bytes)]).toEqual([200, '"1"', true]);
      expect((await server.workspace.put(id, bytes, {}, { 'if-match': '"1"' })).status).toBe(200);
      const again = await server.workspace.read(id);
      expect([again.header('etag'), again.bytes.equals(bytes)]).toEqual(['"2"', true]);
      expect((await server.workspace.version(id, 1)).bytes.equals(bytes)).toBe(true);
      const { items } = await server.workspace.history(id);
      expect(items.map((item) => item['dataVersion'])).toEqual([2, 1]);
      expect((await server.workspace.readJson(id)).json['xml']).toMatch(/</);
      met += 1;
    });
  }

  it('are all listed with their XML, page by page, whatever is in them', async () => {
    const listed: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await server.workspace.children(server.owner.workspaceId, { concept, include: 'xml', limit: 50, cursor });
      listed.push(...page.items.map((item) => item['instanceName']));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(listed.toSorted()).toEqual(documents);
  });
});
