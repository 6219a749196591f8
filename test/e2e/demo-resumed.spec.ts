import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { itemsOf, dataOf } from '@datakeep/client';
import type { Owner } from '@datakeep/workspaces';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startCountingProxy } from '../support/counting-proxy.js';
import { DemoProgram } from '../support/demo-program.js';
import { Client, makeFolder, removeFolder, startBuiltServer, type BuiltServer } from '../support/index.js';

const policyCount = 20;
const concept = 'eb403c09-c230-5ea0-9d3b-096a56cf2311';

let folders: readonly [string, string];
let servers: readonly [BuiltServer, BuiltServer];

beforeAll(async () => {
  folders = [makeFolder(), makeFolder()];
  servers = await Promise.all([startBuiltServer({ DATAKEEP_DATA: folders[0] }), startBuiltServer({ DATAKEEP_DATA: folders[1] })]);
});
afterAll(async () => {
  for (const server of servers) await server.stop();
  for (const folder of folders) removeFolder(folder);
});

const run = (server: 0 | 1, url = servers[server].url) =>
  DemoProgram.start(['--policies', String(policyCount)], { DATAKEEP_URL: url, DATAKEEP_DATA: folders[server] });
const ownerOf = (server: 0 | 1) => JSON.parse(readFileSync(join(folders[server], 'owner.json'), 'utf8')) as Owner;
const typedOf = (server: 0 | 1) => Client.of(servers[server].url, ownerOf(server).token).typed;
const workspaceIn = (output: string): string => /is workspace (\S+) on/.exec(output)?.[1] ?? '';

/** The events of the whole book, in the order of the log. */
async function eventsOf(server: 0 | 1, workspaceId: string) {
  const pages = itemsOf(({ cursor: after }) =>
    typedOf(server).GET('/v1/workspaces/{workspaceId}/events', {
      params: { path: { workspaceId }, query: { limit: 1_000, ...(after === undefined ? {} : { after }) } },
    }),
  );
  const events: unknown[] = [];
  for await (const event of pages) events.push(event);
  return events;
}

/** Everything that is in the book now, as lines that are alike in each repository: names in place of ids. */
async function bookOf(server: 0 | 1, workspaceId: string): Promise<readonly string[]> {
  const client = typedOf(server);
  const path = { workspaceId, instanceId: workspaceId };
  const roots = await dataOf(
    client.GET('/v1/workspaces/{workspaceId}/instances/{instanceId}/children', {
      params: { path, query: { concept, limit: 1_000, include: 'xml' } },
    }),
  );
  const lines: string[] = [];
  for (const root of roots.items) {
    const below = await dataOf(
      client.GET('/v1/workspaces/{workspaceId}/instances/{instanceId}/descendants', {
        params: { path: { workspaceId, instanceId: root.instanceId }, query: { limit: 1_000, include: 'xml' } },
      }),
    );
    const names = new Map([root, ...below.items].map(({ instanceId, instanceName }) => [instanceId, instanceName]));
    for (const { instanceName, conceptId, hierarchy, status, dataVersion, xml } of [root, ...below.items]) {
      const place = hierarchy
        .split('/')
        .map((id) => names.get(id) ?? '')
        .join('/');
      lines.push(
        [
          place,
          instanceName,
          conceptId,
          status,
          dataVersion,
          createHash('sha256')
            .update(xml ?? '')
            .digest('hex'),
        ].join(' '),
      );
    }
  }
  return lines.toSorted();
}

