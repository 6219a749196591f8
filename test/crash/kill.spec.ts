import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTargets, saveUntilGone, type Target } from './clients.js';
import { DataFolder, type Running } from './data-folder.js';
import { Findings } from './findings.js';
import { Ledger } from './ledger.js';
import { Random } from './random.js';

const killsMany = Number(process.env['DATAKEEP_KILLS'] ?? '5');
const seed = Number(process.env['DATAKEEP_SEED'] ?? String(randomInt(1_000_000)));
const acknowledgedOfRoundMin = 50;
const firstStartsMany = 6;
const roundMsMax = 60_000;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

let folder: DataFolder;
beforeEach(() => {
  folder = new DataFolder();
});
afterEach(async () => {
  await folder.remove();
});

describe(`a server that is killed (DATAKEEP_SEED=${String(seed)})`, () => {
  it(
    `keeps each acknowledged save once and whole over ${String(killsMany)} kills, and a rebuild gives the same rows`,
    async () => {
      const random = new Random(seed);
      const ledger = new Ledger();
      const targets: Target[] = [];
      const bytesKnown = new Map<string, number>();
      let running = await folder.run();
      const owner = folder.owner();
      const { workspaceId } = owner;
      const look = (known: Map<string, number>) => new Findings(running.http, owner, ledger, known).look();
      await createTargets({ http: running.http, workspaceId, ledger, targets, random });

      for (let kill = 1; kill <= killsMany; kill += 1) {
        const before = ledger.acknowledged;
        const saving = saveUntilGone({ http: running.http, workspaceId, ledger, targets, random });
        await ledger.reached(before + acknowledgedOfRoundMin + random.below(300));
        // Answers come in bursts behind each commit; without a pause no kill would fall in between.
        await pause(random.below(20));
        await running.program.kill();
        await saving;
        running.http.close();
        running = await folder.run();
        const { faults, versionsMany } = await look(bytesKnown);
        print(killLine(kill, running, { acknowledged: ledger.acknowledged - before, versionsMany }));
        expect(faults).toEqual([]);
        expect(ledger.surprises).toEqual([]);
      }

      await running.program.stop();
      running.http.close();
      const rows = await folder.dump();
      expect(rows.length).toBeGreaterThan(ledger.acknowledged);
      const rebuild = folder.start('rebuild.js');
      await rebuild.exited;
      print(rebuild.printed.trim());
      expect(rebuild.exitCode).toBe(0);
      const rebuilt = await folder.dump();
      expect(differences(rows, rebuilt)).toEqual([]);
      expect(rebuilt.length).toBe(rows.length);

      running = await folder.run();
      expect((await look(new Map())).faults).toEqual([]);
      running.http.close();
    },
    roundMsMax * (killsMany + 2),
  );
});

describe('a server that is killed while it starts for the first time', () => {
  it(
    'goes on from there and ends with one owner, one server-owner and one customer workspace',
    async () => {
      const random = new Random(seed);
      const untilReadyMs = (await timeOfFirstStart()).readyMs;
      for (let nth = 0; nth < firstStartsMany; nth += 1) {
        const killedAfterMs: number[] = [];
        for (let kill = 0; kill < 3; kill += 1) {
          const afterMs = random.below(Math.ceil(untilReadyMs));
          const program = folder.start('main.js');
          await pause(afterMs);
          await program.kill();
          killedAfterMs.push(afterMs);
        }
        const { http, program, readyMs } = await folder.run();
        print(`first start killed after ${killedAfterMs.join(', ')} ms: ready ${readyMs.toFixed(0)} ms after the next start`);
        await expectFirstStartDone();
        await program.stop();
        http.close();
        await folder.remove();
        folder = new DataFolder();
      }
    },
    roundMsMax * 4,
  );

  async function timeOfFirstStart(): Promise<Running> {
    const running = await folder.run();
    await expectFirstStartDone();
    await running.program.stop();
    running.http.close();
    await folder.remove();
    folder = new DataFolder();
    return running;
  }

  async function expectFirstStartDone(): Promise<void> {
    const owner = folder.owner();
    const rows = (await folder.dump()).map((line) => /^(\w+) (.*)$/.exec(line));
    const rowsOf = (table: string) =>
      rows.filter((row) => row?.[1] === table).map((row) => JSON.parse(row![2]!) as Record<string, string>);
    const workspaces = rowsOf('workspaces').map(({ workspaceId, kind }) => [kind, workspaceId]);
    expect(workspaces.sort()).toEqual([
      ['customer', owner.workspaceId],
      ['server-owner', owner.serverOwnerWorkspaceId],
    ]);
    expect(rowsOf('profiles').map(({ profileId }) => profileId)).toEqual([owner.profileId]);
    expect(rowsOf('api_keys').map(({ profileId }) => profileId)).toEqual([owner.profileId]);
    const members = rowsOf('users').map(({ workspaceId, profileId }) => [workspaceId, profileId]);
    const { serverOwnerWorkspaceId, workspaceId, profileId } = owner;
    expect(members.sort()).toEqual([serverOwnerWorkspaceId, workspaceId].sort().map((id) => [id, profileId]));
    expect(rowsOf('users').map(({ userId }) => userId)).toContain(owner.userId);
  }
});

describe('a rebuild beside a running server', () => {
  it(
    'refuses with one line that says who uses the folder, and leaves the views alone',
    async () => {
      const { program, http } = await folder.run();
      const rows = await folder.dump();
      const rebuild = folder.start('rebuild.js');
      await rebuild.exited;
      expect(rebuild.exitCode).toBe(1);
      expect(rebuild.printed).toMatch(/^datakeep: the folder \S+ is in use by process \d+\n$/);
      expect(await folder.dump()).toEqual(rows);
      await program.stop();
      http.close();
    },
    roundMsMax,
  );
});

function killLine(
  kill: number,
  { readyMs }: Running,
  { acknowledged, versionsMany }: Record<'acknowledged' | 'versionsMany', number>,
): string {
  const counts = `${String(acknowledged)} saves acknowledged, ${String(versionsMany)} versions in all`;
  return `kill ${String(kill)} of ${String(killsMany)}: ${counts}; ready ${readyMs.toFixed(0)} ms after the next start`;
}

/** The lines that only one of two dumps has; the first few of them, because a line may hold a whole document. */
function differences(before: readonly string[], after: readonly string[]): readonly string[] {
  const [olds, news] = [new Set(before), new Set(after)];
  const gone = before.filter((line) => !news.has(line)).map((line) => `- ${line}`);
  const come = after.filter((line) => !olds.has(line)).map((line) => `+ ${line}`);
  return [...gone.slice(0, 5), ...come.slice(0, 5)].map((line) => line.slice(0, 300));
}
