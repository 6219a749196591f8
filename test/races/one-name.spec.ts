import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InstanceId } from '@datakeep/kernel';
import { openRepository, type Repository } from './repository.js';
import { outcomeOf, processesOfRace, runAll, seeds, tally, type Course, type Run } from './run.js';

const creators = 64;
const name = 'Policy 1';
const timeoutMs = 120_000;

let repository: Repository;
beforeAll(async () => {
  repository = await openRepository();
});
afterAll(() => repository.close());

/** All creators, each at the next of the processes, for a root or below a parent that is there: at once or one by one. */
async function createAll(run: Run, parentId?: InstanceId): Promise<void> {
  const under = parentId === undefined ? {} : { parentId };
  const lateMsMax = run.random.pick([0, 200]);
  const creates = Array.from({ length: creators }, async (_, at) => {
    const process = run.processes[at % run.processes.length]!;
    await pause(run.random.below(lateMsMax + 1));
    return outcomeOf(run, process, process.save(run.caller, { instanceName: name, ...under }));
  });
  await Promise.all(creates);
}

async function createAllBelow(run: Run): Promise<void> {
  const parent = await run.calm.save(run.caller, { instanceName: 'Parent' });
  if ('refused' in parent) throw new Error(`there is no parent: ${parent.refused}`);
  await createAll(run, parent.saved.instanceId);
}

const wholeRace = { processes: processesOfRace, deathsMax: 0 };

/** Where every process lives, each creator is answered, and one alone has the name. */
const oneCreated: Pick<Course, 'judge'> = {
  judge: (run) => {
    const counts = tally(run.outcomes);
    if (counts['done'] !== 1 || counts['name-taken'] !== creators - 1) {
      run.findings.push(`the creators were answered ${JSON.stringify(counts)}`);
    }
  },
};

/** Where processes died, a refusal still means that somebody has the name, and it is free when nobody has it. */
const nameIsHeldOrFree: Pick<Course, 'judge'> = {
  judge: async (run, history) => {
    const holders = history.liveNamed(name).length;
    const counts = tally(run.outcomes);
    if (holders > 1) run.findings.push(`${String(holders)} live instances have the name`);
    if ((counts['done'] ?? 0) > holders) run.findings.push(`${String(counts['done'])} were created, ${String(holders)} live`);
    if ((counts['name-taken'] ?? 0) > 0 && holders === 0) run.findings.push('somebody was refused, and nobody has the name');
    const next = await run.calm.save(run.caller, { instanceName: name });
    const came = 'refused' in next ? next.refused : 'created';
    if (came !== (holders === 0 ? 'created' : 'name-taken'))
      run.findings.push(`${String(holders)} have the name, and the next was ${came}`);
  },
};

describe('64 concurrent creates of one name through four processes', () => {
  it(
    'make one root and refuse 63',
    async () => {
      const { findings, histories } = await runAll(repository, {
        ...wholeRace,
        ...oneCreated,
        seeds: seeds(1_000, 25),
        act: createAll,
      });
      expect(findings).toEqual([]);
      expect(histories.reduce((sum, { fences }) => sum + fences, 0)).toBeGreaterThan(0);
    },
    timeoutMs,
  );

  it(
    'make one instance below a parent and refuse 63',
    async () => {
      const { findings } = await runAll(repository, {
        ...wholeRace,
        ...oneCreated,
        seeds: seeds(2_000, 25),
        act: createAllBelow,
      });
      expect(findings).toEqual([]);
    },
    timeoutMs,
  );

  it(
    'leave one live root at most, and a name that can be had where there is none, when holders die',
    async () => {
      const course = { ...wholeRace, ...nameIsHeldOrFree, deathsMax: processesOfRace, seeds: seeds(3_000, 100), act: createAll };
      const { findings, histories, runs } = await runAll(repository, course);
      expect(findings).toEqual([]);
      expect(runs.reduce((sum, run) => sum + (tally(run.outcomes)['died'] ?? 0), 0)).toBeGreaterThan(0);
      expect(histories.reduce((sum, { fences }) => sum + fences, 0)).toBeGreaterThan(0);
    },
    timeoutMs,
  );
});
