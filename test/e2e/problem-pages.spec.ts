import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestServer, type TestServer } from '../support/index.js';

/** The schema of one problem, as the contract has it. */
interface ProblemSchema {
  readonly properties: Readonly<Record<string, { readonly const?: unknown }>>;
}

const ofEveryProblem = ['type', 'title', 'status', 'detail'];

let server: TestServer;
let schemas: readonly ProblemSchema[];

beforeAll(async () => {
  server = await startTestServer();
  const document = (await server.api.as(undefined).get('/openapi.json')).json as {
    components: { schemas: Record<string, ProblemSchema> };
  };
  schemas = Object.entries(document.components.schemas)
    .filter(([name]) => name.startsWith('problem-'))
    .map(([, schema]) => schema);
});
afterAll(() => server.close());

const pathOf = ({ properties }: ProblemSchema): string => String(properties['type']?.const);
const ownFieldsOf = ({ properties }: ProblemSchema): string[] =>
  Object.keys(properties).filter((name) => !ofEveryProblem.includes(name));
const page = (path: string, headers = {}) => server.api.as(undefined).get(path, headers);

describe('the page of a problem', () => {
  it('is there for each problem of the contract, for anybody, and names its status and each of its own fields', async () => {
    expect(schemas.length).toBeGreaterThan(25);
    for (const schema of schemas) {
      const answer = await page(pathOf(schema));
      expect([answer.status, answer.header('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      const name = pathOf(schema).replace('/problems/', '');
      expect(answer.text).toContain(`<h1>${String(schema.properties['status']?.const)} ${name}</h1>`);
      const fields = [...answer.text.matchAll(/<dt>(\w+)<\/dt><dd>[A-Z][^<]{5,}<\/dd>/g)].map((match) => match[1]);
      expect({ name, fields: fields.toSorted() }).toEqual({ name, fields: ownFieldsOf(schema).toSorted() });
    }
  });

  it('needs nothing from anywhere: no script, no style sheet, no picture, no link', async () => {
    for (const schema of schemas) {
      const { text, headers } = await page(pathOf(schema));
      expect(text).not.toMatch(/<(?:script|link|img|iframe|a)\b|\b(?:src|href)=|url\(|@import/i);
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; style-src 'unsafe-inline'");
    }
  });

  it('is JSON for whoever asks for JSON, and HTML for everybody else', async () => {
    const json = await page('/problems/version-mismatch', { accept: 'application/json' });
    expect(json.json).toMatchObject({
      type: '/problems/version-mismatch',
      status: 412,
      fields: { currentVersion: expect.any(String), treeRevision: expect.any(String) },
      then: expect.stringContaining('If-Match'),
    });
    expect(json.header('vary')).toBe('Accept');
    for (const accept of ['*/*', 'text/html,application/xml;q=0.9', 'image/png']) {
      expect((await page('/problems/version-mismatch', { accept })).header('content-type')).toBe('text/html; charset=utf-8');
    }
  });

  it('does not carry what the path says', async () => {
    for (const path of ['/problems/nothing', '/problems/%3Cscript%3E', '/problems/__proto__', '/problems/toString']) {
      const answer = await page(path);
      expect([answer.status, answer.problem]).toEqual([404, 'not-found']);
      expect(answer.text).not.toMatch(/script|proto|toString/);
    }
  });

  it('is what the type of a problem leads to', async () => {
    const refused = await server.workspace.read('no-guid');
    const answer = await page(String(refused.json['type']));
    expect([answer.status, answer.text.includes('<dt>errors</dt>')]).toEqual([200, true]);
  });
});
