import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SaveRequest } from '@datakeep/instances';
import { randomGuid, type InstanceId } from '@datakeep/kernel';
import type { Process } from './process.js';
import { newCaller, openRepository, type Repository } from './repository.js';
import { outcomeOf, processesOfRace, runAll, seeds, tally, type Course, type Outcome, type Run } from './run.js';

const sends = 16;
const timeoutMs = 120_000;

let repository: Repository;
beforeAll(async () => {
  repository = await openRepository();
});
afterAll(() => repository.close());

type Send = (process: Process, key: string) => Promise<unknown>;

/** What stands before the command is sent, and the command: the same for everybody who sends it with the key. */
async function commandOf(run: Run): Promise<Send> {
  const { calm, caller, random } = run;
  const create = async (request: Partial<SaveRequest>): Promise<InstanceId> => {
    const outcome = await calm.save(caller, request);
    if ('refused' in outcome) throw new Error(`refused: ${outcome.refused}`);
    return outcome.saved.instanceId;
  };
  const instanceId = await create({ instanceName: 'Policy 1' });
  await create({ instanceName: 'Coverage', parentId: instanceId });
  const chosen = randomGuid<InstanceId>();
  const commands: (() => Promise<Send>)[] = [
    async () => (process, key) => process.save(caller, { instanceName: 'Policy 2' }, key),
    async () => (process, key) => process.save(caller, { instanceName: 'Policy 2', instanceId: chosen }, key),
    async () => (process, key) => process.save(caller, { instanceName: 'Exclusion', parentId: instanceId }, key),
    async () => (process, key) =>
      process.save(caller, { instanceName: 'Exclusion', parentId: instanceId, instanceId: chosen }, key),
    async () => (process, key) =>
      process.save(caller, { instanceId, instanceName: 'Policy 2', expected: { kind: 'version', version: 1 } }, key),
    async () => (process, key) => process.remove(caller, { instanceId }, key),
    async () => {
      await calm.remove(caller, { instanceId });
      return (process, key) => process.restore(caller, { instanceId }, key);
    },
  ];
  return random.pick(commands)();
}

/** The answer as a client reads it; how far the log was when it was given is not part of it. */
function answered(outcome: Outcome): string {
  return outcome !== 'died' && 'done' in outcome
    ? JSON.stringify({ ...outcome.done, place: undefined })
    : JSON.stringify(outcome);
}

const courseOf = (seedFrom: number, deathsMax: number): Course => ({
  seeds: seeds(seedFrom, 70),
  processes: processesOfRace,
  deathsMax,
  act: async (run) => {
    const send = await commandOf(run);
    const key = 'once';
    await Promise.all(
      Array.from({ length: sends }, (_, at) => {
        const process = run.processes[at % run.processes.length]!;
        return outcomeOf(run, process, send(process, key));
      }),
    );
    // Whoever heard nothing sends it again, to a process that never heard of it.
    for (const process of run.processes) await process.settled();
    const later = repository.uneasyProcess({ random: run.random, pauseMsMax: 0 });
    await outcomeOf(run, later, send(later, key));
  },
  judge: ({ outcomes, findings }, history) => {
    const heard = outcomes.filter((outcome) => outcome !== 'died');
    const answers = new Set(heard.map(answered));
    if (answers.size !== 1 || tally(heard)['done'] !== heard.length) findings.push(`answered ${[...answers].join(' and ')}`);
    const [first] = heard;
    if (first === undefined || !('done' in first)) return;
    const { commandId } = first.done;
    const made = history.events.filter(
      ({ type, header }) => header.commandId === commandId && type.startsWith('Instance'),
    ).length;
    if (made !== 1) findings.push(`the command made ${String(made)} changes`);
  },
});

describe('one command sent many times with one Idempotency-Key through four processes', () => {
  it(
    'is done once and answered alike to all, whatever it is',
    async () => {
      const { findings } = await runAll(repository, courseOf(10_000, 0));
      expect(findings).toEqual([]);
    },
    timeoutMs,
  );

  it(
    'is done once when processes die in the middle of it and it is sent again',
    async () => {
      const { findings, runs } = await runAll(repository, courseOf(11_000, processesOfRace));
      expect(findings).toEqual([]);
      expect(tally(runs.flatMap(({ outcomes }) => outcomes))['died']).toBeGreaterThan(0);
    },
    timeoutMs,
  );

  it('refuses another request with the key, whichever process was asked the first one', async () => {
    const caller = newCaller();
    const [first, second] = [repository.process(), repository.process()];
    const instanceId = randomGuid<InstanceId>();
    expect(await first.save(caller, { instanceId, instanceName: 'Policy 1' }, 'once')).toMatchObject({
      saved: { created: true },
    });
    const reused = { refused: 'idempotency-key-reused' };
    expect(await second.save(caller, { instanceId, instanceName: 'Policy 2' }, 'once')).toEqual(reused);
    expect(await second.remove(caller, { instanceId }, 'once')).toEqual(reused);
  });
});
