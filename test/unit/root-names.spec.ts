import { beforeEach, describe, expect, it } from '@jest/globals';
import { DataSets, RootNames } from '@datakeep/instances';
import { NamingKey, openEvent, randomGuid, streamOf, type ConceptId, type InstanceId } from '@datakeep/kernel';
import { openScriptedStore, saveOf, workspaceId, type Script, type ScriptedStore } from './scripted-store.js';

const namingKey = new NamingKey(new Uint8Array(32).fill(7));
const conceptId = randomGuid<ConceptId>();
const nameStream = streamOf.rootName(workspaceId, namingKey.rootName({ workspaceId, conceptId, name: 'Policy 1' }));

let store: ScriptedStore;
beforeEach(async () => {
  store = await openScriptedStore();
});

/** A process: it has a cache and mailboxes of its own, and waits for nobody before it fences. */
function startProcess() {
  const dataSets = new DataSets(store, { cacheBytesMax: 10_000_000, waitingJobsMax: 1_000 });
  const rootNames = new RootNames(store, namingKey, dataSets, 0);
  /** Saves a root, new or not, under a name that must be claimed; answers what became of it. */
  return async (dataSetId: InstanceId, name = 'Policy 1'): Promise<string> => {
    const { context } = saveOf({ dataSetId });
    const outcome = await rootNames.submit({ workspaceId, dataSetId }, context, (state, claim) => {
      const fits = claim?.name === name && (state.endedClaims.get(claim.stream) ?? -1) < claim.revision;
      if (!fits) return { needs: 'root-name', conceptId, name };
      const draft = saveOf({ dataSetId, name, dataVersion: (state.instances.get(dataSetId)?.dataVersion ?? 0) + 1 });
      return { accepted: [{ ...draft, context: { ...draft.context, conceptId } }] };
    });
    return 'refused' in outcome ? outcome.refused : 'saved';
  };
}

/** Names of the roots as their streams say, newest of each. */
async function namesInTheLog(): Promise<string[]> {
  const { events } = await store.bare.readAll({ afterPlace: 0, countMax: 10_000, parts: 'facts' });
  const names = new Map<string, string>();
  for (const event of events.map(openEvent)) {
    if (event.type === 'InstanceSaved') names.set(event.stream, (event.facts as { name: string }).name);
  }
  return [...names.values()];
}

const dyingBefore = (type: string): Script => {
  return async (forward, { events }) => {
    if (events[0]?.type === type) throw new Error('the process died');
    return forward();
  };
};

describe('the name of a root', () => {
  it('is claimed, then saved', async () => {
    const save = startProcess();
    const dataSetId = randomGuid<InstanceId>();
    expect(await save(dataSetId)).toBe('saved');
    const { events } = await store.bare.readAll({ afterPlace: 0, countMax: 10, parts: 'facts' });
    expect(events.map(({ stream, type }) => [stream, type])).toEqual([
      [nameStream, 'RootNameClaimed'],
      [streamOf.dataSet(workspaceId, dataSetId), 'InstanceSaved'],
    ]);
  });

  it('is taken for another root of the same process', async () => {
    const save = startProcess();
    await save(randomGuid());
    expect(await save(randomGuid())).toBe('name-taken');
  });

  it('is taken for a process that has never read its holder, such as one that was started again', async () => {
    await startProcess()(randomGuid());
    expect(await startProcess()(randomGuid())).toBe('name-taken');
    expect(await namesInTheLog()).toEqual(['Policy 1']);
  });

  it('is free when its holder was renamed, whoever renamed him', async () => {
    const [first, second] = [startProcess(), startProcess()];
    const [one, two] = [randomGuid<InstanceId>(), randomGuid<InstanceId>()];
    await first(one);
    await second(one, 'Policy 2');
    expect(await first(two)).toBe('saved');
    expect(await namesInTheLog()).toEqual(['Policy 2', 'Policy 1']);
  });

  it('is free when its holder died before he saved', async () => {
    store.scripts.push((forward) => forward(), dyingBefore('InstanceSaved'));
    await expect(startProcess()(randomGuid())).rejects.toThrow('the process died');
    expect(await startProcess()(randomGuid())).toBe('saved');
    expect(await namesInTheLog()).toEqual(['Policy 1']);
  });

  it('is lost by a holder whose claim was ended before he saved: he goes back to the claim', async () => {
    const slow = startProcess();
    const quick = startProcess();
    const between: Script = async (forward, { events }) => {
      expect(events[0]?.type).toBe('InstanceSaved');
      expect(await quick(randomGuid())).toBe('saved');
      return forward();
    };
    store.scripts.push((forward) => forward(), between);
    expect(await slow(randomGuid())).toBe('name-taken');
    expect(await namesInTheLog()).toEqual(['Policy 1']);
  });

  it('goes to one of 64 roots that are created at once by four processes', async () => {
    const processes = Array.from({ length: 4 }, startProcess);
    const outcomes = await Promise.all(Array.from({ length: 64 }, (_, index) => processes[index % 4]!(randomGuid())));
    expect(outcomes.filter((outcome) => outcome === 'saved')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'name-taken')).toHaveLength(63);
    expect(await namesInTheLog()).toEqual(['Policy 1']);
  });
});
