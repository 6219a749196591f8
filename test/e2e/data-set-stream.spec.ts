import { request as httpRequest, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ViewsUnavailable, type FindAnswer, type ReaderViews, type ViewStore } from '@datakeep/view-store';
import { openMemoryRepository, type MemoryRepository, type ServedProcess } from '../support/memory-repository.js';
import { readDataSet } from '../support/xml-judge.js';
import { coverage, expectProblem, newChild, newRoot, policy, xmlOf, type Answer, type WorkspaceApi } from '../support/index.js';

type FindBelow = ReaderViews['findBelow'];

let repository: MemoryRepository;
let writer: ServedProcess;
/** More than two pages of the stream. */
let root: string;
const children = 600;

beforeAll(async () => {
  repository = await openMemoryRepository();
  writer = await repository.serve();
  root = await newRoot(writer.workspace, 'Large');
  for (let made = 0; made < children; made += 100) {
    const names = Array.from({ length: 100 }, (_, index) => `Child ${made + index}`);
    await Promise.all(names.map((name) => newChild(writer.workspace, root, { name })));
  }
});
afterAll(() => repository.close());

/** A process whose pages below an instance come from `findBelow`, which may ask the views themselves. */
function serveWith(findBelow: (request: Parameters<FindBelow>[0], views: FindBelow) => ReturnType<FindBelow>) {
  const { views } = repository;
  const standIn: ViewStore = {
    system: views.system,
    reader: (reader) => {
      const real = views.reader(reader);
      return {
        principals: (asked) => real.principals(asked),
        get: (asked) => real.get(asked),
        deleted: (asked) => real.deleted(asked),
        find: (asked) => real.find(asked),
        count: (asked) => real.count(asked),
        versions: (asked) => real.versions(asked),
        newest: (asked) => real.newest(asked),
        events: (asked) => real.events(asked),
        findBelow: (asked) => findBelow(asked, (again) => real.findBelow(again)),
      };
    },
    position: () => views.position(),
    reached: (place, options) => views.reached(place, options),
    close: () => views.close(),
  };
  return repository.serve({ views: standIn });
}

const pathOf = (workspace: WorkspaceApi) => workspace.path(`instances/${root}/data-set`);
const dataSet = ({ workspace }: ServedProcess): Promise<Answer> => workspace.client.get(pathOf(workspace));

/** Asks for the data set and gives the answer when its head has come; nothing of its body is read yet. */
async function opened({ url, workspace }: ServedProcess): Promise<IncomingMessage> {
  const headers = { authorization: `Bearer ${repository.owner.token}` };
  const [response] = (await once(httpRequest(`${url}${pathOf(workspace)}`, { headers }).end(), 'response')) as [IncomingMessage];
  return response;
}

/** Pages without end: the first row of the real first page under ever other ids, with a large document. */
function endlessPages(asked: { pages: number }): (request: Parameters<FindBelow>[0], views: FindBelow) => Promise<FindAnswer> {
  const xml = Buffer.from(`<a>${'x'.repeat(400_000)}</a>`);
  return async (request, views) => {
    asked.pages += 1;
    const { after: _, ...first } = request;
    const page = (await views({ ...first, limit: 20 }))!;
    const rows = page.rows.map((row, index) => ({ ...row, xml, instanceId: `${asked.pages}-${index}` }));
    return { ...page, rows, more: true };
  };
}

/** Requests that go through the whole process, so that whatever would go on by itself has gone on. */
async function turns({ api }: ServedProcess): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await api.as(undefined).get('/health/live');
}

