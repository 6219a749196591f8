import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Caller } from '@datakeep/access';
import type { SaveRequest } from '@datakeep/instances';
import type { InstanceId } from '@datakeep/kernel';
import type { Process } from './process.js';
import { newCaller, openRepository, type Repository } from './repository.js';
import { outcomeOf, processesOfRace, runAll, seeds, tally, type Run } from './run.js';

const savers = 64;
const timeoutMs = 120_000;

let repository: Repository;
beforeAll(async () => {
  repository = await openRepository();
});
afterAll(() => repository.close());

const over = (version: number): Pick<SaveRequest, 'expected'> => ({ expected: { kind: 'version', version } });

async function createdBy(process: Process, caller: Caller, request: Partial<SaveRequest>): Promise<InstanceId> {
  const outcome = await process.save(caller, request);
  if ('refused' in outcome) throw new Error(`refused: ${outcome.refused}`);
  return outcome.saved.instanceId;
}

describe('64 concurrent saves over one version through four processes', () => {
  async function saveAll(run: Run): Promise<void> {
    const instanceId = await createdBy(run.calm, run.caller, { instanceName: 'Policy 1' });
    const saves = Array.from({ length: savers }, (_, at) => {
      const process = run.processes[at % run.processes.length]!;
      return outcomeOf(run, process, process.save(run.caller, { instanceId, ...over(1) }));
    });
    await Promise.all(saves);
  }

  it(
    'make one version and refuse 63, each with the version that is there',
    async () => {
      const course = { seeds: seeds(6_000, 50), processes: processesOfRace, deathsMax: 0, act: saveAll };
      const { findings, runs } = await runAll(repository, {
        ...course,
        judge: ({ outcomes, findings }) => {
          const counts = tally(outcomes);
          if (counts['done'] !== 1 || counts['version-mismatch'] !== savers - 1)
            findings.push(`answered ${JSON.stringify(counts)}`);
        },
      });
      expect(findings).toEqual([]);
      const refused = runs.flatMap(({ outcomes }) => outcomes).filter((outcome) => outcome !== 'died' && 'refused' in outcome);
      expect(new Set(refused.map((outcome) => JSON.stringify(outcome)))).toEqual(
        new Set([JSON.stringify({ refused: 'version-mismatch', currentVersion: 2 })]),
      );
    },
    timeoutMs,
  );

  it(
    'make one version at most when processes die, and a save over what is there succeeds then',
    async () => {
      const { findings } = await runAll(repository, {
        seeds: seeds(7_000, 50),
        processes: processesOfRace,
        deathsMax: processesOfRace,
        act: saveAll,
        judge: async ({ calm, caller, outcomes, findings }, history) => {
          const [instance] = history.live;
          const { done = 0 } = tally(outcomes);
          if (instance === undefined || done > 1 || instance.dataVersion > 2 || instance.dataVersion < 1 + done) {
            findings.push(`${String(done)} saves of version 2 succeeded: ${JSON.stringify(instance)}`);
            return;
          }
          const instanceId = instance.id as InstanceId;
          const next = await calm.save(caller, { instanceId, ...over(instance.dataVersion) });
          if ('refused' in next) findings.push(`the next save was refused: ${next.refused}`);
        },
      });
      expect(findings).toEqual([]);
    },
    timeoutMs,
  );
});

describe('a process whose cached state is old', () => {
  let caller: Caller;
  let [here, there]: Process[] = [];
  let root: InstanceId;
  const saved = (dataVersion: number) => ({ saved: expect.objectContaining({ dataVersion }) });

  beforeEach(async () => {
    caller = newCaller();
    [here, there] = [repository.process(), repository.process()];
    root = await createdBy(here, caller, { instanceName: 'Policy 1' });
  });

  it('accepts a save over the version that another process made', async () => {
    expect(await there!.save(caller, { instanceId: root, ...over(1) })).toEqual(saved(2));
    expect(await here!.save(caller, { instanceId: root, ...over(2) })).toEqual(saved(3));
  });

  it('refuses a save over the version that it knows, with the version that is there', async () => {
    await there!.save(caller, { instanceId: root, ...over(1) });
    expect(await here!.save(caller, { instanceId: root, ...over(1) })).toEqual({
      refused: 'version-mismatch',
      currentVersion: 2,
    });
  });

  it('gives a child the name that another process freed', async () => {
    const child = await createdBy(here!, caller, { instanceName: 'Coverage', parentId: root });
    await there!.remove(caller, { instanceId: child });
    expect(await here!.save(caller, { instanceName: 'Coverage', parentId: root })).toEqual(saved(1));
  });

  it('does not give a child the name that another process gave away', async () => {
    await createdBy(there!, caller, { instanceName: 'Coverage', parentId: root });
    const outcome = await here!.save(caller, { instanceName: 'Coverage', parentId: root });
    expect(outcome).toEqual({ refused: 'name-taken', instanceName: 'Coverage' });
  });

  it('saves what another process restored', async () => {
    await here!.remove(caller, { instanceId: root });
    await there!.restore(caller, { instanceId: root });
    expect(await here!.save(caller, { instanceId: root, ...over(1) })).toEqual(saved(2));
  });

  it('finds nothing where another process deleted it', async () => {
    await there!.remove(caller, { instanceId: root });
    expect(await here!.save(caller, { instanceId: root, ...over(1) })).toEqual({ refused: 'not-found' });
    expect(await here!.remove(caller, { instanceId: root })).toEqual({ refused: 'not-found' });
  });

  it('deletes the child that another process made with its parent', async () => {
    await createdBy(there!, caller, { instanceName: 'Coverage', parentId: root });
    expect(await here!.remove(caller, { instanceId: root })).toMatchObject({ deleted: 2 });
  });

  it('makes no child below what another process deleted', async () => {
    await there!.remove(caller, { instanceId: root });
    const outcome = await here!.save(caller, { instanceName: 'Coverage', parentId: root });
    expect(outcome).toEqual({ refused: 'parent-not-found', parentId: root });
  });
});
