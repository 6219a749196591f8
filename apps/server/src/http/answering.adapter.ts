import type { Answer, Refused } from '@datakeep/contract';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyServerOptions } from 'fastify';
import { sendAnswer, type HealthAnswer } from './send-answer.js';
import type { BrokenOff } from './send-stream.js';

/**
 * Nest on Fastify, where the value of a controller is an answer and not a body. An interceptor could do the same, at the
 * price of an observable for each request and of a second reply that Nest would send after it.
 */
export class AnsweringAdapter extends FastifyAdapter {
  constructor(
    private readonly sending: { readonly logId: string; readonly brokenOff: BrokenOff },
    options: FastifyServerOptions,
  ) {
    super(options);
  }

  /** Nest awaits this, so what it throws goes to the filter. The status that Nest would give is left out. */
  override reply(reply: FastifyReply, answer: Answer | HealthAnswer | Refused): ReturnType<FastifyAdapter['reply']> {
    return sendAnswer(answer, reply, this.sending) as unknown as ReturnType<FastifyAdapter['reply']>;
  }
}
