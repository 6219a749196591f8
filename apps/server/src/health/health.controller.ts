import { EVENT_STORE, type EventStore } from '@datakeep/event-store';
import { VIEW_STORE, type ViewStore } from '@datakeep/view-store';
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import * as z from 'zod';

/** Events that the views may be behind before the server calls itself not ready. */
const eventsBehindMax = 10_000;

const liveResponse = z.strictObject({ status: z.literal('live') });
const readyResponse = z.strictObject({
  status: z.enum(['ready', 'catching-up']),
  eventsBehind: z.int().min(0),
  parkedStreams: z.int().min(0),
});

/** For those who run the server; no token needed, nothing about any workspace told. */
@Controller('health')
export class HealthController {
  constructor(
    @Inject(EVENT_STORE) private readonly events: EventStore,
    @Inject(VIEW_STORE) private readonly views: ViewStore,
  ) {}

  @Get('live')
  @ApiOperation({ summary: 'The process answers' })
  @ApiResponse({ status: 200, description: 'It does', standardSchema: liveResponse })
  live(): object {
    return { answer: 'health', ok: true, body: { status: 'live' } };
  }

  @Get('ready')
  @ApiOperation({ summary: 'The stores answer, and the views are near the head of the log' })
  @ApiResponse({ status: 200, description: 'Ready', standardSchema: readyResponse })
  @ApiResponse({ status: 503, description: 'Catching up', standardSchema: readyResponse })
  async ready(): Promise<object> {
    const [head, position, parked] = await Promise.all([
      this.events.reachHead(),
      this.views.position(),
      this.views.system.parked(),
    ]);
    const eventsBehind = Math.max(0, head - position);
    const ok = eventsBehind <= eventsBehindMax;
    return { answer: 'health', ok, body: { status: ok ? 'ready' : 'catching-up', eventsBehind, parkedStreams: parked.length } };
  }
}
