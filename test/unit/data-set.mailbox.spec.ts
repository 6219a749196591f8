import { beforeEach, describe, expect, it } from '@jest/globals';
import { DataSets, Overloaded, runRound, StreamContended, type Job, type Outcome } from '@datakeep/instances';
import { eventHashOf, limits, openEvent, randomGuid, sealEvent, streamOf, type InstanceId } from '@datakeep/kernel';
import {
  failsAfter,
  failsBefore,
  openScriptedStore,
  saveOf,
  workspaceId,
  type Script,
  type ScriptedStore,
} from './scripted-store.js';

type State = Parameters<Job['decide']>[0];
type Decision = ReturnType<Job['decide']>;
type Answer = Outcome | 'failed';

let store: ScriptedStore;
let dataSetId: InstanceId;
beforeEach(async () => {
  store = await openScriptedStore();
  dataSetId = randomGuid();
});

const stream = (): string => streamOf.dataSet(workspaceId, dataSetId);
const key = () => ({ workspaceId, dataSetId });
const standing = () => store.bare.readStream({ stream: stream(), fromRevision: 0, countMax: 1_000, parts: 'all' });
const versionIn = (state: State): number => state.instances.get(dataSetId)?.dataVersion ?? 0;

/** Saves over version `expected`, or over whatever is there. */
const saveOver =
  (expected: number | 'any', bytes = 10) =>
  (state: State): Decision => {
    const currentVersion = versionIn(state);
    if (expected !== 'any' && expected !== currentVersion) return { refused: 'version-mismatch', currentVersion };
    return { accepted: [saveOf({ dataSetId, dataVersion: currentVersion + 1, bytes })] };
  };

/** Jobs for one round, and what each was answered, in the order of the answers. */
function jobsOf(...decides: Job['decide'][]) {
  const answers: { readonly job: number; readonly answer: Answer }[] = [];
  const jobs = decides.map((decide, job): Job => ({
    decide,
    deliver: (answer) => answers.push({ job, answer }),
    fail: () => answers.push({ job, answer: 'failed' }),
  }));
  return { jobs, answers };
}

const brief = (answer: Answer): string =>
  answer === 'failed'
    ? answer
    : 'appended' in answer
      ? `appended ${String(answer.firstRevision)}`
      : 'refused' in answer
        ? answer.refused
        : 'other';

/** Another process writes a version to the data set. */
async function writeElsewhere(): Promise<void> {
  const events = await standing();
  const last = events.at(-1);
  const draft = saveOf({ dataSetId, dataVersion: events.length + 1 });
  const sealed = sealEvent(draft, last === undefined ? null : eventHashOf(last.type, last.header));
  await store.bare.append({ stream: stream(), expectedRevision: events.length - 1, events: [sealed] });
}

const otherWriterFirst: Script = async (forward) => {
  await writeElsewhere();
  return forward();
};

describe('commands with an Idempotency-Key that one append took', () => {
  it('are each answered with the place of their own event, as they are when they are asked again', async () => {
    const keyed = (state: State): Decision => {
      const save = saveOf({ dataSetId, dataVersion: versionIn(state) + 1 });
      return { accepted: [{ ...save, context: { ...save.context, requestHash: 'request' } }] };
    };
    const { jobs, answers } = jobsOf(keyed, keyed, keyed);
    await runRound(store, key(), undefined, jobs);
    const places = answers.map(({ answer }) => (answer !== 'failed' && 'appended' in answer ? answer.place : undefined));
    expect(places).toEqual((await standing()).map(({ place }) => place));
  });
});

