import { ViewBehind } from '@datakeep/access';
import type { EventStore } from '@datakeep/event-store';
import { parsePosition } from '@datakeep/kernel';
import type { ViewStore } from '@datakeep/view-store';
import type { FastifyInstance } from 'fastify';
import { InvalidRequest } from './invalid-request.js';

const waitSecondsDefault = 2;
const waitSecondsMax = 60;

/** A query with `Datakeep-Min-Position` waits until the views are there, `Prefer: wait=N` seconds at most (http.md, "freshness"). */
export function heedMinPosition(fastify: FastifyInstance, stores: { events: Pick<EventStore, 'logId'>; views: ViewStore }): void {
  fastify.addHook('preHandler', async (request) => {
    const token = request.headers['datakeep-min-position'];
    if (token === undefined || request.asking === undefined || !['GET', 'HEAD'].includes(request.method)) return;
    const position = typeof token === 'string' ? parsePosition(token) : undefined;
    if (position?.logId !== stores.events.logId) {
      throw new InvalidRequest('/headers/datakeep-min-position', 'is no position of this repository');
    }
    const timeoutMsMax = 1_000 * waitSeconds(request.headers['prefer']);
    if (!(await stores.views.reached(position.place, { timeoutMsMax }))) throw new ViewBehind('behind the wanted position');
  });
}

function waitSeconds(prefer: string | string[] | undefined): number {
  const match = /(?:^|[,;]\s*)wait=(\d+)\b/.exec(String(prefer ?? ''));
  return match === null ? waitSecondsDefault : Math.min(Number(match[1]), waitSecondsMax);
}
