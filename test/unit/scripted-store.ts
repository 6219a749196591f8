import {
  randomGuid,
  instanceSaved,
  type CommandId,
  type EventContext,
  type InstanceId,
  type InstanceSaved,
  type UserId,
  type WorkspaceId,
} from '@datakeep/kernel';
import type { AppendOutcome, AppendRequest, EventStore, ReadStreamRequest } from '@datakeep/event-store';
import { openMemoryEventStore } from '@datakeep/event-store-sqlite';

/** What a test says about one append: `forward` is the append itself, which it may make, drop or make and deny. */
export type Script = (forward: () => Promise<AppendOutcome>, request: AppendRequest) => Promise<AppendOutcome>;

/** A store in memory that writes down what is asked of it and follows a script. */
export interface ScriptedStore extends EventStore {
  /** `read` and `append`, in the order in which they were asked. */
  readonly asked: ('read' | 'append')[];
  /** Each append that was asked for: how many events it had. */
  readonly appended: number[];
  /** The scripts of the next appends, first to last; an append without one is made as it is. */
  readonly scripts: Script[];
  /** The store without scripts and records, as another process sees it. */
  readonly bare: EventStore;
}

export async function openScriptedStore(): Promise<ScriptedStore> {
  const bare = await openMemoryEventStore();
  const asked: ('read' | 'append')[] = [];
  const appended: number[] = [];
  const scripts: Script[] = [];
  return {
    bare,
    asked,
    appended,
    scripts,
    logId: bare.logId,
    append: (request: AppendRequest) => {
      asked.push('append');
      appended.push(request.events.length);
      const script = scripts.shift();
      return script === undefined ? bare.append(request) : script(() => bare.append(request), request);
    },
    readStream: async (request: ReadStreamRequest) => {
      asked.push('read');
      // Long ago, so that nobody waits for the holder of a claim before it is fenced.
      return (await bare.readStream(request)).map((event) => ({ ...event, timeMs: 0 }));
    },
    readAll: (request) => bare.readAll(request),
    reachHead: () => bare.reachHead(),
    subscribe: (request) => bare.subscribe(request),
    truncate: (request) => bare.truncate(request),
    tombstone: (request) => bare.tombstone(request),
    close: () => bare.close(),
  };
}

/** The store dies before it hears of the append. */
export const failsBefore: Script = () => Promise.reject(new Error('the store is away'));

/** The append is made, and nobody hears of it. */
export const failsAfter: Script = async (forward) => {
  await forward();
  throw new Error('the answer was lost');
};

/** Every event of a store, as `stream revision type`. */
export async function logOf(store: EventStore): Promise<string[]> {
  const { events } = await store.readAll({ afterPlace: 0, countMax: 10_000, parts: 'facts' });
  return events.map(({ stream, revision, type }) => `${stream} ${String(revision)} ${type}`);
}

export const workspaceId = randomGuid<WorkspaceId>();

interface SaveFixture {
  readonly dataSetId: InstanceId;
  readonly dataVersion?: number;
  readonly name?: string;
  readonly bytes?: number;
}

/** A draft of a save of the root of a data set, each by a command of its own. */
export function saveOf({ dataSetId, dataVersion = 1, name = 'Policy', bytes = 10 }: SaveFixture): InstanceSaved {
  const userId = randomGuid<UserId>();
  const commandId = randomGuid<CommandId>();
  const context: EventContext = {
    workspaceId,
    dataSetId,
    instanceId: dataSetId,
    conceptId: randomGuid(),
    parentId: workspaceId,
    hierarchy: `/${workspaceId}/`,
    dataVersion,
    previousRevision: null,
    change: dataVersion === 1 ? 'created' : 'saved',
    deletionId: null,
    count: null,
    digest: null,
    userId,
    profileId: randomGuid(),
    commandId,
    requestHash: null,
    correlationId: 'correlation',
    causationId: commandId,
    authorityRevision: null,
    judgedBy: [],
  };
  return instanceSaved(
    context,
    { name, status: 'Active', acl: '0'.repeat(32), access: [userId] },
    new Uint8Array(bytes).fill(0x61),
  );
}