describe('a round on a data set', () => {
  it('appends everything that it accepts together, each job decided on the state that the one before left', async () => {
    const { jobs, answers } = jobsOf(saveOver(0), saveOver(1), saveOver(2));
    const live = await runRound(store, key(), undefined, jobs);
    expect(store.appended).toEqual([3]);
    expect(answers.map(({ answer }) => brief(answer))).toEqual(['appended 0', 'appended 1', 'appended 2']);
    expect([live.state.revision, versionIn(live.state)]).toEqual([2, 3]);
  });

  it('chains its events, behind those that stood there before', async () => {
    const live = await runRound(store, key(), undefined, jobsOf(saveOver(0), saveOver(1)).jobs);
    await runRound(store, key(), live, jobsOf(saveOver(2)).jobs);
    const events = await standing();
    const hashes = events.map(({ type, header }) => eventHashOf(type, header));
    expect(events.map((event) => openEvent(event).header.previousEventHash)).toEqual([null, hashes[0], hashes[1]]);
  });

  it('accepts on a cached state without reading', async () => {
    const live = await runRound(store, key(), undefined, jobsOf(saveOver(0)).jobs);
    store.asked.length = 0;
    await runRound(store, key(), live, jobsOf(saveOver(1)).jobs);
    expect(store.asked).toEqual(['append']);
  });

  it('reads on before it refuses on a cached state, and accepts when the newer state allows it', async () => {
    const live = await runRound(store, key(), undefined, jobsOf(saveOver(0)).jobs);
    await writeElsewhere();
    store.asked.length = 0;
    const { jobs, answers } = jobsOf(saveOver(2));
    await runRound(store, key(), live, jobs);
    expect(store.asked).toEqual(['read', 'append']);
    expect(answers.map(({ answer }) => brief(answer))).toEqual(['appended 2']);
  });

  it('refuses when the newer state refuses too', async () => {
    const live = await runRound(store, key(), undefined, jobsOf(saveOver(0)).jobs);
    store.asked.length = 0;
    const { jobs, answers } = jobsOf(saveOver(0));
    await runRound(store, key(), live, jobs);
    expect(store.asked).toEqual(['read']);
    expect(answers).toEqual([{ job: 0, answer: { refused: 'version-mismatch', currentVersion: 1 } }]);
  });

  it('reads on once for all its refusals', async () => {
    const live = await runRound(store, key(), undefined, jobsOf(saveOver(0)).jobs);
    store.asked.length = 0;
    await runRound(store, key(), live, jobsOf(saveOver(0), saveOver(0), saveOver(0)).jobs);
    expect(store.asked).toEqual(['read']);
  });

  it('does not remember on a cached state either before it has read on', async () => {
    const live = await runRound(store, key(), undefined, jobsOf(saveOver(0)).jobs);
    store.asked.length = 0;
    const { jobs, answers } = jobsOf(() => ({ remembered: 0 }));
    await runRound(store, key(), live, jobs);
    expect(store.asked).toEqual(['read']);
    expect(answers).toEqual([{ job: 0, answer: { remembered: 0 } }]);
  });

  it('appends what is pending before a refusal that rests on it', async () => {
    const live = await runRound(store, key(), undefined, jobsOf(saveOver(0)).jobs);
    store.asked.length = 0;
    const { jobs, answers } = jobsOf(saveOver(1), saveOver(1), saveOver(2));
    await runRound(store, key(), live, jobs);
    expect(store.asked).toEqual(['append', 'append']);
    expect(answers.map(({ job, answer }) => `${String(job)} ${brief(answer)}`)).toEqual([
      '0 appended 1',
      '1 version-mismatch',
      '2 appended 2',
    ]);
  });

  it('lets one of 64 saves over one version win', async () => {
    const live = await runRound(store, key(), undefined, jobsOf(saveOver(0)).jobs);
    const { jobs, answers } = jobsOf(...Array.from({ length: 64 }, () => saveOver(1)));
    await runRound(store, key(), live, jobs);
    const outcomes = answers.map(({ answer }) => brief(answer));
    expect(outcomes.filter((outcome) => outcome === 'appended 1')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'version-mismatch')).toHaveLength(63);
    expect(await standing()).toHaveLength(2);
  });

  it('splits what is larger than one append may be, and keeps every append within the limit', async () => {
    const { jobs, answers } = jobsOf(...Array.from({ length: 5 }, () => saveOver('any', 400_000)));
    const bytes: number[] = [];
    for (let times = 0; times < 5; times += 1) {
      store.scripts.push((forward, { events }) => {
        bytes.push(
          events.reduce((sum, { header, facts, body }) => sum + Buffer.byteLength(header) + facts.length + body.length, 0),
        );
        return forward();
      });
    }
    await runRound(store, key(), undefined, jobs);
    expect(store.appended).toEqual([2, 2, 1]);
    expect(Math.max(...bytes)).toBeLessThanOrEqual(limits.appendBytesMax);
    expect(answers.map(({ answer }) => brief(answer))).toEqual([0, 1, 2, 3, 4].map((revision) => `appended ${String(revision)}`));
  });
});