describe('the demo on a running server', () => {
  it('that is killed in the middle, and run again, ends with the book of an undisturbed run', async () => {
    const undisturbed = await run(1).ended;
    expect([undisturbed.code, undisturbed.errors]).toEqual([0, '']);
    const whole = await bookOf(1, workspaceIn(undisturbed.output));
    expect(whole.length).toBeGreaterThan(7 * policyCount);

    const proxy = await startCountingProxy(servers[0].url, 100, () => killed.signal('SIGKILL'));
    const killed = run(0, proxy.url);
    const { code, output } = await killed.ended;
    await proxy.close();
    expect(code).toBe(null);
    const half = await eventsOf(0, workspaceIn(output));
    expect(half.length).toBeGreaterThanOrEqual(100);

    const again = await run(0).ended;
    expect([again.code, again.errors, workspaceIn(again.output)]).toEqual([0, '', workspaceIn(output)]);
    expect(await bookOf(0, workspaceIn(output))).toEqual(whole);
    // Nothing that was done before the kill was done once more.
    const events = await eventsOf(0, workspaceIn(output));
    expect(events.slice(0, half.length)).toEqual(half);
    expect(half.length).toBeLessThan(events.length);
    expect(events.length).toBe((await eventsOf(1, workspaceIn(undisturbed.output))).length);
  });

  it('run once more changes nothing and prints the same', async () => {
    const first = await run(1).ended;
    const workspaceId = workspaceIn(first.output);
    const events = await eventsOf(1, workspaceId);
    const second = await run(1).ended;
    const queries = (output: string) => output.slice(output.indexOf('Paste these'));
    expect([second.code, queries(second.output)]).toEqual([0, queries(first.output)]);
    expect(await eventsOf(1, workspaceId)).toEqual(events);
  });

  it('keeps another seed in a workspace of its own, with other policies', async () => {
    const environment = { DATAKEEP_URL: servers[1].url, DATAKEEP_DATA: folders[1] };
    const [one, two] = [await run(1).ended, await DemoProgram.start(['--policies', '6', '--seed', '2'], environment).ended];
    expect(two.code).toBe(0);
    expect(workspaceIn(two.output)).not.toBe(workspaceIn(one.output));
    const book = await bookOf(1, workspaceIn(one.output));
    for (const line of await bookOf(1, workspaceIn(two.output))) if (line.includes(concept)) expect(book).not.toContain(line);
  });

  it('takes token and Server Owner workspace from the environment, and prints neither', async () => {
    const { token, serverOwnerWorkspaceId } = ownerOf(1);
    const environment = { DATAKEEP_URL: servers[1].url, DATAKEEP_TOKEN: token, DATAKEEP_SERVER_OWNER: serverOwnerWorkspaceId };
    const { code, output } = await DemoProgram.start(['--policies', '6'], environment).ended;
    expect([code, output.includes(token)]).toEqual([0, false]);
    expect(output).toContain('\nTOKEN="$DATAKEEP_TOKEN"\n');
  });
});

describe('the demo that cannot go on says why in one line', () => {
  const endOf = async (args: readonly string[], environment = {}) => {
    const { code, errors, output } = await DemoProgram.start(args, environment).ended;
    expect(output).toBe('');
    return [code, errors] as const;
  };

  it('when its arguments are wrong, with exit code 2', async () => {
    expect(await endOf(['--policies', 'many'])).toEqual([2, expect.stringMatching(/^demo: --policies takes .*"many"\n$/)]);
    expect(await endOf([], { DATAKEEP_URL: 'here' })).toEqual([2, expect.stringMatching(/^demo: DATAKEEP_URL is "here".*\n$/)]);
  });

  it('when nothing answers', async () => {
    const environment = { DATAKEEP_URL: 'http://127.0.0.1:1', DATAKEEP_DATA: folders[0] };
    expect(await endOf([], environment)).toEqual([
      1,
      expect.stringMatching(/^demo: nothing answers at http:\/\/127.0.0.1:1, .*\n$/),
    ]);
  });

  it('when the token is wrong', async () => {
    const environment = { DATAKEEP_URL: servers[0].url, DATAKEEP_TOKEN: 'dk_wrong', DATAKEEP_DATA: folders[0] };
    expect(await endOf([], environment)).toEqual([1, expect.stringMatching(/^demo: http:\S+ answered 401: .*\n$/)]);
  });

  it('when there is no owner.json', async () => {
    const environment = { DATAKEEP_URL: servers[0].url, DATAKEEP_DATA: join(folders[0], 'none') };
    expect(await endOf([], environment)).toEqual([
      1,
      expect.stringMatching(/^demo: .*owner\.json cannot be read \(ENOENT\).*\n$/),
    ]);
  });
});
