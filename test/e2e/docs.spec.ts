import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectProblem, startTestServer, type Answer, type Client, type TestServer } from '../support/index.js';

let server: TestServer;
let nobody: Client;
let page: Answer;

beforeAll(async () => {
  server = await startTestServer();
  nobody = server.api.as(undefined);
  page = await nobody.get('/docs');
});
afterAll(() => server.close());

/** Every address that the page names. */
const addresses = () => [...page.text.matchAll(/(?:src|href)="([^"]*)"/g)].map((match) => match[1]!);

describe('/docs', () => {
  it('is a page for anybody, with and without a slash or a parameter behind it', async () => {
    expect([page.status, page.header('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    for (const path of ['/docs/', '/docs?any=1']) {
      expect((await nobody.get(path)).text).toBe(page.text);
    }
  });

  it('names addresses of this server only, and each is there for anybody with its own media type', async () => {
    const types = {
      css: /^text\/css; charset=utf-8$/,
      js: /^(?:text|application)\/javascript; charset=utf-8$/,
      png: /^image\/png$/,
    };
    const seen = new Set<string>();
    for (const address of addresses()) {
      expect(address).toMatch(/^\/docs\/[\w.-]+$/);
      const asset = await nobody.get(address);
      const ending = address.split('.').at(-1) as keyof typeof types;
      expect([address, asset.status]).toEqual([address, 200]);
      expect(asset.header('content-type')).toMatch(types[ending]);
      expect(asset.header('x-content-type-options')).toBe('nosniff');
      expect(asset.bytes.length).toBeGreaterThan(0);
      seen.add(ending);
    }
    expect([...seen].toSorted()).toEqual(['css', 'js', 'png']);
  });

  it('shows the document of this server, and asks nobody else about it', async () => {
    const start = await nobody.get('/docs/start.js');
    expect(start.text).toContain(`url: '/openapi.json'`);
    expect(start.text).toContain('validatorUrl: null');
    expect(start.text).not.toMatch(/https?:/);
    expect((await nobody.get('/openapi.json')).header('content-type')).toBe('application/json; charset=utf-8');
  });

  it('may run the scripts of this server alone: what it says itself is no script and no style', () => {
    const policy = Object.fromEntries(
      (page.header('content-security-policy') ?? '').split('; ').map((part) => part.split(/ (.*)/s) as [string, string]),
    );
    expect(policy).toMatchObject({ 'default-src': "'none'", 'script-src': "'self'", 'connect-src': "'self'" });
    expect(policy['frame-ancestors']).toBe("'none'");
    expect(page.text).not.toMatch(/<style|style=|<script>|\son\w+=/);
  });

  it('gives no other file of its folder, and none above it', async () => {
    const names = ['index.html', 'swagger-initializer.js', 'package.json', 'swagger-ui.js.map', '..%2fpackage.json'];
    for (const name of names) expectProblem(await nobody.get(`/docs/${name}`), 404, 'not-found');
  });

  it('opens no path that only begins like it', async () => {
    for (const path of ['/docsx', '/openapi.jsonx', '/openapi.json/x']) {
      expectProblem(await nobody.get(path), 401, 'unauthenticated');
    }
  });
});
