import { Cursors, Gate, type Caller } from '@datakeep/access';
import { pageLimit, type PagingParameters } from '@datakeep/contract';
import type { InstanceId } from '@datakeep/kernel';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { InstanceRefusal } from '../instance.refusals.js';
import { instanceViews } from '../instance.views.js';
import { readMark, type Page } from '../page.js';

/** Who may see an instance. */
export class ReadAccessQuery {
  constructor(
    readonly caller: Caller,
    readonly instanceId: InstanceId,
    readonly page: PagingParameters,
  ) {}
}

export interface AccessRow {
  readonly instanceId: InstanceId;
  readonly principalId: string;
}

export type AccessRead = Page<AccessRow> | InstanceRefusal;

/** The access rows of a visible instance by principal, for whoever has one of them. Later pages are of the first one's position. */
@QueryHandler(ReadAccessQuery)
export class ReadAccessHandler implements IQueryHandler<ReadAccessQuery, AccessRead> {
  constructor(
    @Inject(Gate) private readonly gate: Gate,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  async execute({ caller, instanceId, page }: ReadAccessQuery): Promise<AccessRead> {
    const question = `access ${instanceId}`;
    const mark = readMark({ cursors: this.cursors, caller, question }, page.cursor);
    if (mark !== undefined && 'refused' in mark) return mark;
    const after = mark?.after[0];
    const { reader } = await this.gate.reader(caller);
    const found = await reader.principals({
      view: instanceViews.rows.name,
      instanceId,
      at: mark?.at ?? 'now',
      ...(typeof after === 'string' ? { after } : {}),
      limit: page.limit ?? pageLimit.default,
    });
    if (found === undefined) return { refused: 'not-found' };
    const { principals, more, position } = found;
    const last = principals.at(-1);
    const next = more && last !== undefined ? this.cursors.write(caller, question, { at: position, after: [last] }) : null;
    return { items: principals.map((principalId) => ({ instanceId, principalId })), next, place: position };
  }
}