describe('a round into which another writer comes', () => {
  it('is decided again on what that one wrote, and answers each job once', async () => {
    const live = await runRound(store, key(), undefined, jobsOf(saveOver(0)).jobs);
    store.scripts.push(otherWriterFirst);
    const { jobs, answers } = jobsOf(saveOver(1), saveOver('any'));
    await runRound(store, key(), live, jobs);
    expect(answers).toHaveLength(2);
    expect(answers.map(({ job, answer }) => `${String(job)} ${brief(answer)}`)).toEqual(['0 version-mismatch', '1 appended 2']);
  });

  it('does not answer again what was proved before the other one came', async () => {
    const live = await runRound(store, key(), undefined, jobsOf(saveOver(0)).jobs);
    store.scripts.push((forward) => forward(), otherWriterFirst);
    const { jobs, answers } = jobsOf(saveOver(1), saveOver(1), saveOver('any'));
    await runRound(store, key(), live, jobs);
    expect(answers.map(({ job, answer }) => `${String(job)} ${brief(answer)}`)).toEqual([
      '0 appended 1',
      '1 version-mismatch',
      '2 appended 3',
    ]);
  });

  it('reads what stands there before it accepts again: one more append is enough', async () => {
    const live = await runRound(store, key(), undefined, jobsOf(saveOver(0)).jobs);
    store.asked.length = 0;
    store.scripts.push(otherWriterFirst);
    const { jobs, answers } = jobsOf(saveOver('any'));
    await runRound(store, key(), live, jobs);
    expect(answers.map(({ answer }) => brief(answer))).toEqual(['appended 2']);
    expect(store.asked).toEqual(['append', 'read', 'append']);
  });

  it('finds what stood there from the start when nothing was cached', async () => {
    await writeElsewhere();
    const { jobs, answers } = jobsOf(saveOver('any'));
    await runRound(store, key(), undefined, jobs);
    expect(answers.map(({ answer }) => brief(answer))).toEqual(['appended 1']);
  });

  it('ends loudly when the other one wins again and again, and leaves nothing of its own', async () => {
    for (let times = 0; times < 100; times += 1) store.scripts.push(otherWriterFirst);
    const { jobs, answers } = jobsOf(saveOver('any'));
    await expect(runRound(store, key(), undefined, jobs)).rejects.toThrow(StreamContended);
    expect(answers).toEqual([]);
    expect(await standing()).toHaveLength(100);
  });
});