describe('a data set that is streamed', () => {
  it('takes one call to the views for each page, and all pages are of the position that the first one had', async () => {
    const asked: Parameters<FindBelow>[0][] = [];
    const answers: (FindAnswer | undefined)[] = [];
    const served = await serveWith(async (request, views) => {
      asked.push(request);
      answers.push(await views(request));
      return answers.at(-1);
    });
    const all = readDataSet((await dataSet(served)).bytes);
    expect(new Set(all.map(({ attributes }) => attributes['instanceId'])).size).toBe(children + 1);
    const { position } = answers[0]!;
    expect(asked.map(({ at }) => at)).toEqual(['now', position, position]);
  });

  it('is as it was at its first page, whatever is written while it is sent', async () => {
    const before = await dataSet(writer);
    const last = readDataSet(before.bytes).at(-1)!.attributes['instanceId']!;
    let pages = 0;
    const served = await serveWith(async (request, views) => {
      pages += 1;
      if (pages === 2) await writeBehindTheFirstPage(last);
      return views(request);
    });
    const answer = await dataSet(served);
    expect(pages).toBe(3);
    expect(answer.bytes.equals(before.bytes)).toBe(true);
    expect(answer.header('datakeep-position')).toBe(before.header('datakeep-position'));
    expect((await dataSet(writer)).bytes.equals(before.bytes)).toBe(false);
  });

  it('is cut off, and not well-formed, when a page fails behind the first one', async () => {
    let pages = 0;
    const served = await serveWith((request, views) => {
      pages += 1;
      return pages === 3 ? Promise.reject(new ViewsUnavailable('away')) : views(request);
    });
    const response = await opened(served);
    const read: Buffer[] = [];
    const reading = async () => {
      for await (const chunk of response) read.push(chunk as Buffer);
    };
    await expect(reading()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(response.statusCode).toBe(200);
    expect(Buffer.concat(read).length).toBeGreaterThan(0);
    expect(() => readDataSet(Buffer.concat(read))).toThrow();
  });

  it('is cut off when its root is hidden from the reader while it is sent, and the log of faults says so', async () => {
    let pages = 0;
    const served = await serveWith(async (request, views) => {
      pages += 1;
      return pages === 2 ? undefined : views(request);
    });
    await expect(dataSet(served)).rejects.toThrow(/terminated|fetch failed/);
    await expect(served.end()).rejects.toThrow(/data-set .*hidden from its reader/s);
  });

  it('is a problem like any other when its first page fails', async () => {
    const served = await serveWith(() => Promise.reject(new ViewsUnavailable('away')));
    expectProblem(await dataSet(served), 503, 'store-unavailable');
  });

  it('is a problem too when nothing of it could be made', async () => {
    const served = await serveWith(async (request, views) => {
      const page = (await views(request))!;
      return { ...page, rows: page.rows.map((row) => ({ ...row, xml: null })) };
    });
    const response = await opened(served);
    expect([response.statusCode, response.headers['content-type']]).toEqual([500, 'application/problem+json']);
    response.resume();
    await expect(served.end()).rejects.toThrow(/logged 1 faults.*data-set .*read without its XML/s);
  });

  it('is made no faster than the client takes it', async () => {
    const asked = { pages: 0 };
    const served = await serveWith(endlessPages(asked));
    const response = await opened(served);
    await turns(served);
    // A page is 8 MB, more than the buffers of a connection.
    expect(asked.pages).toBeLessThanOrEqual(3);
    response.destroy();
  });

  it('is not made on for a client that left', async () => {
    const asked = { pages: 0 };
    const served = await serveWith(endlessPages(asked));
    const response = await opened(served);
    for await (const _ of response) if (asked.pages > 4) break;
    response.destroy();
    await served.end();
    const ended = asked.pages;
    await turns(writer);
    expect(asked.pages).toBe(ended);
  });

  it('is not made for HEAD', async () => {
    const asked = { pages: 0 };
    const served = await serveWith(endlessPages(asked));
    const headers = { authorization: `Bearer ${repository.owner.token}` };
    const head = await fetch(`${served.url}${pathOf(served.workspace)}`, { method: 'HEAD', headers });
    expect([head.status, asked.pages]).toEqual([200, 1]);
  });
});

async function writeBehindTheFirstPage(last: string): Promise<void> {
  await newChild(writer.workspace, root, { name: 'Later' });
  await newChild(writer.workspace, last, { name: 'Later below' });
  await writer.workspace.save({ instanceId: last, instanceName: 'Renamed', xml: xmlOf('later'), expectedVersion: 1 });
  const [first] = (await writer.workspace.children(root, { limit: 1, concept: coverage })).items;
  const deletion = { instanceId: first!['instanceId'], expectedVersion: 'any' };
  expect((await writer.workspace.command('delete-instance', deletion)).status).toBe(200);
  await writer.workspace.save({ instanceName: 'Another root', conceptId: policy, xml: xmlOf('1') });
}
