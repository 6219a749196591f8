import type { Freshness } from '@datakeep/access';
import type { EventStore } from '@datakeep/event-store';
import { formatPosition } from '@datakeep/kernel';
import type { ViewStore } from '@datakeep/view-store';
import type { FastifyInstance } from 'fastify';

const header = 'Datakeep-Position';

/**
 * Puts a position on every answer to a known caller that has none yet, problems included (http.md, "freshness"): that of the views, or of
 * what this process acknowledged last, so that whoever keeps the last position he saw does not go back.
 */
export function sendPosition(
  fastify: FastifyInstance,
  stores: { events: Pick<EventStore, 'logId'>; views: ViewStore },
  freshness: Pick<Freshness, 'acknowledged'>,
): void {
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    if (request.asking === undefined || reply.hasHeader(header)) {
      done();
      return;
    }
    stores.views.position().then(
      (stands) => {
        const place = Math.max(stands, freshness.acknowledged);
        reply.header(header, formatPosition({ logId: stores.events.logId, place }));
        done();
      },
      () => {
        // The answer itself says that the views are away.
        done();
      },
    );
  });
}
