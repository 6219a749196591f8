import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatPosition, parsePosition } from '@datakeep/kernel';
import {
  expectInvalid,
  expectProblem,
  newChild,
  newRoot,
  startTestServer,
  xmlOf,
  type Answer,
  type TestServer,
} from '../support/index.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** The position that lies `events` further on than an answer. */
function behind(answer: Answer, events: number): string {
  const position = parsePosition(answer.header('datakeep-position')!)!;
  return formatPosition({ ...position, place: position.place + events });
}

describe('Datakeep-Position', () => {
  it('moves on with each save, and a read says it too', async () => {
    const root = await newRoot(server.workspace);
    const first = await server.workspace.put(root, xmlOf('2'), {}, { 'if-match': '"1"' });
    const second = await server.workspace.put(root, xmlOf('3'), {}, { 'if-match': '"2"' });
    const place = (answer: Answer) => parsePosition(answer.header('datakeep-position')!)!.place;
    expect(place(second)).toBeGreaterThan(place(first));
    for (const read of [
      await server.workspace.read(root),
      await server.workspace.history(root),
      await server.workspace.readJson(root),
    ]) {
      expect(place(read)).toBeGreaterThanOrEqual(place(second));
    }
  });

  it('comes with a 304 too', async () => {
    const root = await newRoot(server.workspace);
    const read = await server.workspace.read(root, { 'if-none-match': '"1"' });
    expect([read.status, read.header('datakeep-position')]).toEqual([304, expect.stringMatching(/^1\./)]);
  });

  it('comes with every refusal of a command or a query too', async () => {
    const root = await newRoot(server.workspace);
    const child = await newChild(server.workspace, root, { name: 'Only' });
    const refusals = [
      await server.workspace.put(root, xmlOf('2')),
      await server.workspace.put(root, xmlOf('2'), {}, { 'if-match': '"9"' }),
      await server.workspace.put(child, xmlOf('2'), { concept: root }, { 'if-match': '"1"' }),
      await server.workspace.read(server.owner.profileId),
      await server.workspace.read(root, { accept: 'text/html' }),
    ];
    const without = refusals.filter((answer) => answer.header('datakeep-position') === null);
    expect(without.map((answer) => answer.problem)).toEqual([]);
  });
});

describe('Datakeep-Min-Position', () => {
  it('lets a query through whose position the views have', async () => {
    const root = await newRoot(server.workspace);
    const saved = await server.workspace.put(root, xmlOf('2'), {}, { 'if-match': '"1"' });
    const read = await server.workspace.read(root, { 'datakeep-min-position': saved.header('datakeep-position')! });
    expect([read.status, read.text]).toEqual([200, xmlOf('2')]);
  });

  it('is 503 view-behind with Retry-After for a place of the future, on every query', async () => {
    const root = await newRoot(server.workspace);
    const future = behind(await server.workspace.read(root), 1_000_000);
    const headers = { 'datakeep-min-position': future, prefer: 'wait=0' };
    for (const rest of ['', '/history', '/history/1', '/children']) {
      const answer = await server.api.get(server.workspace.path(`instances/${root}${rest}`), headers);
      expectProblem(answer, 503, 'view-behind');
      expect(answer.header('retry-after')).toBe('1');
    }
  });

  it('waits as long as Prefer: wait allows, until somebody saves', async () => {
    const root = await newRoot(server.workspace);
    const next = behind(await server.workspace.put(root, xmlOf('2'), {}, { 'if-match': '"1"' }), 1);
    const waiting = server.workspace.read(root, { 'datakeep-min-position': next, prefer: 'wait=60' });
    await server.workspace.put(root, xmlOf('3'), {}, { 'if-match': '"2"' });
    const read = await waiting;
    expect([read.status, read.text]).toEqual([200, xmlOf('3')]);
  });

  it('takes wait among other preferences', async () => {
    const root = await newRoot(server.workspace);
    const future = behind(await server.workspace.read(root), 1_000_000);
    for (const prefer of ['return=minimal, wait=0', 'handling=lenient; wait=0']) {
      expectProblem(await server.workspace.read(root, { 'datakeep-min-position': future, prefer }), 503, 'view-behind');
    }
  });

  it('is 400 for the position of another log, and for what is no position', async () => {
    const root = await newRoot(server.workspace);
    const own = parsePosition((await server.workspace.read(root)).header('datakeep-position')!)!;
    const foreign = formatPosition({ ...own, logId: own.logId === '0'.repeat(16) ? '1'.repeat(16) : '0'.repeat(16) });
    for (const position of [
      foreign,
      '17',
      `2.${own.logId}.1`,
      `1.${own.logId}.-1`,
      `1.${own.logId}.1.1`,
      `1.${own.logId}.99999999999999999`,
    ]) {
      expectInvalid(await server.workspace.read(root, { 'datakeep-min-position': position }), '/headers/datakeep-min-position');
    }
  });
});
