import { Gate, type Caller } from '@datakeep/access';
import { pageLimit, type EventItem, type EventsParameters } from '@datakeep/contract';
import { EVENT_STORE, type EventStore } from '@datakeep/event-store';
import { formatPosition, parsePosition, type InstanceId } from '@datakeep/kernel';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { InstanceRefusal } from '../instance.refusals.js';
import { instanceViews } from '../instance.views.js';
import type { Page } from '../page.js';
import { invalidAt } from '../refused-content.js';
import { eventItem } from './event-item.js';
import { readNoted } from './noted-events.js';

/** Events in the order of the log: of one instance, or all of the workspace. */
export class ListEventsQuery {
  constructor(
    readonly caller: Caller,
    readonly instanceId: InstanceId | undefined,
    readonly parameters: EventsParameters,
  ) {}
}

export type EventsAnswer = Page<EventItem> | InstanceRefusal;

/**
 * The index of events finds those that the caller could see then and whose instance he can see now, deleted or not; the log
 * has what they say. An event of a tree shows at the tree's root.
 */
@QueryHandler(ListEventsQuery)
export class ListEventsHandler implements IQueryHandler<ListEventsQuery, EventsAnswer> {
  constructor(
    @Inject(EVENT_STORE) private readonly log: EventStore,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  async execute({ caller, instanceId, parameters }: ListEventsQuery): Promise<EventsAnswer> {
    const after = parameters.after === undefined ? undefined : parsePosition(parameters.after);
    if (parameters.after !== undefined && after?.logId !== this.log.logId) return notAPosition;
    const { reader } = await this.gate.reader(caller);
    const of = { view: instanceViews.events.name, ...(instanceId === undefined ? {} : { instanceId }) };
    const afterPlace = after?.place ?? 0;
    const found = await reader.events({ ...of, afterPlace, limit: parameters.limit ?? pageLimit.default });
    if (found.events.length === 0 && instanceId !== undefined) {
      const first = afterPlace === 0 ? found : await reader.events({ ...of, afterPlace: 0, limit: 1 });
      if (first.events.length === 0) return { refused: 'not-found' };
    }
    const events = await readNoted(this.log, caller.workspaceId, found.events);
    const more = found.more || events.length < found.events.length;
    const last = events.at(-1);
    const next = more && last !== undefined ? formatPosition({ logId: this.log.logId, place: last.place }) : null;
    return { items: events.map((event) => eventItem(this.log.logId, event)), next, place: found.position };
  }
}

const notAPosition = invalidAt('/query/after', 'must be the position of an event of this repository; leave it out to begin');
