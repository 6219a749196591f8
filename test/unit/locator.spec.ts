import { beforeEach, describe, expect, it } from '@jest/globals';
import { Freshness } from '@datakeep/access';
import { idClaimed, Locator } from '@datakeep/instances';
import { randomGuid, sealEvent, streamOf, uuidV8, type DraftEvent, type InstanceId } from '@datakeep/kernel';
import type { ViewStore } from '@datakeep/view-store';
import { claimEnded } from '@datakeep/workspaces';
import { openScriptedStore, saveOf, workspaceId, type ScriptedStore } from './scripted-store.js';

let store: ScriptedStore;
let dataSetId: InstanceId;
/** What the views say; `arrivingAtHead` is what they say once the head was waited for. */
let inViews: Map<string, InstanceId>;
let arrivingAtHead: Map<string, InstanceId>;
let asked: string[];
let locator: Locator;

beforeEach(async () => {
  store = await openScriptedStore();
  dataSetId = randomGuid();
  [inViews, arrivingAtHead, asked] = [new Map(), new Map(), []];
  const dataSetOf = async (_view: string, { instanceId }: { instanceId: string }) => {
    asked.push('views');
    return inViews.get(instanceId);
  };
  const reached = async () => {
    asked.push('head');
    for (const [id, found] of arrivingAtHead) inViews.set(id, found);
    return true;
  };
  locator = new Locator(store, { system: { dataSetOf } } as unknown as ViewStore, new Freshness(store, { reached }));
});

const version4 = (): InstanceId => randomGuid();
const version8 = (): InstanceId => uuidV8(Buffer.from(randomGuid().replaceAll('-', ''), 'hex'));
const idOf = (instanceId: InstanceId) => ({ workspaceId, instanceId });

async function write(instanceId: InstanceId, drafts: readonly DraftEvent[]): Promise<void> {
  const events = drafts.map((draft) => sealEvent(draft, null));
  await store.bare.append({ stream: streamOf.dataSet(workspaceId, instanceId), expectedRevision: -1, events });
}

const claimOf = (instanceId: InstanceId) => idClaimed(saveOf({ dataSetId: instanceId }).context, { dataSetId });
const fenceOf = (instanceId: InstanceId, claimRevision: number) =>
  claimEnded({ ...saveOf({ dataSetId: instanceId }).context, workspaceId }, { claimStream: 'rootname-a', claimRevision });

describe('the data set of an id', () => {
  it('is found in the views', async () => {
    const id = version8();
    inViews.set(id, dataSetId);
    expect(await locator.find(idOf(id))).toBe(dataSetId);
    expect(store.asked).toEqual([]);
  });

  it('is the id itself when a root stands in the stream of its name, before the views have heard of it', async () => {
    await write(dataSetId, [saveOf({ dataSetId })]);
    expect(await locator.find(idOf(dataSetId))).toBe(dataSetId);
  });

  it('is the one that the claim on the id names', async () => {
    const id = version4();
    await write(id, [claimOf(id)]);
    expect(await locator.find(idOf(id))).toBe(dataSetId);
  });

  it('is found behind any number of fences, which say nothing of it', async () => {
    const [claimed, fenced] = [version4(), version4()];
    await write(claimed, [...[0, 1, 2, 3, 4, 5, 6, 7].map((revision) => fenceOf(claimed, revision)), claimOf(claimed)]);
    await write(fenced, [fenceOf(fenced, 0), fenceOf(fenced, 1), fenceOf(fenced, 2), fenceOf(fenced, 3)]);
    expect(await locator.find(idOf(claimed))).toBe(dataSetId);
    expect(await locator.find(idOf(fenced))).toBeUndefined();
  });

  it('never changes, so it is asked for once', async () => {
    const id = version4();
    inViews.set(id, dataSetId);
    await locator.find(idOf(id));
    await locator.find(idOf(id));
    expect(asked).toEqual(['views']);
    locator.remember(idOf(dataSetId), dataSetId);
    expect(await locator.find(idOf(dataSetId))).toBe(dataSetId);
    expect(asked).toEqual(['views']);
  });

  it('is asked for again while it is absent', async () => {
    const id = version4();
    expect(await locator.find(idOf(id))).toBeUndefined();
    inViews.set(id, dataSetId);
    expect(await locator.find(idOf(id))).toBe(dataSetId);
  });

  it('is not the one of another workspace', async () => {
    const id = version4();
    locator.remember(idOf(id), dataSetId);
    expect(await locator.find({ workspaceId: randomGuid(), instanceId: id })).toBeUndefined();
  });
});

describe('the absence of an id', () => {
  it('is only said after the head was reached', async () => {
    const id = version8();
    arrivingAtHead.set(id, dataSetId);
    expect(await locator.findAtHead(idOf(id))).toBe(dataSetId);
    expect(asked).toEqual(['views', 'head', 'views']);
  });

  it('needs no head when the id is there', async () => {
    const id = version8();
    inViews.set(id, dataSetId);
    await locator.findAtHead(idOf(id));
    expect(asked).toEqual(['views']);
  });

  it('is proved at the head for an id of version 8 that a client chose, because the server gives those away without a claim', async () => {
    const id = version8();
    arrivingAtHead.set(id, dataSetId);
    expect(await locator.findChosen(idOf(id))).toBe(dataSetId);
  });

  it('is proved by the stream of its name alone for every other id that a client chose', async () => {
    expect(await locator.findChosen(idOf(version4()))).toBeUndefined();
    expect(asked).toEqual(['views']);
  });
});
