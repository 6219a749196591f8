import { Gate, type Caller } from '@datakeep/access';
import type { InstanceId } from '@datakeep/kernel';
import type { Row } from '@datakeep/view-store';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { instanceViews } from '../instance.views.js';

/** One instance as it is now, or one version of it. */
export class ReadInstanceQuery {
  constructor(
    readonly caller: Caller,
    readonly instanceId: InstanceId,
    readonly version: number | undefined,
  ) {}
}

export interface InstanceRead {
  readonly row: Row;
  /** How far into the log the answer reaches. */
  readonly place: number;
  /** The newest event on the instance or below it that the caller can see. */
  readonly newest: () => Promise<{ readonly place: number; readonly timeMs: number }>;
}

/** Undefined for an instance or version that is absent, deleted or hidden, alike. */
@QueryHandler(ReadInstanceQuery)
export class ReadInstanceHandler implements IQueryHandler<ReadInstanceQuery, InstanceRead | undefined> {
  constructor(@Inject(Gate) private readonly gate: Gate) {}

  async execute({ caller, instanceId, version }: ReadInstanceQuery): Promise<InstanceRead | undefined> {
    const { reader, place } = await this.gate.reader(caller);
    const view = instanceViews.rows.name;
    const include = ['xml'];
    const row =
      version === undefined
        ? await reader.get({ view, instanceId, at: 'now', include })
        : (await reader.versions({ view, instanceId, state: 'live', beforeVersion: version + 1, limit: 1, include }))[0];
    if (row === undefined || (version !== undefined && row['dataVersion'] !== version)) return undefined;
    const newest = async () =>
      (await reader.newest({ view: instanceViews.newest.name, instanceId })) ?? {
        place: row.fromPosition,
        timeMs: row['insertedOnMs'] as number,
      };
    return { row, place, newest };
  }
}
