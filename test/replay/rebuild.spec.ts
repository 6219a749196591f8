import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { EventBatch } from '@datakeep/event-store';
import { openSqliteEventLogReader } from '@datakeep/event-store-sqlite';
import { projectedStreams } from '@datakeep/kernel';
import { runProjector, type ProjectorOptions } from '@datakeep/projector';
import { openSqliteViewWriter } from '@datakeep/view-store-sqlite';
import { Program } from '../crash/built-server.js';
import { Random } from '../crash/random.js';
import { makeFolder, otherUser, removeFolder, startTestServer } from '../support/index.js';
import { openMemoryRepository, projections, viewDeclarations } from '../support/memory-repository.js';
import { expectSameRows, rowsOf } from './dumps.js';
import { startMortalProjectors } from './mortal-projector.js';
import { done, kinds, sendHistory } from './random-history.js';

const untilThere = { timeoutMsMax: 60_000 };

describe('views that are built again from the log of a server', () => {
  it('have the same rows as those that were built while people worked, by npm run rebuild and by projectors that are killed', async () => {
    const server = await startTestServer();
    const { folder, owner } = server;
    const others = await Promise.all(['a', 'b', 'c'].map((name) => otherUser(server, { name })));
    const users = [owner.userId, ...others.map(({ userId }) => userId)];
    const tally = await sendHistory(server.workspace, { seed: 20_261_122, commands: 2_000, lanes: 8, users });
    const head = await server.repository.events.reachHead();
    await server.repository.views.reached(head, untilThere);
    await server.stop();
    expect(kinds.filter((kind) => done(tally, kind) < 30)).toEqual([]);
    const live = await rowsOf(join(folder, 'views.sqlite'));

    const file = join(folder, 'views-of-the-killed.sqlite');
    const log = await openSqliteEventLogReader({ folder });
    const stop = new AbortController();
    const projectors = startMortalProjectors({
      log: { ...upTo(head, log, stop), logId: log.logId, reachHead: () => log.reachHead() },
      file,
      random: new Random(5),
      batchesOfLifeMax: 12,
      batchEventsMax: 40,
      signal: stop.signal,
    });
    await projectors.done;
    await log.close();
    expect(projectors.deaths()).toBeGreaterThan(5);
    expect(projectors.refusedBatches()).toBeGreaterThan(5);
    expectSameRows(await rowsOf(file), live);

    const rebuild = Program.start('rebuild.js', folder);
    await rebuild.exited;
    expect([rebuild.exitCode, rebuild.printed]).toEqual([0, expect.stringMatching(/^rebuilt all views/)]);
    expectSameRows(await rowsOf(join(folder, 'views.sqlite')), live);
    removeFolder(folder);
  });
});

describe('views whose projector is killed and started again while people work', () => {
  it.each([1, 2, 3])('have the same rows as those of a projector that starts late and is left alone: seed %i', async (seed) => {
    const repository = await openMemoryRepository({ projector: 'by-hand' });
    const process = await repository.serve();
    const stop = new AbortController();
    const mortals = { log: repository.events, file: repository.viewsFile, batchesOfLifeMax: 15, batchEventsMax: 4 };
    const projectors = startMortalProjectors({ ...mortals, random: new Random(seed), signal: stop.signal });
    await repository.views.reached(await repository.events.reachHead(), untilThere);
    const users = [repository.owner.userId];
    const tally = await sendHistory(process.workspace, { seed, commands: 1_000, lanes: 6, users });
    expect(Math.min(done(tally, 'delete'), done(tally, 'restore'))).toBeGreaterThan(20);
    await repository.views.reached(await repository.events.reachHead(), untilThere);
    stop.abort();
    await projectors.done;
    expect(projectors.deaths()).toBeGreaterThan(5);
    const live = await rowsOf(repository.viewsFile);

    const folder = makeFolder();
    const late = new AbortController();
    const head = await repository.events.reachHead();
    const file = join(folder, 'views.sqlite');
    const writer = await openSqliteViewWriter({
      file,
      declarations: viewDeclarations,
      log: { logId: repository.events.logId, head },
    });
    const log = upTo(head, repository.events, late);
    await runProjector({ log, views: writer, projections, streamPrefixes: projectedStreams, signal: late.signal });
    await writer.close();
    expectSameRows(await rowsOf(file), live);
    removeFolder(folder);
    await repository.close();
  });
});

/** A log that ends its readers when everything up to the head was handed on and taken, by them or by those before them. */
function upTo(head: number, log: ProjectorOptions['log'], stop: AbortController): ProjectorOptions['log'] {
  async function* untilHead(batches: AsyncIterable<EventBatch>): AsyncGenerator<EventBatch> {
    for await (const batch of batches) {
      yield batch;
      if (batch.throughPlace >= head) stop.abort();
    }
  }
  return {
    subscribe: (request) => {
      if (request.afterPlace >= head) stop.abort();
      return untilHead(log.subscribe(request));
    },
  };
}
