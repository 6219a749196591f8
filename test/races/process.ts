import { Freshness, Gate, type Caller, type Sender } from '@datakeep/access';
import type { EventStore } from '@datakeep/event-store';
import {
  ChangeAccessCommand,
  ChangeAccessHandler,
  ChangeStatusCommand,
  ChangeStatusHandler,
  DataSets,
  DeleteInstanceCommand,
  DeleteInstanceHandler,
  Locator,
  MoveInstanceCommand,
  MoveInstanceHandler,
  RestoreInstanceCommand,
  RestoreInstanceHandler,
  RootNames,
  SaveInstanceCommand,
  SaveInstanceHandler,
  type AccessOutcome,
  type DeleteOutcome,
  type MoveOutcome,
  type RestoreOutcome,
  type SaveOutcome,
  type SaveRequest,
  type StatusOutcome,
} from '@datakeep/instances';
import { guidOf, randomGuid, type ConceptId, type InstanceId, type NamingKey } from '@datakeep/kernel';
import type { ViewStore } from '@datakeep/view-store';

/** One server process as far as commands on instances go: its own caches and mailboxes on a store that others write to. */
export interface Process {
  save(caller: Caller, request: Partial<SaveRequest>, key?: string): Promise<SaveOutcome>;
  remove(caller: Caller, request: Partial<DeleteInstanceCommand['request']>, key?: string): Promise<DeleteOutcome>;
  restore(caller: Caller, request: RestoreInstanceCommand['request'], key?: string): Promise<RestoreOutcome>;
  move(caller: Caller, request: { instanceId: InstanceId; parentId: InstanceId; instanceName?: string }): Promise<MoveOutcome>;
  changeStatus(caller: Caller, request: { instanceId: InstanceId; status: string }): Promise<StatusOutcome>;
  /** Of an instance and what the caller sees below it. */
  changeAccess(
    caller: Caller,
    kind: 'grant' | 'revoke',
    request: { instanceId: InstanceId; principals: readonly string[] },
  ): Promise<AccessOutcome>;
}

export interface Stores {
  readonly events: EventStore;
  readonly views: ViewStore;
  readonly namingKey: NamingKey;
  readonly claimGraceMs?: number | undefined;
}

const concept = guidOf<ConceptId>('00000000-0000-4000-8000-00000000c0ce');
const cacheBytesMax = 10_000_000;
const waitingJobsMax = 1_000;

/** Wires the handlers as the server does, and leaves the HTTP around them out. */
export function processOn({ events, views, namingKey, claimGraceMs }: Stores): Process {
  const freshness = new Freshness(events, views);
  const dataSets = new DataSets(events, { cacheBytesMax, waitingJobsMax });
  const rootNames = new RootNames(events, namingKey, dataSets, claimGraceMs);
  const locator = new Locator(events, views, freshness);
  const gate = new Gate(views, freshness);
  const save = new SaveInstanceHandler(events, namingKey, gate, freshness, dataSets, rootNames, locator);
  const remove = new DeleteInstanceHandler(events, namingKey, freshness, dataSets, locator);
  const restore = new RestoreInstanceHandler(events, views, namingKey, freshness, rootNames, locator);
  const move = new MoveInstanceHandler(events, namingKey, freshness, dataSets, rootNames, locator);
  const status = new ChangeStatusHandler(events, namingKey, freshness, dataSets, locator);
  const access = new ChangeAccessHandler(events, namingKey, gate, freshness, dataSets, locator);
  const expected = { kind: 'any' } as const;
  return {
    save: (caller, request, key) => save.execute(new SaveInstanceCommand(senderOf(caller, request, key), saveOf(request))),
    remove: (caller, request, key) => {
      const { instanceId = randomGuid(), expected = { kind: 'any' }, reason } = request;
      return remove.execute(new DeleteInstanceCommand(senderOf(caller, request, key), { instanceId, expected, reason }));
    },
    restore: (caller, request, key) => restore.execute(new RestoreInstanceCommand(senderOf(caller, request, key), request)),
    move: (caller, request) =>
      move.execute(new MoveInstanceCommand(senderOf(caller, request, undefined), { ...request, expected })),
    changeStatus: (caller, request) =>
      status.execute(new ChangeStatusCommand(senderOf(caller, request, undefined), { ...request, expected })),
    changeAccess: (caller, kind, request) => {
      const sender = senderOf(caller, request, undefined);
      return access.execute(new ChangeAccessCommand(sender, kind, { ...request, withDescendants: true, expected }));
    },
  };
}

/** A create has all it needs unless the request says otherwise. */
function saveOf(request: Partial<SaveRequest>): SaveRequest {
  return { conceptId: concept, expected: { kind: 'not-stated' }, xml: Buffer.from('<policy/>'), ...request };
}

function senderOf(caller: Caller, request: object, key: string | undefined): Sender {
  const idempotency = key === undefined ? undefined : { key, requestHash: JSON.stringify(request) };
  return { caller, idempotency, correlationId: 'race' };
}
