import { Gate, type Caller } from '@datakeep/access';
import type { DiffParameters, DiffResponse } from '@datakeep/contract';
import type { InstanceId } from '@datakeep/kernel';
import type { ReaderViews, Row } from '@datakeep/view-store';
import { diffXml } from '@datakeep/xml';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { xmlOf } from '../instance.metadata.js';
import { instanceViews } from '../instance.views.js';

/** What differs between two versions of one live instance. */
export class DiffVersionsQuery {
  constructor(
    readonly caller: Caller,
    readonly instanceId: InstanceId,
    readonly versions: DiffParameters,
  ) {}
}

export interface VersionsDiffer {
  readonly body: DiffResponse;
  readonly place: number;
}

/** Columns of a row that a version sets, by their names in http.md. */
const comparedFields = { instanceName: 'name', parentId: 'parentId', status: 'status' } as const;

/** Undefined when one of the versions is absent or hidden, alike. */
@QueryHandler(DiffVersionsQuery)
export class DiffVersionsHandler implements IQueryHandler<DiffVersionsQuery, VersionsDiffer | undefined> {
  constructor(@Inject(Gate) private readonly gate: Gate) {}

  async execute({ caller, instanceId, versions }: DiffVersionsQuery): Promise<VersionsDiffer | undefined> {
    const { reader, place } = await this.gate.reader(caller);
    const from = await versionRow(reader, instanceId, versions.from);
    const to = await versionRow(reader, instanceId, versions.to);
    if (from === undefined || to === undefined) return undefined;
    return { body: { metadata: metadataDiff(from, to), xml: [...diffXml(xmlOf(from), xmlOf(to))] }, place };
  }
}

async function versionRow(reader: ReaderViews, instanceId: InstanceId, version: number): Promise<Row | undefined> {
  const at = { beforeVersion: version + 1, limit: 1, include: ['xml'] };
  const [row] = await reader.versions({ view: instanceViews.rows.name, instanceId, state: 'live', ...at });
  return row?.['dataVersion'] === version ? row : undefined;
}

function metadataDiff(from: Row, to: Row): DiffResponse['metadata'] {
  return Object.entries(comparedFields)
    .map(([field, column]) => ({ field, from: from[column] as string | null, to: to[column] as string | null }))
    .filter((difference) => difference.from !== difference.to);
}
