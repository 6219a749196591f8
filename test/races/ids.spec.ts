import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SaveRequest } from '@datakeep/instances';
import { randomGuid, type InstanceId } from '@datakeep/kernel';
import type { Process } from './process.js';
import { openRepository, type Repository } from './repository.js';
import { outcomeOf, processesOfRace, runAll, seeds, tally, type Run } from './run.js';

const creators = 32;
const timeoutMs = 120_000;

let repository: Repository;
beforeAll(async () => {
  repository = await openRepository();
});
afterAll(() => repository.close());

/** Creators that all chose one id, for a root or a child of one of two, each under a name of its own. */
async function chooseOneId(run: Run): Promise<void> {
  const { calm, caller, random } = run;
  const instanceId = randomGuid<InstanceId>();
  const parents = [await createdBy(calm, run, 'Parent 1'), await createdBy(calm, run, 'Parent 2'), undefined];
  const creates = Array.from({ length: creators }, (_, at) => {
    const process = run.processes[at % run.processes.length]!;
    const request: Partial<SaveRequest> = { instanceId, instanceName: `Name ${String(at)}`, parentId: random.pick(parents) };
    return outcomeOf(run, process, process.save(caller, { ...request, expected: { kind: 'absent' } }));
  });
  await Promise.all(creates);
}

async function createdBy(process: Process, { caller }: Run, instanceName: string): Promise<InstanceId> {
  const outcome = await process.save(caller, { instanceName });
  if ('refused' in outcome) throw new Error(`refused: ${outcome.refused}`);
  return outcome.saved.instanceId;
}

describe('one id that many clients chose for different places', () => {
  it(
    'is given to one of them',
    async () => {
      const { findings } = await runAll(repository, {
        seeds: seeds(12_000, 50),
        processes: processesOfRace,
        deathsMax: 0,
        act: chooseOneId,
        judge: ({ outcomes, findings }) => {
          const { done, ...refused } = tally(outcomes);
          const words = Object.keys(refused).filter((word) => !['id-taken', 'version-mismatch'].includes(word));
          if (done !== 1 || words.length > 0) findings.push(`answered ${JSON.stringify(tally(outcomes))}`);
        },
      });
      expect(findings).toEqual([]);
    },
    timeoutMs,
  );

  it(
    'lives in one data set at most when processes die on the way',
    async () => {
      const course = { seeds: seeds(13_000, 50), processes: processesOfRace, deathsMax: processesOfRace, act: chooseOneId };
      const { findings, runs } = await runAll(repository, course);
      expect(findings).toEqual([]);
      expect(tally(runs.flatMap(({ outcomes }) => outcomes))['died']).toBeGreaterThan(0);
    },
    timeoutMs,
  );
});