describe('the mailboxes of data sets', () => {
  const dataSets = (waitingJobsMax = 1_000) => new DataSets(store, { cacheBytesMax: 10_000_000, waitingJobsMax });
  const settle = async (submitted: readonly Promise<Outcome>[]): Promise<string[]> =>
    (await Promise.allSettled(submitted)).map((one) => (one.status === 'fulfilled' ? brief(one.value) : 'failed'));

  it('let one of 64 saves over one version win, in two appends at most', async () => {
    const sets = dataSets();
    await sets.submit(key(), saveOver(0));
    const outcomes = await settle(Array.from({ length: 64 }, () => sets.submit(key(), saveOver(1))));
    expect(outcomes.filter((outcome) => outcome === 'appended 1')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'version-mismatch')).toHaveLength(63);
    expect(store.appended).toEqual([1, 1]);
  });

  it('decide and append together what came while an append was on its way', async () => {
    const sets = dataSets();
    await settle(Array.from({ length: 10 }, () => sets.submit(key(), saveOver('any'))));
    expect(store.appended).toEqual([1, 9]);
  });

  it('keep data sets apart: each is appended for itself', async () => {
    const sets = dataSets();
    const others = Array.from({ length: 3 }, () => randomGuid<InstanceId>());
    const saved = (of: InstanceId) => (): Decision => ({ accepted: [saveOf({ dataSetId: of })] });
    const outcomes = await settle(others.map((of) => sets.submit({ workspaceId, dataSetId: of }, saved(of))));
    expect(outcomes).toEqual(['appended 0', 'appended 0', 'appended 0']);
    expect(store.appended).toEqual([1, 1, 1]);
  });

  it.each([
    ['before it is made', failsBefore, 2],
    ['after it was made', failsAfter, 3],
  ])('fail exactly what was not answered when an append fails %s, and read again', async (_when, script, standingAfter) => {
    const sets = dataSets();
    await sets.submit(key(), saveOver(0));
    store.scripts.push((forward) => forward(), script);
    // The first is a round alone; the other two come while its append is on its way, are refused and pending, and fail.
    const submitted = [saveOver(1), saveOver(0), saveOver('any')].map((decide) => sets.submit(key(), decide));
    expect(await settle(submitted)).toEqual(['appended 1', 'failed', 'failed']);
    expect(await standing()).toHaveLength(standingAfter);

    store.asked.length = 0;
    expect(await settle([sets.submit(key(), saveOver(0))])).toEqual(['version-mismatch']);
    expect(store.asked).toContain('read');
    expect(await settle([sets.submit(key(), saveOver('any'))])).toEqual([`appended ${String(standingAfter)}`]);
  });

  it('keep the answers that were given before a fault of the same round', async () => {
    const sets = dataSets();
    store.scripts.push(
      (forward) => forward(),
      (forward) => forward(),
      failsBefore,
    );
    const submitted = [saveOver('any'), saveOver('any'), saveOver(0), saveOver('any')].map((decide) =>
      sets.submit(key(), decide),
    );
    expect(await settle(submitted)).toEqual(['appended 0', 'appended 1', 'failed', 'failed']);
    expect(await standing()).toHaveLength(2);
  });

  it('append nothing when they only look', async () => {
    const sets = dataSets();
    const looked = [await sets.read(key(), saveOver(0)), await sets.read(key(), saveOver(1))];
    expect(looked).toMatchObject([{ accepted: [{ type: 'InstanceSaved' }] }, { refused: 'version-mismatch' }]);
    expect(await standing()).toEqual([]);
  });

  it('take no more jobs than may wait, and go on when those are done', async () => {
    const sets = dataSets(2);
    const submitted = Array.from({ length: 4 }, () => sets.submit(key(), saveOver('any')));
    await expect(submitted[3]).rejects.toThrow(Overloaded);
    expect(await settle(submitted)).toEqual(['appended 0', 'appended 1', 'appended 2', 'failed']);
    expect(await settle([sets.submit(key(), saveOver('any'))])).toEqual(['appended 3']);
  });

  it('answer a decision that throws with its error, and take the next one', async () => {
    const sets = dataSets();
    const broken = sets.submit(key(), () => {
      throw new RangeError('a fault of the program');
    });
    await expect(broken).rejects.toThrow('a fault of the program');
    expect(await settle([sets.submit(key(), saveOver(0))])).toEqual(['appended 0']);
  });

  it('are right without any cache', async () => {
    const sets = new DataSets(store, { cacheBytesMax: 0, waitingJobsMax: 10 });
    await sets.submit(key(), saveOver(0));
    expect(await settle([sets.submit(key(), saveOver(1))])).toEqual(['appended 1']);
    expect(await settle([sets.submit(key(), saveOver('any'))])).toEqual(['appended 2']);
  });
});
