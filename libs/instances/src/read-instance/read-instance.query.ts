import { Gate, type Caller } from '@datakeep/access';
import type { InstanceId } from '@datakeep/kernel';
import type { At, ReaderViews, Row } from '@datakeep/view-store';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { AsOf } from '../as-of.js';
import type { InstanceRefusal } from '../instance.refusals.js';
import { instanceViews } from '../instance.views.js';

/** One instance as it is now, or was once, or one version of it. */
export class ReadInstanceQuery {
  constructor(
    readonly caller: Caller,
    readonly instanceId: InstanceId,
    readonly which: { readonly asOf: string | undefined } | { readonly version: number },
  ) {}
}

export interface InstanceRead {
  readonly row: Row;
  /** How far into the log the answer reaches. */
  readonly place: number;
  /** The newest event on the instance or below it that the caller can see. */
  readonly newest: () => Promise<{ readonly place: number; readonly timeMs: number }>;
}

const view = instanceViews.rows.name;
const include = ['xml'];

/** `not-found` for an instance or version that is absent, deleted or hidden, alike. */
@QueryHandler(ReadInstanceQuery)
export class ReadInstanceHandler implements IQueryHandler<ReadInstanceQuery, InstanceRead | InstanceRefusal> {
  constructor(
    @Inject(Gate) private readonly gate: Gate,
    @Inject(AsOf) private readonly asOf: AsOf,
  ) {}

  async execute({ caller, instanceId, which }: ReadInstanceQuery): Promise<InstanceRead | InstanceRefusal> {
    const at = 'version' in which ? 'now' : await this.asOf.at(which.asOf);
    if (typeof at === 'object') return at;
    const { reader, place } = await this.gate.reader(caller);
    const row =
      'version' in which
        ? await versionOf(reader, instanceId, which.version)
        : await reader.get({ view, instanceId, at, include });
    if (row === undefined) return { refused: 'not-found' };
    return { row, place: at === 'now' ? place : at, newest: () => newestOf(reader, row, at) };
  }
}

async function versionOf(reader: ReaderViews, instanceId: InstanceId, version: number): Promise<Row | undefined> {
  const [row] = await reader.versions({ view, instanceId, state: 'live', beforeVersion: version + 1, limit: 1, include });
  return row?.['dataVersion'] === version ? row : undefined;
}

async function newestOf(reader: ReaderViews, row: Row, at: At): Promise<{ readonly place: number; readonly timeMs: number }> {
  const newest = await reader.newest({ view: instanceViews.newest.name, instanceId: row.instanceId, at });
  return newest ?? { place: row.fromPosition, timeMs: row['insertedOnMs'] as number };
}
