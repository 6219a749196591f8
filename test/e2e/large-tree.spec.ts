import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instanceNumber, writeLargeDataSet } from '../support/large-data-set.js';
import { startMeasuredServer, type MeasuredServer } from '../support/measured-server.js';
import { makeFolder, removeFolder, xmlOf } from '../support/index.js';

const instances = 100_000;
const growthMegabytesMax = 50;
const pageMax = 1_000;
const root = instanceNumber(0);

interface Got {
  readonly status: number;
  readonly position: string | null;
  readonly bytes: Buffer;
}

describe('a data set of 100,000 instances', () => {
  const folder = makeFolder();
  let server: MeasuredServer;
  let loadedMegabytes: number;
  let deletionId: unknown;

  beforeAll(async () => {
    const first = await startMeasuredServer(folder);
    await first.stop();
    await writeLargeDataSet(folder, first.owner, { instances });
    // This process builds the views and writes the snapshot; the next one begins with neither behind it.
    server = await startMeasuredServer(folder);
    await caughtUp(await saveRoot(1));
    await server.stop();
    server = await startMeasuredServer(folder);
    await caughtUp(await saveRoot(2));
    loadedMegabytes = await server.settledMegabytes();
  });
  afterAll(async () => {
    await server.stop();
    removeFolder(folder);
  });

  /** Asks past the client of the other tests, which holds every answer against the contract: 100,000 items take it long. */
  async function ask(path: string, init: { readonly body?: object; readonly minPosition?: string } = {}): Promise<Got> {
    const response = await fetch(`${server.url}/v1/workspaces/${server.owner.workspaceId}/${path}`, {
      method: init.body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${server.owner.token}`,
        prefer: 'wait=60',
        ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(init.minPosition === undefined ? {} : { 'datakeep-min-position': init.minPosition }),
      },
      ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
    });
    const position = response.headers.get('datakeep-position');
    return { status: response.status, position, bytes: Buffer.from(await response.arrayBuffer()) };
  }

  const jsonOf = ({ bytes }: Got) => JSON.parse(bytes.toString()) as Record<string, unknown>;
  const saveRoot = (expectedVersion: number) =>
    ask('commands/save-instance', { body: { instanceId: root, xml: xmlOf('next'), expectedVersion } });

  /** Waits until the views have what the answer tells of, so that their part is measured too. */
  async function caughtUp(answer: Got): Promise<Got> {
    while (answer.position !== null && (await ask('children?limit=1', { minPosition: answer.position })).status === 503);
    return answer;
  }

  /** What the server answers, after it was seen that its memory stays near that of the loaded state meanwhile. */
  async function within(work: () => Promise<Got>): Promise<Record<string, unknown>> {
    const { megabytes, result } = await server.peakOf(async () => caughtUp(await work()));
    expect(megabytes - loadedMegabytes).toBeLessThan(growthMegabytesMax);
    await server.settledMegabytes();
    expect(result.status).toBe(200);
    return jsonOf(result);
  }

  it('is deleted within 50 MB, as one event', async () => {
    const request = { instanceId: root, expectedVersion: 3 };
    const answer = await within(() => ask('commands/delete-instance', { body: request }));
    expect(answer['deleted']).toBe(instances);
    deletionId = answer['deletionId'];
  });

  it('is shown among the deletions within 50 MB', async () => {
    const { items } = await within(() => ask('deletions'));
    expect(items).toMatchObject([{ deletionId, instanceId: root }]);
  });

  it('is restored within 50 MB, as one event', async () => {
    const answer = await within(() => ask('commands/restore-instance', { body: { deletionId } }));
    expect(answer['restored']).toBe(instances);
  });

  it('is checked for a deletion within 50 MB', async () => {
    const answer = await within(() => ask(`instances/${root}/deletion-check`));
    expect(answer).toMatchObject({ allowed: true, count: instances });
  });

  it('is listed within 50 MB, page after page', async () => {
    const ids = new Set<string>();
    await within(async () => {
      for (let cursor: unknown = ''; ;) {
        const page = await ask(`instances/${root}/descendants?limit=${String(pageMax)}${String(cursor)}`);
        const { items, next } = jsonOf(page) as {
          readonly items: { readonly instanceId: string }[];
          readonly next: string | null;
        };
        for (const { instanceId } of items) ids.add(instanceId);
        if (next === null) return page;
        cursor = `&cursor=${encodeURIComponent(next)}`;
      }
    });
    expect(ids.size).toBe(instances - 1);
  });

  it('is sent as one document within 50 MB', async () => {
    const { megabytes, result } = await server.peakOf(() => ask(`instances/${root}/data-set`));
    expect(megabytes - loadedMegabytes).toBeLessThan(growthMegabytesMax);
    expect(result.bytes.toString().split('<dk:instance ')).toHaveLength(1 + instances);
  });
});
