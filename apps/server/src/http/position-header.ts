import type { EventStore } from '@datakeep/event-store';
import { formatPosition } from '@datakeep/kernel';
import type { ViewStore } from '@datakeep/view-store';
import type { FastifyInstance } from 'fastify';

const header = 'Datakeep-Position';

/** Puts the position of the views on every answer to a known caller that has none yet, problems included (http.md, "freshness"). */
export function sendPosition(fastify: FastifyInstance, stores: { events: Pick<EventStore, 'logId'>; views: ViewStore }): void {
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    if (request.asking === undefined || reply.hasHeader(header)) {
      done();
      return;
    }
    stores.views.position().then(
      (place) => {
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
